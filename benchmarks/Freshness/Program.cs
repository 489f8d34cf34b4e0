using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall;
using Rollcall.Configuration;
using Rollcall.Core.Runs;
using Rollcall.Demo;
using Rollcall.Emulators.Hosting;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Syncing;

// How long a change takes from the vendor's webhook to the directory: freshness DATA-FOLDER EMPLOYEES SECONDS PER-SECOND [CONNECTION-STRING].
// Emulator, server and database client are in this one process; the changes come through real HTTP, signed as each vendor signs. By the environment:
// RATE_LIMITS=1 lets the vendors' rate limits apply; SECOND_NODE=program starts that one as a second node on the same PostgreSQL; VENDORS="hibob"
// leaves the others out.
var isLimited = Environment.GetEnvironmentVariable("RATE_LIMITS") == "1";
var secondNode = Environment.GetEnvironmentVariable("SECOND_NODE") is { Length: > 0 } program ? program : null;
var token = CancellationToken.None;
var (folder, employees, seconds, rate) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture), double.Parse(args[3], CultureInfo.InvariantCulture));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{employees} people, {rate} changes a second for {seconds} seconds, {(args.Length > 4 ? "PostgreSQL" : "SQLite")}, {(secondNode is null ? "one node" : "two nodes")}, {(isLimited ? "the vendors' rate limits apply" : "no rate limits")}"));
Console.WriteLine("| vendor | changes | reads | webhook to directory p50 ms | p95 ms | most ms | goal p95 | one person now p50 ms | p95 ms | goal p95 |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
var position = 0;
var vendors = Environment.GetEnvironmentVariable("VENDORS") is { Length: > 0 } some ? some.Split(' ') : [.. DemoConfig.Vendors];
foreach (var vendor in vendors)
{
    await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = employees, Seed = ++position, RateLimits = isLimited }, token);
    var storage = new StorageChoice(Path.Combine(folder, vendor), args.Length > 4 ? $"{args[4]};Database={vendor}" : null);
    await using var server = await RollcallServer.StartAsync(new ServerOptions(storage, "http://127.0.0.1:0", LogLevel.Error), token);
    using var other = secondNode is null ? null : Process.Start(new ProcessStartInfo(secondNode, ["serve", "--duty", "worker", "--url", "http://127.0.0.1:0", "--database", storage.ConnectionString!]) { RedirectStandardOutput = true, UseShellExecute = false })!;
    if (other is not null)
    {
        await other.StandardOutput.ReadLineAsync(token);
    }

    T Get<T>()
        where T : notnull => server.Services.GetRequiredService<T>();
    var applier = new ConfigApplier(
        Get<WorkspaceStore>(), Get<ConnectionStore>(), Get<ConfigurationStore>(), Get<SyncService>().DirectoryOf, DemoConfig.Secrets([host]).GetValueOrDefault);
    var workspace = await applier.ApplyAsync("benchmark.yaml", ConfigReader.Read("benchmark.yaml", DemoConfig.Yaml([host], [vendor])), token);
    var connection = (await Get<ConnectionStore>().ListAsync(workspace.Id, token)).Single();
    (await (await Get<LiveRuns>().BeginAsync(workspace, connection, new ReadMode.Full(), new ApplyMode.Apply(), RunTrigger.Manual, token)).End)!.State.ToString();
    await DemoWebhooks.SetUpAsync(server.Address, Get<WebhookStore>(), connection, workspace.Id, host, token);
    var people = host.Workforce.People().Where(p => p is { Email: not null, TerminationDate: null }).Select(p => p.Number).ToList();

    var began = Stopwatch.GetTimestamp();
    var changes = (int)(seconds * rate);
    for (var i = 0; i < changes; i++)
    {
        var due = TimeSpan.FromSeconds(i / rate) - Stopwatch.GetElapsedTime(began);
        if (due > TimeSpan.Zero)
        {
            await Task.Delay(due, token);
        }

        host.Workforce.Rename(people[i % people.Count], $"Changed{i}", "Person");
    }

    await using var context = await Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(token);
    while (await context.WebhookEvents.AnyAsync(e => e.HandledAt == null, token) || !await context.WebhookEvents.AnyAsync(token))
    {
        await Task.Delay(100, token);
    }

    var waits = (await (from delivery in context.WebhookEvents
                        join run in context.Runs on delivery.RunId equals run.Id
                        select new { delivery.ReceivedAt, run.FinishedAt, run.Id }).ToListAsync(token)).ToList();
    var latencies = waits.Select(w => (w.FinishedAt!.Value - w.ReceivedAt).TotalMilliseconds).Order().ToList();
    var single = new List<double>();
    for (var i = 0; i < 40; i++)
    {
        // Somebody presses the button now and then; one after the other would measure the vendor's limit.
        await Task.Delay(isLimited ? 1500 : 0, token);
        host.Workforce.Rename(people[(i * 7) % people.Count], $"Now{i}", "Person");
        var record = (await context.SourceRecords.Where(r => r.EmployeeId != null).OrderBy(r => r.ExternalId).Skip(i).Select(r => r.ExternalId).FirstAsync(token));
        var asked = Stopwatch.GetTimestamp();
        while ((await Get<LiveRuns>().BeginAsync(workspace, connection, new ReadMode.People([record]), new ApplyMode.Apply(), RunTrigger.Manual, token)) is var (start, end))
        {
            await end;
            if (start is RunStart.Begun)
            {
                break;
            }

            await Task.Delay(5, token);
        }

        single.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
    }

    single.Sort();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {vendor} | {latencies.Count} | {waits.DistinctBy(w => w.Id).Count()} | {At(latencies, 0.5):0} | {At(latencies, 0.95):0} | {latencies[^1]:0} | 1000 | {At(single, 0.5):0} | {At(single, 0.95):0} | 2000 |"));
    if (other is not null)
    {
        using var stop = Process.Start("kill", ["-TERM", other.Id.ToString(CultureInfo.InvariantCulture)]);
        await other.WaitForExitAsync(token);
    }
}

static double At(List<double> sorted, double part) => sorted[(int)(part * (sorted.Count - 1))];
