using Rollcall.Cli;
using Rollcall.Cli.Local;
using Rollcall.Configuration;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Mapping;
using Rollcall.Emulators.Hosting;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Demo;

/// <summary>The guided tour: emulated HR systems, first syncs, what was held and why, and what to try next.</summary>
internal sealed class DemoTour : IAsyncDisposable
{
    private readonly CliSession session;
    private readonly List<EmulatorHost> hosts;
    private readonly List<string> vendors;

    private DemoTour(CliSession session, List<EmulatorHost> hosts, List<string> vendors, Workspace workspace)
    {
        this.session = session;
        this.hosts = hosts;
        this.vendors = vendors;
        Workspace = workspace;
    }

    /// <summary>The demo's workspace.</summary>
    public Workspace Workspace { get; }

    public static async Task<DemoTour> StartAsync(CliSession session, int employees, CancellationToken cancellationToken)
    {
        var played = DemoConfig.Vendors.ToList();
        var started = new List<EmulatorHost>();
        for (var i = 0; i < played.Count; i++)
        {
            started.Add(await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = played[i], Employees = employees, Seed = i + 1 }, cancellationToken));
        }

        // One is left for the visitor to connect.
        var connected = played.Count - 1;
        var document = ConfigReader.Read("demo.yaml", DemoConfig.Yaml(started.Take(connected), played.Take(connected)));
        var applier = new ConfigApplier(
            session.Get<WorkspaceStore>(), session.Connections, session.Get<ConfigurationStore>(), session.Sync.DirectoryOf, DemoConfig.Secrets(started).GetValueOrDefault);
        return new DemoTour(session, started, played, await applier.ApplyAsync("demo.yaml", document, cancellationToken));
    }

    /// <summary>How the emulated HR systems are reached, for those who connect them.</summary>
    public DemoGuide Guide => new(hosts.Zip(vendors).ToDictionary(h => h.Second, h => DemoConfig.Settings(h.First, h.Second), StringComparer.Ordinal));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Action<string?> say = session.Terminal.Data.WriteLine;
        say($"Rollcall demo: workspace “{Workspace.Name}”, {hosts.Count} emulated HR system{(hosts.Count == 1 ? "" : "s")} on this machine.");
        foreach (var (host, vendor) in hosts.Zip(vendors))
        {
            say($"  {vendor,-9} {host.Address}  {host.Workforce.Count} made-up people");
        }

        say($"{vendors[^1]} is not connected yet: that is for you, in the web app.");
        foreach (var connection in await ConnectionsAsync(cancellationToken))
        {
            await SyncAsync(connection, say, cancellationToken);
        }

        await ExplainAsync(say, cancellationToken);
        Next(say);
    }

    /// <summary>From now on the emulated HR systems that are connected say when somebody changes.</summary>
    public async Task ConnectWebhooksAsync(Uri server, CancellationToken cancellationToken)
    {
        foreach (var connection in await ConnectionsAsync(cancellationToken))
        {
            await DemoWebhooks.SetUpAsync(server, session.Get<WebhookStore>(), connection, Workspace.Id, hosts[vendors.IndexOf(connection.Config.Name)], cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>The demo's own connections; the folder may hold others.</summary>
    private async Task<IEnumerable<ConnectionEntry>> ConnectionsAsync(CancellationToken cancellationToken) =>
        (await session.Connections.ListAsync(Workspace.Id, cancellationToken)).Where(c => vendors.Contains(c.Config.Name));

    private async Task SyncAsync(ConnectionEntry connection, Action<string?> say, CancellationToken cancellationToken)
    {
        say("");
        say($"1. Preview of {connection.Config.Name}: nothing is written yet.");
        var preview = await session.Terminal.WithProgressAsync(bars => session.Sync.RunAsync(
            Workspace, connection, new ReadMode.Full(), new ApplyMode.Preview(), RunTrigger.Demo, bars, cancellationToken));
        LocalRuns.Checked(preview);
        Count(preview!, say);
        say($"2. Sync of {connection.Config.Name}: exactly the plan that was shown, {preview!.Plan!.Digest[..12]}.");
        var report = await session.Terminal.WithProgressAsync(bars => session.Sync.RunAsync(
            Workspace, connection, new ReadMode.Full(), new ApplyMode.Exactly(preview.Plan.Digest, "demo"), RunTrigger.Demo, bars, cancellationToken));
        LocalRuns.Checked(report);
        say($"   {report!.State}: {report.Applied} changes written.");
        say("3. Held, and why:");
        foreach (var finding in report.Findings.Where(f => f.Severity == FindingSeverity.Held).OrderByDescending(f => f.Count).Take(4))
        {
            var text = FindingCatalog.TextOf(finding);
            say($"   [{finding.Code}] {text.What}");
            say($"     → {text.Fix}");
        }
    }

    private static void Count(RunReport report, Action<string?> say)
    {
        var counts = report.Plan!.Counts;
        say($"   {report.Plan.Changes.Count} changes: {counts.Created} people created, {counts.Updated} updated, {counts.Deactivated} deactivated; "
            + $"{counts.Excluded} excluded; held: {counts.HeldPeople} people, {counts.HeldValues} values.");
    }

    private async Task ExplainAsync(Action<string?> say, CancellationToken cancellationToken)
    {
        foreach (var connection in await ConnectionsAsync(cancellationToken))
        {
            var findings = await session.Runs.CurrentFindingsAsync(Workspace.Id, connection.Id, cancellationToken);
            if (findings.FirstOrDefault(f => f is { Code: FindingCodes.OptionUnknown, Target: not null, People.Count: > 0 }) is not { } finding
                || Target.Parse(finding.Target!) is not { } target)
            {
                continue;
            }

            var service = session.Get<ExplainService>();
            var records = await session.Sync.DirectoryOf(Workspace).ReadRecordsAsync(connection.Id, [finding.People[0]], cancellationToken);
            var someone = new Someone(records[0].Employee, records);
            say("");
            say("4. One of them explained:");
            foreach (var answer in await service.ExplainAsync(Workspace, someone, target, cancellationToken))
            {
                foreach (var line in ExplainCommand.Lines($"{connection.Config.Name} {finding.People[0]}", LocalPeople.Of(answer)))
                {
                    say("   " + line);
                }
            }

            return;
        }
    }

    private void Next(Action<string?> say)
    {
        var (vendor, host) = (vendors[0], hosts[0]);
        var someone = host.Workforce.People().First(p => p is { Email: not null, Lifecycle: Emulators.Company.Lifecycle.Active, ManagerNumber: not null });
        var storage = session.Parse.GetResult(GlobalOptions.Data) is { Implicit: false } ? $" --data {session.Parse.GetValue(GlobalOptions.Data)}"
            : session.Parse.GetValue(GlobalOptions.Database) is not null ? " --database …" : "";
        say("");
        say("Try next, in another terminal:");
        say($"  alias rollcall='{Program()}'{(storage.Length == 0 ? "" : $"   # and add{storage} to each command")}");
        Try(say, "rollcall employees", "the directory");
        Try(say, $"rollcall explain {someone.Email} title", "why this value");
        Try(say, "rollcall findings", "what is held, with its fix");
        Try(say, "rollcall options alias shirt-size \"4. X-Large\" XL", "fix a held value …");
        Try(say, $"rollcall plan {vendor}", "… see exactly what that changes …");
        Try(say, $"rollcall sync {vendor}", "… and see it written");
        Try(say, $"rollcall emulate-control {host.Address} people/{someone.Number}/rename firstName=Ada lastName=Stone", "change somebody in the HR system: it is here within a second");
        Try(say, $"rollcall history {someone.Email}", "what changed, and by which run");
        Try(say, "rollcall undo RUN", "take it back");
    }

    /// <summary>How this very program was started.</summary>
    private static string Program() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? $"{Environment.ProcessPath} {Path.GetFullPath(Environment.GetCommandLineArgs()[0])}"
        : Environment.ProcessPath!;

    private static void Try(Action<string?> say, string command, string what) => say($"  {command,-58} # {what}");
}
