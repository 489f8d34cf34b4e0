using System.CommandLine;
using System.Globalization;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>history EMPLOYEE</c>: past values, and the profile as of a moment.</summary>
internal static class HistoryCommand
{
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "The profile as it was at this moment: 2026-11-23 or 2026-11-23T09:00:00Z." };

    public static Command Create() => RollcallCli.Command("history", "Every change of one employee, newest first; or the profile as of a moment.", RunAsync, EmployeeCommand.Key, AsOf);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var id = await EmployeeCommand.FindAsync(session, workspace, session.Parse.GetValue(EmployeeCommand.Key)!, cancellationToken);
        var history = session.Get<HistoryQueries>();
        if (session.Parse.GetValue(AsOf) is { } moment)
        {
            return await ShowAsOfAsync(session, workspace, history, id, moment, cancellationToken);
        }

        var entries = await history.OfEmployeeAsync(workspace.Id, id, cancellationToken);
        var view = await ChangeLines.OfAsync(session.Sync, session.Get<EmployeeQueries>(), workspace, [.. entries.Select(e => e.Change)], cancellationToken);
        session.Terminal.Write(entries.Zip(view.Lines).ToList(),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("at", r => r.Entry.At),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("kind", r => r.Line.Kind),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("field", r => r.Line.Field),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("before", r => r.Entry is { IsCut: true, Change.Verb: not ChangeVerb.Create } ? "(not kept)" : r.Line.Before),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("after", r => r.Line.After),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("cause", r => r.Line.Cause),
            new Column<(HistoryEntry Entry, ChangeLine Line)>("run", r => r.Entry.Run?.ToString() ?? "by a person"));
        if ((await history.CutAsync(workspace.Id, cancellationToken)).KeptSince is { } since)
        {
            session.Terminal.Say($"History is kept since {since:yyyy-MM-dd HH:mm} UTC; what is older is here only as far as it made today's values.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsOfAsync(CliSession session, Workspace workspace, HistoryQueries history, EmployeeId id, string moment, CancellationToken cancellationToken)
    {
        if (!DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new CommandError(ExitCodes.Usage, $"“{moment}” is no moment.", "Write 2026-11-23 or 2026-11-23T09:00:00Z.");
        }

        var found = await history.AsOfAsync(workspace.Id, id, at, cancellationToken);
        if ((await history.CutAsync(workspace.Id, cancellationToken)).KeptSince is { } since && at < since)
        {
            throw new CommandError(ExitCodes.Refused, $"Nobody can say how it was then: history is kept since {since:yyyy-MM-dd HH:mm} UTC.", "Choose a later moment.");
        }

        var state = found
            ?? throw new CommandError(ExitCodes.NotFound, "This employee was not in the directory then.", "Choose a later moment.");
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var view = await EmployeeView.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, [state], cancellationToken);
        session.Terminal.Write(
            schema.Layout.Definitions.Select(d => (Field: d.Key, Value: view.Value(state, d.Key))).Where(v => v.Value is not null)
                .Append((Fields.Team, view.Teams(state))).Append((Fields.Status, AccountStatusWord.Of(state.Status))).ToList(),
            new Column<(string Field, string? Value)>("field", v => v.Field),
            new Column<(string Field, string? Value)>("value", v => v.Value));
        return ExitCodes.Ok;
    }
}
