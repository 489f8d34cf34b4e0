using Rollcall.Cli.Asking;
using Rollcall.Core.Planning;
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
    public static void Write(Terminal terminal, RunOutcome outcome)
    {
        if (outcome.Counts is null)
        {
            return;
        }

        if (terminal.Format == OutputFormat.Json)
        {
            terminal.Write(new
            {
                digest = outcome.Digest,
                state = outcome.State.ToString(),
                readAt = outcome.ReadAt,
                counts = outcome.Counts,
                guard = outcome.Guard,
                changes = outcome.Lines,
                findings = outcome.Findings.Select(FindingsCommand.Shape),
            }, []);
        }
        else
        {
            terminal.Write(outcome.Lines, Columns);
        }

        Summarise(terminal, outcome);
    }

    public static void Summarise(Terminal terminal, RunOutcome outcome)
    {
        if (outcome.Counts is not { } counts)
        {
            return;
        }

        terminal.Say("");
        terminal.Say($"plan {outcome.Digest?[..12]}: {outcome.Planned} changes; {counts.Created} created, {counts.Updated} updated, {counts.Deactivated} deactivated, {counts.Reactivated} reactivated");
        terminal.Say($"read {counts.Read} people, {counts.Unchanged} unchanged, {counts.Excluded} excluded; held: {counts.HeldPeople} people, {counts.HeldValues} values");
        foreach (var finding in outcome.Findings.Where(f => f.Severity != FindingSeverity.Notice))
        {
            terminal.Say($"[{finding.Code}] {finding.What}");
            terminal.Say($"  → {finding.Fix}");
        }

        foreach (var reason in outcome.Guard)
        {
            terminal.Say($"guard: {reason}");
        }
    }
}
