using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall;
using Rollcall.Benchmarks.Companies;
using Rollcall.Configuration;
using Rollcall.Core.Runs;
using Rollcall.Demo;
using Rollcall.Emulators.Hosting;
using Rollcall.Storage;
using Rollcall.Syncing;

// Many companies, each with one connection, all due at once: companies FOLDER CONNECTION-STRING PROGRAM COMPANIES EMPLOYEES.
// The emulated HRIS and PostgreSQL share the machine with the nodes, which are processes of their own.
var token = CancellationToken.None;
var (folder, database, program) = (args[0], args[1], args[2]);
var (companies, employees) = (int.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
const string vendor = "personio";
await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = employees, Prepared = true }, token);
var services = new ServiceCollection();
services.AddRollcall(new StorageChoice(folder, database), LogLevel.Error);
await using var parts = services.BuildServiceProvider();
T Get<T>()
    where T : notnull => parts.GetRequiredService<T>();
Task<RollcallDbContext> ContextAsync() => Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(token);

await Get<DatabaseMigrator>().MigrateAsync(token);
var yaml = DemoConfig.Yaml([host], [vendor]);
var applier = new ConfigApplier(
    Get<WorkspaceStore>(), Get<ConnectionStore>(), Get<ConfigurationStore>(), Get<SyncService>().DirectoryOf, DemoConfig.Secrets([host]).GetValueOrDefault);
Console.Error.WriteLine($"Making {companies} companies of {employees}");
var began = Stopwatch.GetTimestamp();
await Parallel.ForEachAsync(Enumerable.Range(1, companies), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, stop) =>
{
    var name = $"company-{number}";
    var workspace = await applier.ApplyAsync(name, ConfigReader.Read(name, yaml.Replace("workspace: demo", "workspace: " + name, StringComparison.Ordinal)), stop);
    var connection = (await Get<ConnectionStore>().ListAsync(workspace.Id, stop)).Single();
    (await Get<SyncService>().RunAsync(workspace, connection, new ReadMode.Full(), new ApplyMode.Apply(), RunTrigger.Manual, new Unwatched(), stop))!.State.ToString();
});
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{companies} companies of {employees}; made and first synced in this one process: {companies / Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} a second"));
await using (var context = await ContextAsync())
{
    var bytes = await context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync(token);
    var people = await context.Employees.CountAsync(token);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The database: {bytes / 1_000_000} MB, {bytes / 1000.0 / people:0.0} KB a person"));
}

Console.WriteLine("| nodes | syncs | syncs a second | ratio to one node | CPU s of the nodes | peak MB of one | each company once |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
var one = await MeasureAsync("1", nodes: 1, kills: false, ratioTo: null);
await MeasureAsync("2", nodes: 2, kills: false, one);
await MeasureAsync("2, one killed half way", nodes: 2, kills: true, one);

async Task<double> MeasureAsync(string what, int nodes, bool kills, double? ratioTo)
{
    await using var context = await ContextAsync();
    var mark = TimeProvider.System.GetUtcNow();
    var changes = await context.Changes.LongCountAsync(token);
    await context.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.FollowUp, true), token);
    var running = Enumerable.Range(0, nodes).Select(_ => Start()).ToList();
    var (cpu, peak) = (TimeSpan.Zero, 0L);
    var done = context.Runs.Where(r => r.StartedAt > mark && r.Trigger == (int)RunTrigger.FollowUp && r.State == (int)RunState.Succeeded);
    int count;
    while ((count = await done.CountAsync(token)) < companies)
    {
        if (kills && count > companies / 2)
        {
            kills = false;
            running[0].Refresh();
            (cpu, peak) = (running[0].TotalProcessorTime, running[0].PeakWorkingSet64);
            running[0].Kill();
            running.RemoveAt(0);
        }

        await Task.Delay(100, token);
    }

    foreach (var node in running)
    {
        node.Refresh();
        cpu += node.TotalProcessorTime;
        peak = Math.Max(peak, node.PeakWorkingSet64);
        using var stop = Process.Start("kill", ["-TERM", node.Id.ToString(CultureInfo.InvariantCulture)]);
        await node.WaitForExitAsync(token);
    }

    var seconds = (await done.MaxAsync(r => r.FinishedAt, token) - await done.MinAsync(r => r.StartedAt, token))!.Value.TotalSeconds;
    var perConnection = await done.GroupBy(r => r.ConnectionId).Select(g => g.Count()).ToListAsync(token);
    var isOnce = perConnection.Count == companies && perConnection.TrueForAll(n => n == 1) && await context.Changes.LongCountAsync(token) == changes;
    var rate = companies / seconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {companies} | {rate:0.0} | {rate / (ratioTo ?? rate):0.00} | {cpu.TotalSeconds:0.0} | {peak / 1_000_000} | {(isOnce ? "yes, nothing written" : $"no: {perConnection.Count} companies, {perConnection.Sum()} syncs")} |"));
    return rate;
}

Process Start() => Process.Start(new ProcessStartInfo(program, ["serve", "--duty", "worker", "--url", "http://127.0.0.1:0", "--database", database]) { RedirectStandardOutput = true, UseShellExecute = false })!;
