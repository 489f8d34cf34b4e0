using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Employees in words: names of managers, teams and levels instead of ids.</summary>
internal sealed class EmployeeView(DirectorySchema schema, IReadOnlyDictionary<EmployeeId, string> names, IReadOnlyDictionary<Guid, string> gone)
{
    private const int MostFound = 20;

    public static async Task<EmployeeView> OfAsync(
        EmployeeQueries queries, Workspace workspace, DirectorySchema schema, IReadOnlyList<EmployeeState> people, CancellationToken cancellationToken)
    {
        var slot = schema.Layout.IndexOf(Fields.Manager);
        var ids = people.Select(p => p.Values[slot]).Where(v => v is not null).Select(v => new EmployeeId(Guid.Parse(v!)))
            .Concat(people.SelectMany(p => p.AdditionalManagers).Select(m => m.Manager)).ToHashSet();
        var level = schema.Layout.IndexOf(Fields.Level);
        var named = people.SelectMany(p => p.Teams).Select(t => t.Team.Value).Concat(people.Select(p => p.Values[level]).OfType<string>().Select(Guid.Parse)).ToHashSet();
        named.ExceptWith(schema.Teams.Select(t => t.Id.Value).Concat(schema.Levels.Select(l => l.Id.Value)));
        return new EmployeeView(schema, await queries.NamesAsync(workspace.Id, ids, cancellationToken), await queries.NamesOfGoneAsync(workspace.Id, named, cancellationToken));
    }

    /// <summary>People to choose from, by part of the name or email.</summary>
    public static async Task<IReadOnlyList<(EmployeeId Id, string Name)>> SearchAsync(
        EmployeeQueries queries, Workspace workspace, DirectorySchema schema, string? text, CancellationToken cancellationToken)
    {
        var (people, _) = await queries.ListAsync(workspace.Id, new EmployeeFilter(text, [], null, 0, MostFound), schema.Layout, cancellationToken);
        return [.. people.Select(p => (p.Id, Name(p)))];
    }

    public static string Name(EmployeeState employee) => $"{employee.Values[1]} {employee.Values[2]}".Trim() is { Length: > 0 } name ? name : employee.Values[0] ?? employee.Id.ToString();

    public string? Value(EmployeeState employee, string field) => (field, employee.Values[schema.Layout.IndexOf(field)]) switch
    {
        (_, null) => null,
        (Fields.Manager, { } id) => names.GetValueOrDefault(new EmployeeId(Guid.Parse(id))) ?? id,
        (Fields.Level, { } id) => schema.Levels.FirstOrDefault(l => l.Id.Value.ToString() == id)?.Name ?? gone.GetValueOrDefault(Guid.Parse(id)) ?? id,
        (_, { } text) => text.Replace(ValueConverter.MultiSeparator.ToString(), ", ", StringComparison.Ordinal),
    };

    /// <summary>Any field as it is stored, with names for whom and what it refers to.</summary>
    public string? Stored(EmployeeState employee, string field) => field switch
    {
        Fields.Team => Teams(employee),
        Fields.AdditionalManager => AdditionalManagers(employee),
        Fields.Status => AccountStatusWord.Of(employee.Status),
        _ => Value(employee, field),
    };

    public string Teams(EmployeeState employee) => string.Join(", ", employee.Teams
        .Select(m => schema.Teams.FirstOrDefault(t => t.Id == m.Team)?.Name ?? gone.GetValueOrDefault(m.Team.Value) ?? m.Team.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public string AdditionalManagers(EmployeeState employee) => string.Join(", ", employee.AdditionalManagers
        .Select(m => names.GetValueOrDefault(m.Manager) ?? m.Manager.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
