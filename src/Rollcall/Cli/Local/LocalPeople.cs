using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli.Local;

/// <summary>The directory of the database.</summary>
internal sealed class LocalPeople(CliSession session) : ICompanyPeople
{
    public async Task<IReadOnlyList<string>> FieldsAsync(CancellationToken cancellationToken) => StoredFields.Of(await SchemaAsync(await session.WorkspaceAsync(cancellationToken), cancellationToken));

    public async Task<PeopleList> ListAsync(PeopleWish wish, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await SchemaAsync(workspace, cancellationToken);
        var (people, total) = wish.AsOf is { } moment
            ? await PastAsync(workspace, moment, wish, cancellationToken)
            : await session.Get<EmployeeQueries>().ListAsync(
                workspace.Id, new EmployeeFilter(wish.Search, wish.Conditions, wish.Status, wish.Skip, wish.Take), schema.Layout, cancellationToken);
        var view = await EmployeeView.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, people, cancellationToken);
        return new PeopleList([.. people.Select(p => new PersonLine(p.Id, EmployeeView.Name(p), wish.Show.ToDictionary(f => f, f => view.Stored(p, f), StringComparer.Ordinal)))], total);
    }

    private async Task<(IReadOnlyList<EmployeeState> People, int Total)> PastAsync(Workspace workspace, DateTimeOffset moment, PeopleWish wish, CancellationToken cancellationToken)
    {
        var history = session.Get<HistoryQueries>();
        return await PastDirectory.PageAsync(history, workspace.Id, moment, wish.Skip, wish.Take, cancellationToken) is { } past
            ? (past.People, past.Total)
            : throw NotKept((await history.CutAsync(workspace.Id, cancellationToken)).KeptSince);
    }

    private static CommandError NotKept(DateTimeOffset? since) =>
        new(ExitCodes.Refused, $"Nobody can say how it was then: history is kept since {since:yyyy-MM-dd HH:mm} UTC.", "Choose a later moment.");

    public async Task<EmployeeId> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = await session.Get<EmployeeQueries>().FindAsync((await session.WorkspaceAsync(cancellationToken)).Id, key, cancellationToken);
        return PersonKey.Only(found, key);
    }

    public async Task<ProfileSheet> ProfileAsync(EmployeeId id, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await SchemaAsync(workspace, cancellationToken);
        var directory = session.Sync.DirectoryOf(workspace);
        var employee = (await directory.ReadEmployeesAsync(schema.Layout, [id], cancellationToken))[0];
        var records = await directory.ReadRecordsOfAsync([id], cancellationToken);
        var connections = (await session.Connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Id);
        var owners = connections.Values.Where(c => records.Any(r => r.Connection == c.Id && r.Scope == RecordScope.Included))
            .SelectMany(c => c.Config.Mappings.Select(m => (m.To.FieldKey, c.Config.Name))).ToLookup(p => p.FieldKey, p => p.Name);
        return new ProfileSheet(
            await ValuesAsync(workspace, schema, employee, field => employee.Pins.Contains(field) ? "pinned" : owners[field].FirstOrDefault() ?? "manual", cancellationToken),
            [.. records.Select(r => new ProfileTie(
                connections.GetValueOrDefault(r.Connection)?.Config.Name, r.ExternalId, r.Scope == RecordScope.Excluded ? r.ScopeSince : null, r.Scope == RecordScope.Excluded ? r.ScopeReason : null)
            {
                Upcoming = connections.ContainsKey(r.Connection)
                    ? Upcoming.Of(r, employee, schema.Layout, WorkspaceClock.Today(workspace.TimeZone, session.Get<TimeProvider>().GetUtcNow()))
                    : null,
            })]);
    }

    public async Task<IReadOnlyList<ProfileValue>> ProfileAsOfAsync(EmployeeId id, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var history = session.Get<HistoryQueries>();
        var found = await history.AsOfAsync(workspace.Id, id, moment, cancellationToken);
        if ((await history.CutAsync(workspace.Id, cancellationToken)).KeptSince is { } since && moment < since)
        {
            throw NotKept(since);
        }

        var state = found ?? throw PersonKey.NotThen();
        return await ValuesAsync(workspace, await SchemaAsync(workspace, cancellationToken), state, _ => "", cancellationToken);
    }

    public async Task<Past> HistoryAsync(EmployeeId id, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var history = session.Get<HistoryQueries>();
        var schema = await SchemaAsync(workspace, cancellationToken);
        var entries = await history.OfEmployeeAsync(workspace.Id, id, schema.Layout, cancellationToken);
        var words = await ChangeLines.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, [.. entries.Select(e => e.Change)], cancellationToken);
        return new Past(
            [.. entries.Zip(words.Lines).Select(p => new PastChange(p.First.At, p.First.Run?.Value, p.Second, p.First is { IsCut: true, Change.Verb: not ChangeVerb.Create }))],
            (await history.CutAsync(workspace.Id, cancellationToken)).KeptSince);
    }

    public async Task<IReadOnlyList<ExplainedValue>> ExplainAsync(string key, Target? target, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var service = session.Get<ExplainService>();
        var someone = await service.FindAsync(workspace, key, cancellationToken) ?? throw PersonKey.Several();
        return [.. (await service.ExplainAsync(workspace, someone, target, cancellationToken)).Select(Of)];
    }

    public static ExplainedValue Of(Explanation answer) => new(
        answer.Target, answer.Standing, answer.Verdict, answer.Code, [.. answer.Steps.Select(s => new ExplainedStep(s.Question.ToString(), s.IsGood, s.Text))], answer.Fix);

    public async Task PinAsync(EmployeeId id, string field, string? value, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var typed = value is null
            ? new TypedValue.Fits(null)
            : await FieldInput.ReadAsync(session.Get<EmployeeQueries>(), workspace.Id, await SchemaAsync(workspace, cancellationToken), field, value, cancellationToken);
        if (await session.Get<DirectoryEditStore>().PinAsync(workspace.Id, id, field, Canonical(typed, field, value), value is not null, cancellationToken) == EmployeeEdit.Circle)
        {
            throw new CommandError(ExitCodes.Usage, "They would be, by some steps, their own manager. Nothing was written.", "Choose somebody who does not report to them.", FindingCodes.ManagerCycle);
        }
    }

    public async Task UnpinAsync(EmployeeId id, string field, CancellationToken cancellationToken) =>
        await session.Get<DirectoryEditStore>().UnpinAsync((await session.WorkspaceAsync(cancellationToken)).Id, id, field, cancellationToken);

    private async Task<IReadOnlyList<ProfileValue>> ValuesAsync(Workspace workspace, DirectorySchema schema, EmployeeState employee, Func<string, string> source, CancellationToken cancellationToken)
    {
        var view = await EmployeeView.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, [employee], cancellationToken);
        return [.. StoredFields.Labelled(schema).Select(f => (f.Key, f.Label, Value: view.Stored(employee, f.Key))).Where(v => v.Value is { Length: > 0 })
            .Select(v => new ProfileValue(v.Key, v.Label, v.Value!, source(v.Key)))];
    }

    private Task<DirectorySchema> SchemaAsync(Workspace workspace, CancellationToken cancellationToken) => session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);

    private static string? Canonical(TypedValue typed, string field, string? value) => typed switch
    {
        TypedValue.Fits fits => fits.Canonical,
        TypedValue.NotTyped => throw new CommandError(ExitCodes.Usage, $"“{field}” can be pinned as it stands, not with a value.", "Leave the value out."),
        TypedValue.NoPerson { IsSeveral: true } => throw PersonKey.Several(),
        TypedValue.NoPerson => throw new CommandError(ExitCodes.Usage, $"“{value}” is nobody in the directory.", "Name somebody by email, external id, id or unique full name."),
        TypedValue.NoOption none => throw new CommandError(
            ExitCodes.Usage, $"“{field}” has no option “{value}”.", none.Options.Count == 0 ? "Add the option first." : $"There are: {string.Join(", ", none.Options)}.", "option-unknown"),
        TypedValue.WrongType wrong => throw new CommandError(
            ExitCodes.Usage, $"“{value}” does not fit “{field}”, which is a {wrong.Type}.", "Write dates as 2026-11-23, numbers as 12.5, money as 100.00 EUR.", "value-not-convertible"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
