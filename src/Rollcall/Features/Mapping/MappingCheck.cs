using Rollcall.Core.Mapping;

namespace Rollcall.Features.Mapping;

/// <summary>What keeps a mapping from being stored.</summary>
public enum Unfinished
{
    /// <summary>Which custom attribute, team kind or field is not chosen.</summary>
    Target,

    /// <summary>An empty value shall become a default, and there is none.</summary>
    Default,

    /// <summary>A step between the HRIS' value and ours lacks something.</summary>
    Transform,

    /// <summary>A criterion lacks something.</summary>
    Criterion,
}

/// <summary>Finds what is half done. Pure.</summary>
public static class MappingCheck
{
    /// <summary>Each with the attribute it is at; none when the mapping can be stored.</summary>
    public static IReadOnlyList<(Unfinished What, string? Attribute)> Of(MappingDraft draft)
    {
        var open = new List<(Unfinished What, string? Attribute)>();
        foreach (var rule in draft.Rules)
        {
            var attribute = rule.Rule.From.Count > 0 ? rule.Rule.From[0] : null;
            if (!rule.IsWhole || rule.Choosing is not null)
            {
                open.Add((Unfinished.Target, attribute));
            }
            else if (rule.Rule is { WhenEmpty: EmptyPolicy.Default, Default: null or "" })
            {
                open.Add((Unfinished.Default, attribute));
            }
            else if (rule.Rule.Transforms.Any(IsUnfinished))
            {
                open.Add((Unfinished.Transform, attribute));
            }
        }

        open.AddRange(draft.Criteria.Exclude.Criteria.Concat(draft.Criteria.IncludeOnly.Criteria)
            .Where(c => !c.IsBlank && c.Problem is not null).Select(c => (Unfinished.Criterion, c.Attribute.Length == 0 ? null : c.Attribute)));
        return open;
    }

    /// <summary>Whether the step cannot be carried out as it is. A word may become nothing; nothing cannot be looked up.</summary>
    public static bool IsUnfinished(Transform transform) => transform switch
    {
        Transform.Lookup lookup => lookup.Table.Count == 0 || lookup.Table.Any(e => e.From.Trim().Length == 0)
            || lookup.Table.GroupBy(e => Words.Exact(e.From), StringComparer.Ordinal).Any(g => g.Count() > 1) || lookup is { Unknown: UnknownLookup.Literal, Literal: null or "" },
        Transform.Join join => join.Separator.Length == 0,
        Transform.Split split => split.Separator.Length == 0,
        Transform.Template template => template.Text.Trim().Length == 0,
        _ => false,
    };
}
