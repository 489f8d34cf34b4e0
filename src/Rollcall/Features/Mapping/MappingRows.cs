using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Suggesting;

namespace Rollcall.Features.Mapping;

/// <summary>Which rows are shown.</summary>
public enum RowFilter
{
    All,

    Mapped,

    NotMapped,

    Problem,
}

/// <summary>One attribute of the HRIS and where it goes.</summary>
/// <param name="Attribute">The attribute; one that is mapped but not offered has only a key.</param>
/// <param name="IsOffered">Whether the HRIS names it.</param>
/// <param name="Rules">The rules that take from it.</param>
/// <param name="Suggestion">Where it could go.</param>
/// <param name="Findings">What cannot work.</param>
/// <param name="Gaps">Options that the targets do not have, by rule.</param>
public sealed record MappingRow(
    SourceAttribute Attribute, bool IsOffered, IReadOnlyList<DraftRule> Rules, MappingSuggestion? Suggestion, IReadOnlyList<Finding> Findings,
    IReadOnlyDictionary<int, IReadOnlyList<string>> Gaps)
{
    public bool IsMapped => Rules.Count > 0;

    public bool HasProblem => Findings.Count > 0 || Gaps.Count > 0 || Rules.Any(r => !r.IsWhole || r.Choosing is not null);

    public bool Passes(RowFilter filter) => filter switch
    {
        RowFilter.All => true,
        RowFilter.Mapped => IsMapped,
        RowFilter.NotMapped => !IsMapped,
        RowFilter.Problem => HasProblem,
    };

    public bool Contains(string search) => search.Length == 0
        || Attribute.Label.Contains(search, StringComparison.CurrentCultureIgnoreCase)
        || Attribute.Key.Contains(search, StringComparison.OrdinalIgnoreCase)
        || Rules.Any(r => r.Rule.To.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The rows of the mapping page. Pure.</summary>
public static class MappingRows
{
    /// <summary>One row per attribute, those the company made first, then those that are mapped and not offered.</summary>
    public static IReadOnlyList<MappingRow> Of(
        MappingDraft draft, ConnectionId connection, ConnectorDescriptor connector, SourceSchema source, DirectorySchema directory, IReadOnlyList<AttributeCoverage> baseline)
    {
        var coming = draft.With(directory);
        var config = draft.ToConfig();
        var findings = MappingCompiler.Compile(connection, config, connector, source, coming, baseline, new OptionBooks()).Findings.ToLookup(f => f.Attribute ?? "", StringComparer.Ordinal);
        var suggestions = MappingSuggestions.For(source, config, coming).ToDictionary(s => s.Attribute.Key, StringComparer.Ordinal);
        var rules = draft.Rules.SelectMany(r => r.Rule.From.Select(f => (Attribute: f, Rule: r))).ToLookup(p => p.Attribute, p => p.Rule, StringComparer.Ordinal);
        var used = rules.Select(r => r.Key).Concat(config.Exclusions.Exclude.Criteria.Concat(config.Exclusions.IncludeOnly.Criteria).Select(c => c.Attribute));
        var missing = used.Distinct(StringComparer.Ordinal).Where(key => source.Find(key) is null)
            .Select(key => new SourceAttribute(key, key, SourceType.Other, [], IsCustom: false, Readability.NotReadable, connector.HowToGrant, ""));

        MappingRow Row(SourceAttribute attribute, bool isOffered)
        {
            var own = rules[attribute.Key].ToList();
            return new MappingRow(
                attribute, isOffered, own, own.Count == 0 ? suggestions.GetValueOrDefault(attribute.Key) : null, [.. findings[attribute.Key]], GapsOf(attribute, own, coming));
        }

        return [.. source.Attributes.OrderByDescending(a => a.IsCustom).Select(a => Row(a, isOffered: true)), .. missing.Select(a => Row(a, isOffered: false))];
    }

    /// <summary>Options of the HRIS that a select target would hold, in the HRIS' order.</summary>
    public static IReadOnlyList<string> MissingOptions(SourceAttribute attribute, MappingRule rule, CustomAttribute target)
    {
        if (target.Type is not (AttributeType.SingleSelect or AttributeType.MultiSelect) || rule.Transforms.Count > 0 || rule.WhenUnknown == UnknownPolicy.Create)
        {
            return [];
        }

        var book = new OptionBook(target);
        return [.. attribute.Options.Where(o => book.Resolve(SourceValue.OfItem(o), mayCreate: false).Unknown is not null).Select(o => Words.Exact(o.Label)).Distinct(StringComparer.Ordinal)];
    }

    private static Dictionary<int, IReadOnlyList<string>> GapsOf(SourceAttribute attribute, List<DraftRule> rules, DirectorySchema directory)
    {
        var gaps = new Dictionary<int, IReadOnlyList<string>>();
        foreach (var rule in rules.Where(r => r.Rule.To.Kind == TargetKind.CustomAttribute))
        {
            if (directory.Attributes.FirstOrDefault(a => a.Key == rule.Rule.To.Name) is { } target && MissingOptions(attribute, rule.Rule, target) is { Count: > 0 } missing)
            {
                gaps[rule.Id] = missing;
            }
        }

        return gaps;
    }
}
