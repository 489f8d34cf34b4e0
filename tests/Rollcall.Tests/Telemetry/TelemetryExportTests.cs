using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Telemetry;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Telemetry;

/// <summary>What leaves the server for a collector, and the dashboard that is made for it.</summary>
[Collection(nameof(WholeProcess))]
public sealed partial class TelemetryExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_that_the_standard_variable_names_is_told_of_runs_and_connections()
    {
        await using var collector = await Collector.StartAsync();
        await using var company = await Company.SyncedAsync(HrisUnderTest.HiBob, employees: 12);
        await LeaveRunAsync(company);
        company.Cli.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        company.Cli.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        company.Cli.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        company.Cli.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        company.Cli.Environment["OTEL_SERVICE_NAME"] = "people-directory";
        await using var server = await ServerProcess.StartAsync(company.Cli, "--log-format", "json");

        await Eventually.TrueAsync(() => Task.FromResult(collector.Has("/v1/metrics", "rollcall.connection.age", "people-directory")), "a metric of a connection");
        await Eventually.TrueAsync(() => Task.FromResult(collector.Has("/v1/traces", "discover", "people-directory")), "the trace of the run");
        collector.Has("/v1/metrics", company.Somebody().Email!).ShouldBeFalse();
        collector.Has("/v1/traces", company.Somebody().Email!).ShouldBeFalse();
    }

    [Fact]
    public async Task How_connections_stand_is_told_as_the_database_has_it()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        var gauges = company.Get<ConnectionGauges>();
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        await company.Get<RunStore>().FollowUpAsync(company.Workspace.Id, connection.Id, Token);
        await gauges.ReadAsync(Token);

        var told = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RunTelemetry.Name && instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Any(t => Equals(t.Value, connection.Id.ToString())))
            {
                told[instrument.Name] = value;
            }
        }

        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.Start();
        meters.RecordObservableInstruments();

        told["rollcall.connection.age"].ShouldBeInRange(0, 600);
        told["rollcall.webhook.waiting"].ShouldBe(0);
        told.ShouldContainKey("rollcall.connection.follow_up");
    }

    [Fact]
    public async Task The_dashboard_shows_only_metrics_that_are_made()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 12);
        company.Get<ConnectionGauges>();
        await HttpHooksAsync(company);
        var made = new HashSet<string>(StringComparer.Ordinal);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == RunTelemetry.Name)
            {
                made.UnionWith(InPrometheus(instrument));
            }
        };
        meters.Start();

        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Rollcall.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var dashboard = await File.ReadAllTextAsync(Path.Combine(folder, "deploy", "grafana", "rollcall.json"), Token);
        using var json = System.Text.Json.JsonDocument.Parse(dashboard);
        var expressions = json.RootElement.GetProperty("panels").EnumerateArray().SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => Labels().Replace(t.GetProperty("expr").GetString()!, "")).ToList();
        var shown = expressions.SelectMany(e => MetricName().Matches(e).Select(m => m.Value)).ToHashSet(StringComparer.Ordinal);
        shown.Count.ShouldBeGreaterThanOrEqualTo(10);
        shown.ShouldBeSubsetOf(made);
        var docs = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "operating.md"), Token);
        made.Select(m => Parts().Replace(m, "")).ShouldAllBe(m => docs.Contains($"`{m}`", StringComparison.Ordinal));
    }

    /// <summary>A run is due that nobody has begun: a server begins it as it starts.</summary>
    private static async Task LeaveRunAsync(Company company)
    {
        await using var parts = RollcallApp.Build(new StorageChoice(company.DataFolder, null), LogLevel.None);
        var workspace = (await parts.GetRequiredService<WorkspaceStore>().ListAsync(Token)).Single();
        var connection = (await parts.GetRequiredService<ConnectionStore>().ListAsync(workspace.Id, Token)).Single();
        await parts.GetRequiredService<RunStore>().FollowUpAsync(workspace.Id, connection.Id, Token);
    }

    /// <summary>One delivery to an address that is none, so that what counts deliveries is there.</summary>
    private static async Task HttpHooksAsync(WebCompany company)
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(company.Server.Address, $"/hooks/{Guid.CreateVersion7()}/none"));
        using var response = await http.SendAsync(request, Token);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    /// <summary>Names as the translation from OTLP to Prometheus makes them: dots to underscores, the unit, and the kind.</summary>
    private static IEnumerable<string> InPrometheus(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Counter", StringComparison.Ordinal) ? [name + "_total"]
            : kind.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_sum", name + "_count"]
            : [name];
    }

    [GeneratedRegex(@"\b(by|without) \([^)]*\)|\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Labels();

    [GeneratedRegex("rollcall_[a-z_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    /// <summary>Takes whatever is sent by OTLP over HTTP.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<(string Path, string Body)> came = new();

        private Collector(WebApplication app) => this.app = app;

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var made = builder.Build();
            made.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(made);
            made.MapPost("/v1/{signal}", async (HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, http.RequestAborted);
                collector.came.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            });
            await made.StartAsync(Token);
            return collector;
        }

        /// <summary>Whether one message there had all these words: texts stand in the messages as they are.</summary>
        public bool Has(string path, params string[] words) =>
            came.Any(c => c.Path == path && words.All(w => c.Body.Contains(w, StringComparison.Ordinal)));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
