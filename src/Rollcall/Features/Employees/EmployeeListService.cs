using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Employees;

/// <summary>A field that the list can show.</summary>
/// <param name="Key">The field's key.</param>
/// <param name="Label">Its name.</param>
/// <param name="CanSort">Whether the list can be sorted by it.</param>
/// <param name="Choices">All values it can have, when that is a short list.</param>
public sealed record ListColumn(string Key, string Label, bool CanSort, IReadOnlyList<string> Choices);

/// <summary>One employee in the list. Prints as the id.</summary>
public sealed record ListRow(EmployeeId Id, string Name, AccountStatus Status, IReadOnlyList<string?> Cells)
{
    public override string ToString() => Id.ToString();
}

/// <summary>What the list is asked for.</summary>
public sealed record ListRequest
{
    public string? Search { get; init; }

    public AccountStatus? Status { get; init; }

    public IReadOnlyList<FieldCondition> Conditions { get; init; } = [];

    /// <summary>Keys of the columns beside the name.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [Fields.Title, Fields.Team, Fields.Location, Fields.Manager, Fields.Status, EmployeeListService.Source];

    public string? Sort { get; init; }

    public bool IsDescending { get; init; }

    public int Skip { get; init; }

    public int Take { get; init; } = 50;

    /// <summary>Values as they are stored instead of as the visitor's culture writes them.</summary>
    public bool IsStored { get; init; }

    public bool IsFiltered => Search is { Length: > 0 } || Status is not null || Conditions.Count > 0;

    public override string ToString() => "list request";
}

/// <summary>A page of the list.</summary>
public sealed record EmployeeList(IReadOnlyList<ListRow> Rows, int Total, IReadOnlyList<ListColumn> Columns);

/// <summary>The list of employees, with what the visitor may see of them.</summary>
internal sealed class EmployeeListService(Visitor visitor, SyncService sync, EmployeeQueries queries, HistoryQueries history, ConnectionStore connections, IStringLocalizer<EmployeeTexts> texts)
{
    /// <summary>No field: which connections carry somebody. For who sees more than the directory.</summary>
    public const string Source = "source";

    private static readonly HashSet<string> NotSorted = new(StringComparer.Ordinal) { Fields.Level, Fields.Manager, Fields.Team, Fields.AdditionalManager };

    /// <summary>All columns that the visitor may choose from, filter by and export.</summary>
    public async Task<IReadOnlyList<ListColumn>> ColumnsAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        return Columns(member, await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken));
    }

    public async Task<EmployeeList> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var shown = Shown(member, schema, request.Columns);
        var (people, total) = await queries.ListAsync(member.Workspace.Id, FilterOf(member, schema, request), schema.Layout, cancellationToken);
        return new EmployeeList(await RowsAsync(member.Workspace, schema, people, shown, request.IsStored, cancellationToken), total, shown);
    }

    /// <summary>Those whom a key names: an email, an external id, an id or a full name. Nobody, one, or several when it is not unique. For viewers.</summary>
    public async Task<EmployeeList> KeyedAsync(string key, ListRequest request, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var directory = sync.DirectoryOf(member.Workspace);
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        var shown = Shown(member, schema, request.Columns);
        var people = await directory.ReadEmployeesAsync(schema.Layout, await queries.FindAsync(member.Workspace.Id, key, cancellationToken), cancellationToken);
        return new EmployeeList(await RowsAsync(member.Workspace, schema, people, shown, request.IsStored, cancellationToken), people.Count, shown);
    }

    /// <summary>Everybody as they were at a moment, in order of name; of the request, columns and page count. Who carried them then is not known.
    /// Null when the moment is from before the history that is kept. For viewers.</summary>
    public async Task<EmployeeList?> PastAsync(DateTimeOffset moment, ListRequest request, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var shown = Shown(member, schema, request.Columns.Where(key => key != Source));
        return await PastDirectory.PageAsync(history, member.Workspace.Id, moment, request.Skip, request.Take, cancellationToken) is { } past
            ? new EmployeeList(await RowsAsync(member.Workspace, schema, past.People, shown, request.IsStored, cancellationToken), past.Total, shown)
            : null;
    }

    /// <summary>Everybody as they were at the end of a day, in the columns that are shown, as it was stored. Null when that day is from before the
    /// history that is kept. For viewers.</summary>
    public async Task<byte[]?> ExportPastAsync(DateOnly day, ListRequest request, ExportFormat format, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var everybody = request with { Skip = 0, Take = int.MaxValue, IsStored = true };
        return await PastAsync(WorkspaceClock.EndOf(day, member.Workspace.TimeZone), everybody, cancellationToken) is { } past
            ? EmployeeExport.Write(format, [texts["name"], .. past.Columns.Select(c => c.Label)], past.Rows.Select(r => r.Cells.Prepend(r.Name)))
            : null;
    }

    private async Task<IReadOnlyList<ListRow>> RowsAsync(
        Workspace workspace, DirectorySchema schema, IReadOnlyList<EmployeeState> people, IReadOnlyList<ListColumn> shown, bool isStored, CancellationToken cancellationToken)
    {
        var view = await EmployeeView.OfAsync(queries, workspace, schema, people, cancellationToken);
        var sources = await SourcesAsync(workspace.Id, people, shown, cancellationToken);
        string? CellOf(EmployeeState person, string field) => field == Source ? sources(person.Id) : isStored ? view.Stored(person, field) : Cell(view, schema, person, field);
        return [.. people.Select(p => new ListRow(p.Id, EmployeeView.Name(p), p.Status, [.. shown.Select(c => CellOf(p, c.Key))]))];
    }

    /// <summary>Names of the connections that carry somebody, line by line; null for nobody's.</summary>
    private async Task<Func<EmployeeId, string?>> SourcesAsync(
        WorkspaceId workspace, IReadOnlyList<EmployeeState> people, IReadOnlyList<ListColumn> shown, CancellationToken cancellationToken)
    {
        if (shown.All(c => c.Key != Source))
        {
            return _ => null;
        }

        var names = (await connections.ListAsync(workspace, cancellationToken)).ToDictionary(c => c.Id, c => c.Config.Name);
        var ties = await queries.TiesAsync(workspace, [.. people.Select(p => p.Id)], cancellationToken);
        return id => ties[id].Select(c => names.GetValueOrDefault(c)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found
            ? string.Join('\n', found)
            : null;
    }

    /// <summary>Values of a field that contain a text, to choose from.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(string field, string? containing, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (!ReadableFields.OfEverybody(member.Role, schema, field))
        {
            throw new NotAllowedException();
        }

        return Choices(schema, field) is { Count: > 0 } choices
            ? [.. choices.Where(c => c.Contains(containing ?? "", StringComparison.CurrentCultureIgnoreCase))]
            : schema.Layout.IndexOf(field) < 0 || field == Fields.Manager ? [] : await queries.ValuesAsync(member.Workspace.Id, field, containing, 50, cancellationToken);
    }

    /// <summary>Everybody who matches, in the columns that are shown, as they are stored.</summary>
    public async Task<byte[]> ExportAsync(ListRequest request, ExportFormat format, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        var shown = Shown(member, schema, request.Columns);
        var everybody = FilterOf(member, schema, request) with { Skip = 0, Take = int.MaxValue };
        var (people, _) = await queries.ListAsync(member.Workspace.Id, everybody, schema.Layout, cancellationToken);
        var view = await EmployeeView.OfAsync(queries, member.Workspace, schema, people, cancellationToken);
        var sources = await SourcesAsync(member.Workspace.Id, people, shown, cancellationToken);
        return EmployeeExport.Write(
            format, [texts["name"], .. shown.Select(c => c.Label)],
            people.Select(p => new[] { EmployeeView.Name(p) }.Concat(shown.Select(c => c.Key == Source ? sources(p.Id)?.Replace("\n", ", ", StringComparison.Ordinal) : view.Stored(p, c.Key)))));
    }

    /// <summary>Null when there is no such team.</summary>
    public async Task<string?> TeamNameAsync(TeamId team, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        return (await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken)).Teams.FirstOrDefault(t => t.Id == team)?.Name;
    }

    /// <summary>Everybody who matches, for acting on all of them.</summary>
    public async Task<IReadOnlyList<EmployeeId>> IdsAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        return await queries.IdsAsync(member.Workspace.Id, FilterOf(member, schema, request), cancellationToken);
    }

    private static EmployeeFilter FilterOf(Member member, DirectorySchema schema, ListRequest request)
    {
        bool MayRead(string field) => field != Source && ReadableFields.OfEverybody(member.Role, schema, field);
        if (request.Conditions.Any(c => !MayRead(c.Field)) || (request.Sort is { } sort && !MayRead(sort)))
        {
            throw new NotAllowedException();
        }

        return new EmployeeFilter(request.Search, request.Conditions, request.Status, request.Skip, request.Take) { Sort = request.Sort, IsDescending = request.IsDescending };
    }

    /// <summary>Of the columns that are asked for those that the visitor may see, in the order they are asked for, each once.</summary>
    private List<ListColumn> Shown(Member member, DirectorySchema schema, IEnumerable<string> asked)
    {
        var all = Columns(member, schema).ToDictionary(c => c.Key, StringComparer.Ordinal);
        return [.. asked.Distinct(StringComparer.Ordinal).Select(all.GetValueOrDefault).OfType<ListColumn>()];
    }

    private List<ListColumn> Columns(Member member, DirectorySchema schema) =>
    [
        .. schema.Layout.Definitions.Select(d => (d.Key, d.Label))
            .Concat([(Fields.Team, texts["teams"].Value), (Fields.AdditionalManager, texts["additional-managers"].Value), (Fields.Status, texts["status"].Value)])
            .Where(f => ReadableFields.OfEverybody(member.Role, schema, f.Item1))
            .Select(f => new ListColumn(f.Item1, f.Item2, !NotSorted.Contains(f.Item1), Choices(schema, f.Item1))),
        .. member.Role >= MemberRole.Viewer ? [new ListColumn(Source, texts["source"], CanSort: false, [])] : Array.Empty<ListColumn>(),
    ];

    private static IReadOnlyList<string> Choices(DirectorySchema schema, string field) => field switch
    {
        Fields.Team => [.. schema.Teams.Select(t => t.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)],
        Fields.Level => [.. schema.Levels.OrderBy(l => l.Order).Select(l => l.Name)],
        _ when schema.Attributes.FirstOrDefault(a => Fields.Custom(a.Key) == field) is { } attribute => attribute.Type == AttributeType.Toggle
            ? ["true", "false"]
            : [.. attribute.Options.Select(o => o.Label)],
        _ => [],
    };

    private string? Cell(EmployeeView view, DirectorySchema schema, EmployeeState person, string field)
    {
        var slot = schema.Layout.IndexOf(field);
        return slot < 0 ? view.Stored(person, field) : ShownValue.Of(schema.Layout.Definitions[slot].Type, view.Value(person, field), texts["yes"], texts["no"]);
    }
}
