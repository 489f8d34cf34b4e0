using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Applying;

/// <summary>What people can be given in a directory as it stands: its teams, levels, attributes and their options. A plan can be older than
/// a merge or a deletion by somebody; what it wants to give must still be there. Pure.</summary>
public sealed class StandingTargets
{
    private readonly HashSet<string> teams;
    private readonly HashSet<string> levels;
    private readonly Dictionary<string, HashSet<string>?> attributes;

    /// <param name="schema">The directory without its people.</param>
    /// <param name="coming">Changes whose teams, levels and options come into being as well.</param>
    public StandingTargets(DirectorySchema schema, IEnumerable<Change> coming)
    {
        teams = schema.Teams.Select(t => t.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        levels = schema.Levels.Select(l => l.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        attributes = schema.Attributes.ToDictionary(
            a => Fields.Custom(a.Key),
            a => a.Type is AttributeType.SingleSelect or AttributeType.MultiSelect ? a.Options.Select(o => o.Label).ToHashSet(StringComparer.Ordinal) : null,
            StringComparer.Ordinal);
        foreach (var change in coming)
        {
            switch (change)
            {
                case { Subject: SubjectKind.Team, Verb: ChangeVerb.Create }:
                    teams.Add(change.SubjectId.ToString());
                    break;
                case { Subject: SubjectKind.Level, Verb: ChangeVerb.Create }:
                    levels.Add(change.SubjectId.ToString());
                    break;
                case { Subject: SubjectKind.CustomAttribute, Verb: ChangeVerb.Add, After: { } label } when attributes.GetValueOrDefault(change.Field) is { } labels:
                    labels.Add(label);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Whether somebody can be given this value, as it is stored. What a built-in field holds in words is always possible.</summary>
    public bool Has(string field, string value) => field switch
    {
        Fields.Team => teams.Contains(value),
        Fields.Level => levels.Contains(value),
        _ when !field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) => true,
        _ => attributes.TryGetValue(field, out var labels)
            && (labels is null || (value.Contains(ValueConverter.MultiSeparator, StringComparison.Ordinal) ? value.Split(ValueConverter.MultiSeparator).All(labels.Contains) : labels.Contains(value))),
    };

    /// <summary>Whether the field can only hold what is in a list.</summary>
    public bool IsListed(string field) => field == Fields.Level || (field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) && (!attributes.TryGetValue(field, out var labels) || labels is not null));
}
