using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Rollcall.Core.Runs;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Tests.Telemetry;

/// <summary>Alone, because what is measured is of the whole process.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

/// <summary>A run as those see it who operate the server: the emulated HR system's runs, heard by listeners.</summary>
[Collection(nameof(WholeProcess))]
public sealed class RunTelemetryTests
{
    [Theory]
    [InlineData("personio")]
    [InlineData("bamboohr")]
    [InlineData("hibob")]
    public async Task A_run_is_a_trace_of_its_stages_and_tells_nothing_of_people(string vendor)
    {
        await using var company = await Company.StartAsync(HrisUnderTest.Of(vendor));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        using var heard = new Heard();
        await company.Cli.ExpectAsync(0, "sync", "hr");
        var someone = company.Somebody();
        await company.Cli.ExpectAsync(0, "sync", "hr", "--employee", someone.Email!);

        var roots = heard.Spans.Where(s => s.OperationName == "run").ToList();
        roots.Select(r => r.GetTagItem("rollcall.mode")).ShouldBe(["full", "people"]);
        foreach (var root in roots)
        {
            root.ParentId.ShouldBeNull();
            root.GetTagItem("rollcall.outcome").ShouldBe("succeeded");
            root.GetTagItem("rollcall.provider").ShouldBe(vendor);
            root.GetTagItem("rollcall.trigger").ShouldBe("manual");
            root.Status.ShouldBe(ActivityStatusCode.Unset);
            var stages = heard.Spans.Where(s => s.ParentSpanId == root.SpanId && s.Kind == ActivityKind.Internal).ToList();
            stages.Select(s => s.OperationName).ShouldBe(["discover", "read", "map", "plan", "guard", "apply"]);
            var read = stages.Single(s => s.OperationName == "read");
            heard.Spans.ShouldContain(s => s.ParentSpanId == read.SpanId && s.Kind == ActivityKind.Client && (int)s.GetTagItem("http.response.status_code")! == 200);
        }

        heard.Of("rollcall.runs").ShouldBe(2);
        heard.Of("rollcall.people.read").ShouldBeGreaterThan(30);
        heard.Of("rollcall.vendor.calls").ShouldBe(heard.Spans.Count(s => s.Kind == ActivityKind.Client));
        heard.Of("rollcall.run.duration").ShouldBeGreaterThan(0);
        var said = heard.Words();
        said.ShouldContain(vendor);
        foreach (var person in company.Workforce.People())
        {
            string?[] own = [person.Email, person.FirstName, person.LastName, company.Kind.IdOf(person)];
            own.Any(o => o is { Length: > 3 } && said.Any(s => s.Contains(o, StringComparison.OrdinalIgnoreCase))).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_run_that_fails_and_one_that_the_guard_stops_are_marked_so()
    {
        await using var company = await Company.SyncedAsync(employees: 40);
        using var heard = new Heard();
        company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Unauthorized });
        (await company.Cli.RunAsync("sync", "hr")).Exit.ShouldNotBe(0);
        company.Hris.Faults.Clear();

        var failed = heard.Spans.Single(s => s.OperationName == "run");
        (failed.GetTagItem("rollcall.outcome"), failed.GetTagItem("error.type"), failed.Status).ShouldBe(("failed", "unauthorized", ActivityStatusCode.Error));
        heard.Spans.ShouldContain(s => s.ParentSpanId == failed.SpanId && s.Status == ActivityStatusCode.Error);

        foreach (var person in company.Workforce.People().Where(p => p is { Lifecycle: Lifecycle.Active, TerminationDate: null } && p.HireDate <= company.Workforce.Today).Take(16).ToList())
        {
            company.Workforce.Terminate(person.Number, company.Workforce.Today.AddDays(-1));
        }

        (await company.Cli.RunAsync("sync", "hr")).Exit.ShouldBe(3);
        var stopped = heard.Spans.Last(s => s.OperationName == "run");
        (stopped.GetTagItem("rollcall.outcome"), stopped.Status).ShouldBe(("stopped", ActivityStatusCode.Unset));
    }

    /// <summary>All that is told while it stands.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<Activity> spans = new();
        private readonly ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> values = new();
        private readonly ActivityListener activities;
        private readonly MeterListener meters = new();

        public Heard()
        {
            activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == RunTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = spans.Enqueue,
            };
            ActivitySource.AddActivityListener(activities);
            meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == RunTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values.Enqueue((instrument.Name, value, tags.ToArray())));
            meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => values.Enqueue((instrument.Name, value, tags.ToArray())));
            meters.Start();
        }

        /// <summary>As they ended.</summary>
        public IReadOnlyList<Activity> Spans => [.. spans];

        public double Of(string name) => values.Where(v => v.Name == name).Sum(v => v.Value);

        /// <summary>Every name and value of spans and measurements.</summary>
        public IReadOnlyList<string> Words() =>
        [
            .. spans.SelectMany(s => s.TagObjects.Select(t => $"{t.Value}").Append(s.DisplayName).Append(s.StatusDescription ?? "")),
            .. values.SelectMany(v => v.Tags.Select(t => $"{t.Value}")),
        ];

        public void Dispose()
        {
            activities.Dispose();
            meters.Dispose();
        }
    }
}
