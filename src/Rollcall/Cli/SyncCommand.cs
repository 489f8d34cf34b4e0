using System.CommandLine;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>sync CONNECTION</c>: read, plan, guard, apply.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Option<string?> Plan = new("--plan") { Description = "Apply only if it is exactly this plan (its hash, 12 or more characters). You have seen it, so the guard lets it pass." };
    private static readonly Option<string?> Employee = new("--employee") { Description = "Only this person: external id, email or id." };
    private static readonly Option<bool> Delta = new("--delta") { Description = "Only those changed since the last read, where the HRIS can tell." };

    public static Command Create() => RollcallCli.Command(
        "sync", "Bring the directory in step. Exit code 3: the guard stopped it, 8: a run is going on, 9: another plan than asked for.", RunAsync, Name, Plan, Employee, Delta);

    /// <summary>Failures of a run, said and turned into exit codes.</summary>
    public static void Check(Terminal terminal, RunReport? report)
    {
        switch (report)
        {
            case null:
                throw new CommandError(ExitCodes.Busy, "A run of this connection is going on.", "It runs once more when it ends, so nothing is lost. “rollcall runs” shows it.");
            case { Fault: { } fault }:
                throw CliSession.ErrorOf(fault);
            case { State: RunState.Failed, Findings: var findings } when findings.FirstOrDefault(f => f.Severity == FindingSeverity.Failed) is { } failed:
                var text = FindingCatalog.TextOf(failed);
                throw new CommandError(failed.Code == FindingCodes.EmptySource ? ExitCodes.ConnectionFailed : ExitCodes.Refused, $"{text.What} {text.Why}", text.Fix, failed.Code);
            default:
                break;
        }

        if (report.Plan is null)
        {
            terminal.Say($"run {report.Run}: {report.State}");
        }
    }

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        if (connection.Paused || !connection.Config.Enabled)
        {
            throw new CommandError(ExitCodes.Refused, $"“{connection.Config.Name}” is {(connection.Paused ? "paused" : "disabled")}.", connection.Paused
                ? $"Look at “rollcall plan {connection.Config.Name}”, then “rollcall connections resume {connection.Config.Name}”."
                : "Set “enabled: true” in the configuration.");
        }

        var mode = await ModeAsync(session, workspace, connection, cancellationToken);
        ApplyMode apply = session.Parse.GetValue(Plan) is { } digest ? new ApplyMode.Exactly(Digest(digest), Environment.UserName) : new ApplyMode.Apply();
        var report = await session.Terminal.WithProgressAsync(bars => session.Sync.RunAsync(workspace, connection, mode, apply, RunTrigger.Manual, bars, cancellationToken));
        Check(session.Terminal, report);
        Write(session.Terminal, report!);
        if (report!.State == RunState.AwaitingApproval)
        {
            session.Terminal.Complain("The guard stopped this sync; nothing was written.", $"Look at it with “rollcall runs {report.Run}”, then “rollcall approve {report.Run}” or “rollcall reject {report.Run}”.", FindingCodes.GuardStopped);
            return ExitCodes.NeedsApproval;
        }

        return ExitCodes.Ok;
    }

    private static void Write(Terminal terminal, RunReport report)
    {
        terminal.Write(
            new
            {
                run = report.Run.ToString(),
                state = report.State.ToString(),
                digest = report.Plan?.Digest,
                applied = report.Applied,
                counts = report.Plan?.Counts,
                guard = report.GuardReasons,
                findings = report.Findings.Select(FindingsCommand.Shape),
                seconds = report.Timings.ToDictionary(t => t.Key.ToString(), t => Math.Round(t.Value.TotalSeconds, 3)),
            },
            [$"run {report.Run}: {report.State}, {report.Applied} changes"]);
        if (report.Plan is { } plan)
        {
            PlanView.Summarise(terminal, report, plan);
        }
    }

    private static string Digest(string text) => text.Length >= 12 && text.All(Uri.IsHexDigit)
        ? text.ToLowerInvariant()
        : throw new CommandError(ExitCodes.Usage, $"“{text}” is no plan hash.", "Give at least 12 characters of the hash that “rollcall plan” shows.");

    private static async Task<ReadMode> ModeAsync(CliSession session, Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        if (session.Parse.GetValue(Employee) is { } key)
        {
            return new ReadMode.People([await ExternalIdAsync(session, workspace, connection, key, cancellationToken)]);
        }

        if (!session.Parse.GetValue(Delta) || connection.LastReadAt is not { } since)
        {
            return new ReadMode.Full();
        }

        return Connectors.Connectors.Find(connection.Config.Provider)!.Capabilities.HasFlag(Capability.Delta)
            ? new ReadMode.Changes(since)
            : throw new CommandError(ExitCodes.Usage, $"{connection.Config.Provider} cannot say what changed since the last read.", "Leave --delta out; unchanged people cost next to nothing.");
    }

    /// <summary>An employee's own record of this connection, or the key as the HRIS' id.</summary>
    private static async Task<string> ExternalIdAsync(CliSession session, Workspace workspace, ConnectionEntry connection, string key, CancellationToken cancellationToken)
    {
        var found = await session.Get<EmployeeQueries>().FindAsync(workspace.Id, key, cancellationToken);
        if (found.Count == 0)
        {
            return key;
        }

        var records = await session.Sync.DirectoryOf(workspace).ReadRecordsOfAsync(found, cancellationToken);
        return records.FirstOrDefault(r => r.Connection == connection.Id)?.ExternalId
            ?? throw new CommandError(ExitCodes.NotFound, $"{connection.Config.Name} does not carry this person.", "Give the id that the HRIS has for them.");
    }
}
