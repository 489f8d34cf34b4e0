using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary>Plans on the terminal.</summary>
internal static class PlanView
{
    public static Column<ChangeLine>[] Columns { get; } =
    [
        new("kind", l => l.Kind), new("who", l => l.Who), new("field", l => l.Field), new("before", l => l.Before), new("after", l => l.After), new("cause", l => l.Cause),
    ];

    /// <summary>The plan and what it holds; data to standard output, the summary to standard error.</summary>
    public static async Task WriteAsync(CliSession session, Workspace workspace, RunReport report, CancellationToken cancellationToken)
    {
        if (report.Plan is not { } plan)
        {
            return;
        }

        var view = await ChangeLines.OfAsync(session.Sync, session.Get<EmployeeQueries>(), workspace, plan.Changes, cancellationToken);
        if (session.Terminal.Format == OutputFormat.Json)
        {
            session.Terminal.Write(new
            {
                digest = plan.Digest,
                state = report.State.ToString(),
                readAt = plan.ReadAt,
                counts = plan.Counts,
                guard = report.GuardReasons,
                changes = view.Lines,
                findings = report.Findings.Select(FindingsCommand.Shape),
            }, []);
        }
        else
        {
            session.Terminal.Write(view.Lines, Columns);
        }

        Summarise(session.Terminal, report, plan);
    }

    public static void Summarise(Terminal terminal, RunReport report, Plan plan)
    {
        var counts = plan.Counts;
        terminal.Say("");
        terminal.Say($"plan {plan.Digest[..12]}: {plan.Changes.Count} changes; {counts.Created} created, {counts.Updated} updated, {counts.Deactivated} deactivated, {counts.Reactivated} reactivated");
        terminal.Say($"read {counts.Read} people, {counts.Unchanged} unchanged, {counts.Excluded} excluded; held: {counts.HeldPeople} people, {counts.HeldValues} values");
        foreach (var finding in report.Findings.Where(f => f.Severity != FindingSeverity.Notice))
        {
            var text = FindingCatalog.TextOf(finding);
            terminal.Say($"[{finding.Code}] {text.What}");
            terminal.Say($"  → {text.Fix}");
        }

        foreach (var reason in report.GuardReasons)
        {
            terminal.Say($"guard: {reason}");
        }
    }
}
