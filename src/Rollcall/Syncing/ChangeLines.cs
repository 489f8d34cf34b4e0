using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>One planned or applied change in words.</summary>
public sealed record ChangeLine(string Kind, string Who, string Field, string? Before, string? After, string? Cause)
{
    public override string ToString() => Kind;
}

/// <summary>Changes in words: names instead of ids. Every rendering of a plan is made of these lines.</summary>
internal sealed class ChangeLines
{
    private readonly DirectorySchema schema;
    private readonly IReadOnlyDictionary<EmployeeId, string> names;
    private readonly Dictionary<Guid, string> planned;

    private ChangeLines(DirectorySchema schema, IReadOnlyDictionary<EmployeeId, string> names, Dictionary<Guid, string> planned, IReadOnlyList<Change> changes)
    {
        this.schema = schema;
        this.names = names;
        this.planned = planned;
        Lines = [.. changes.Select(ToLine)];
    }

    public IReadOnlyList<ChangeLine> Lines { get; }

    public static async Task<ChangeLines> OfAsync(
        EmployeeQueries queries, Workspace workspace, DirectorySchema standing, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var people = changes.Where(c => c.Subject == SubjectKind.Employee).Select(c => new EmployeeId(c.SubjectId))
            .Concat(changes.Where(c => c.Field is Fields.Manager or Fields.AdditionalManager or TeamFields.Lead).SelectMany(c => new[] { c.Before, c.After }).Where(v => v is not null).Select(v => new EmployeeId(Guid.Parse(v!))))
            .ToHashSet();
        var named = changes.Where(c => c.Snapshot is not null).GroupBy(c => c.SubjectId).ToDictionary(g => g.Key, g => NameOf(g.First().Snapshot!));
        var gone = changes.Where(c => c.Subject is SubjectKind.Team or SubjectKind.Level).Select(c => c.SubjectId)
            .Concat(changes.Where(c => c.Field is Fields.Team or Fields.Level or TeamFields.Parent).SelectMany(c => new[] { c.Before, c.After }).OfType<string>().Select(Guid.Parse))
            .Where(id => !named.ContainsKey(id)).ToHashSet();
        gone.ExceptWith(standing.Teams.Select(t => t.Id.Value).Concat(standing.Levels.Select(l => l.Id.Value)));
        foreach (var (id, name) in await queries.NamesOfGoneAsync(workspace.Id, gone, cancellationToken))
        {
            named.Add(id, name);
        }

        return new ChangeLines(standing, await queries.NamesAsync(workspace.Id, people, cancellationToken), named, changes);
    }

    private static string NameOf(object snapshot) => snapshot switch
    {
        EmployeeState employee => EmployeeView.Name(employee),
        TeamState team => team.Name,
        LevelState level => level.Name,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ChangeLine ToLine(Change change)
    {
        var who = change.Subject switch
        {
            SubjectKind.Employee => planned.GetValueOrDefault(change.SubjectId) ?? names.GetValueOrDefault(new EmployeeId(change.SubjectId)) ?? change.SubjectId.ToString(),
            SubjectKind.Team => planned.GetValueOrDefault(change.SubjectId) ?? schema.Teams.FirstOrDefault(t => t.Id.Value == change.SubjectId)?.Name ?? change.SubjectId.ToString(),
            SubjectKind.Level => planned.GetValueOrDefault(change.SubjectId) ?? schema.Levels.FirstOrDefault(t => t.Id.Value == change.SubjectId)?.Name ?? change.SubjectId.ToString(),
            SubjectKind.CustomAttribute => change.Field[Fields.CustomPrefix.Length..],
        };
        return new ChangeLine(KindOf(change.Verb, change.Subject), who, change.Field, Shown(change.Field, change.Before), Shown(change.Field, change.After), change.Cause);
    }

    /// <summary>What kind of change it is, in words.</summary>
    public static string KindOf(ChangeVerb verb, SubjectKind subject) => $"{Verb(verb)} {subject switch
    {
        SubjectKind.Employee => "employee",
        SubjectKind.Team => "team",
        SubjectKind.Level => "level",
        SubjectKind.CustomAttribute => "option",
    }}";

    private static string Verb(ChangeVerb verb) => verb switch
    {
        ChangeVerb.Create => "create",
        ChangeVerb.Set => "change",
        ChangeVerb.Add => "add to",
        ChangeVerb.Remove => "remove from",
        ChangeVerb.Delete => "delete",
    };

    private string? Shown(string field, string? value) => (field, value) switch
    {
        (_, null) => null,
        (Fields.Manager or Fields.AdditionalManager or TeamFields.Lead, { } id) => planned.GetValueOrDefault(Guid.Parse(id)) ?? names.GetValueOrDefault(new EmployeeId(Guid.Parse(id))) ?? id,
        (Fields.Team or TeamFields.Parent, { } id) => planned.GetValueOrDefault(Guid.Parse(id)) ?? schema.Teams.FirstOrDefault(t => t.Id.Value.ToString() == id)?.Name ?? id,
        (Fields.Level, { } id) => planned.GetValueOrDefault(Guid.Parse(id)) ?? schema.Levels.FirstOrDefault(t => t.Id.Value.ToString() == id)?.Name ?? id,
        (_, { } text) => text.Replace(ValueConverter.MultiSeparator.ToString(), ", ", StringComparison.Ordinal),
    };
}
