using System.Diagnostics;
using System.Diagnostics.Metrics;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Runs;

/// <summary>How runs are seen from outside: a trace per run that reads as its stages, and counts. Costs nothing while nobody listens, and
/// never carries anything about a person.</summary>
public sealed class RunTelemetry : IDisposable
{
    /// <summary>The name of the source of traces and of the meter.</summary>
    public const string Name = "Rollcall";

    /// <summary>Spans of runs, their stages and the calls below.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>What is counted in every process.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly Counter<long> s_runs = Meter.CreateCounter<long>("rollcall.runs", "{run}", "Runs that ended, by outcome.");
    private static readonly Histogram<double> s_duration = Meter.CreateHistogram<double>("rollcall.run.duration", "s", "How long a run took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] });
    private static readonly Counter<long> s_people = Meter.CreateCounter<long>("rollcall.people.read", "{person}", "People that sources delivered to runs.");

    private readonly Activity? span;
    private readonly Activity? around;
    private readonly TagList tags;
    private readonly TimeProvider time;
    private readonly long began;
    private string outcome = "failed";
    private string? error = "unexpected";

    private RunTelemetry(TagList tags, TimeProvider time)
    {
        // A run is a trace of its own, whatever request or delivery began it.
        around = Activity.Current;
        Activity.Current = null;
        span = Source.StartActivity("run", ActivityKind.Internal, default(ActivityContext), tags);
        (this.tags, this.time, began) = (tags, time, time.GetTimestamp());
    }

    /// <summary>Begins the run's trace; dispose it in the same method.</summary>
    /// <param name="connection">Whose run.</param>
    /// <param name="provider">The key of its HR system.</param>
    /// <param name="mode">How much is read, and what for.</param>
    /// <param name="trigger">What began it.</param>
    /// <param name="time">The clock.</param>
    public static RunTelemetry Begin(ConnectionId connection, string provider, (ReadMode Read, ApplyMode Apply) mode, RunTrigger trigger, TimeProvider time)
    {
        var about = new TagList
        {
            { "rollcall.connection.id", connection.ToString() },
            { "rollcall.provider", provider },
            { "rollcall.mode", mode.Apply is ApplyMode.Preview ? "preview" : mode.Read is ReadMode.Full ? "full" : mode.Read is ReadMode.Changes ? "changes" : "people" },
            { "rollcall.trigger", WordOf(trigger.ToString()) },
        };
        return new RunTelemetry(about, time);
    }

    /// <summary>What came of it. Without it the run counts as failed.</summary>
    public void End(RunReport report)
    {
        outcome = report.State is RunState.AwaitingApproval ? "stopped" : WordOf(report.State.ToString());
        error = report.State is not RunState.Failed ? null : report.Fault is { } fault ? WordOf(fault.Kind.ToString()) : report.Findings is [.., var last] ? last.Code : "unexpected";
        span?.SetTag("rollcall.run.id", report.Run.ToString());
        span?.SetTag("rollcall.people", report.Plan?.Counts.Read);
        span?.SetTag("rollcall.changes", report.Plan?.Changes.Count);
        if (report.Plan is { } plan)
        {
            s_people.Add(plan.Counts.Read, tags[0], tags[1], tags[2]);
        }
    }

    /// <summary>It was told to end before it was over.</summary>
    public void Cancel() => (outcome, error) = ("cancelled", "cancelled");

    /// <summary>It ended in an exception of this kind.</summary>
    public void Fail(string kind) => (outcome, error) = ("failed", WordOf(kind));

    public void Dispose()
    {
        var ended = tags;
        ended.Add("rollcall.outcome", outcome);
        s_runs.Add(1, ended);
        s_duration.Record(time.GetElapsedTime(began).TotalSeconds, ended);
        span?.SetTag("rollcall.outcome", outcome);
        if (error is not null)
        {
            span?.SetTag("error.type", error);
            span?.SetStatus(ActivityStatusCode.Error, error);
        }

        span?.Dispose();
        Activity.Current = around;
    }

    /// <summary>The span of a stage, below the run's; null while nobody listens.</summary>
    internal static Activity? Stage(RunStage stage) => Source.StartActivity(WordOf(stage.ToString()));

    private static string WordOf(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
