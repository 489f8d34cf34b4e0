using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>Whether a connection leaves somebody alone, and why.</summary>
public abstract record ScopeVerdict
{
    private ScopeVerdict()
    {
    }

    public sealed record Included : ScopeVerdict
    {
        public static Included Instance { get; } = new();
    }

    /// <summary><paramref name="Criterion"/> in words, without the person's value.</summary>
    public sealed record Excluded(string Criterion) : ScopeVerdict;

    /// <summary>A criterion asks about an attribute that did not come: nobody knows, so the person is held.</summary>
    public sealed record Unknown(string Attribute) : ScopeVerdict;
}

/// <summary>The exclusion criteria of a connection, ready to run (S4).</summary>
public sealed class CompiledCriteria
{
    private readonly CompiledMapping mapping;
    private readonly ExclusionCriteria criteria;
    private readonly Dictionary<string, int> indexes;
    private readonly HashSet<string> people;
    private readonly bool namesByEmail;
    private readonly List<CompiledRule> emails;

    public CompiledCriteria(CompiledMapping mapping)
    {
        this.mapping = mapping;
        criteria = mapping.Config.Exclusions;
        indexes = mapping.Attributes.Index().ToDictionary(a => a.Item, a => a.Index, StringComparer.Ordinal);
        people = criteria.People.Select(Words.Folded).ToHashSet(StringComparer.Ordinal);
        namesByEmail = people.Any(p => p.Contains('@', StringComparison.Ordinal));
        emails = [.. mapping.Rules.Where(r => r.To.FieldKey == Fields.Email)];
    }

    /// <param name="record">Values aligned to the mapping's attributes.</param>
    /// <param name="blanksHeld">Attributes whose blanks say nothing, as their coverage dropped (R12); null when none.</param>
    public ScopeVerdict Judge(SourceRecord record, bool[]? blanksHeld = null)
    {
        var (isNamed, unreadEmail) = people.Count > 0 ? Named(record, blanksHeld) : (false, null);
        if (isNamed)
        {
            return new ScopeVerdict.Excluded("named person");
        }

        var (excluded, by, unknown) = Matches(criteria.Exclude, record, blanksHeld);
        if (excluded)
        {
            return new ScopeVerdict.Excluded(Describe(by!));
        }

        if ((unknown ?? unreadEmail) is { } asked)
        {
            return new ScopeVerdict.Unknown(asked);
        }

        if (criteria.IncludeOnly.Criteria.Count == 0)
        {
            return ScopeVerdict.Included.Instance;
        }

        var (included, _, includeUnknown) = Matches(criteria.IncludeOnly, record, blanksHeld);
        return (included, includeUnknown) switch
        {
            (true, _) => ScopeVerdict.Included.Instance,
            (false, { } attribute) => new ScopeVerdict.Unknown(attribute),
            (false, null) => new ScopeVerdict.Excluded(
                "not " + string.Join(criteria.IncludeOnly.All ? " and " : " or ", criteria.IncludeOnly.Criteria.Select(Describe))),
        };
    }

    /// <summary>A criterion in words, as configured.</summary>
    public static string Describe(Criterion criterion) => criterion.Operator switch
    {
        CriterionOperator.Is => $"{criterion.Attribute} is {criterion.Values[0]}",
        CriterionOperator.IsNot => $"{criterion.Attribute} is not {criterion.Values[0]}",
        CriterionOperator.Contains => $"{criterion.Attribute} contains {criterion.Values[0]}",
        CriterionOperator.StartsWith => $"{criterion.Attribute} starts with {criterion.Values[0]}",
        CriterionOperator.IsEmpty => $"{criterion.Attribute} is empty",
        CriterionOperator.IsOneOf => $"{criterion.Attribute} is one of {string.Join(", ", criterion.Values)}",
        CriterionOperator.Before => $"{criterion.Attribute} is before {criterion.Values[0]}",
        CriterionOperator.After => $"{criterion.Attribute} is after {criterion.Values[0]}",
    };

    /// <summary>Whether somebody is named, and otherwise the attribute that kept their email from being known. The email is what the mapping
    /// makes of them; an empty one is known, and nobody is named by it.</summary>
    private (bool IsNamed, string? Unknown) Named(SourceRecord record, bool[]? blanksHeld)
    {
        if (people.Contains(Words.Folded(record.ExternalId)))
        {
            return (true, null);
        }

        if (!namesByEmail)
        {
            return (false, null);
        }

        foreach (var rule in emails)
        {
            var email = RuleRunner.Run(mapping, rule, record.Values, blanksHeld);
            switch (email.Kind)
            {
                case RuleResultKind.Value:
                    return (people.Contains(Words.Folded(ValueConverter.Text(email.Value))), null);
                case RuleResultKind.Empty:
                    return (false, null);
                case RuleResultKind.Held:
                    return (false, email.Attribute < 0 ? Asked : mapping.Attributes[email.Attribute]);
                case RuleResultKind.Silent:
                    break;
            }
        }

        return (false, Asked);
    }

    /// <summary>What is asked for an email first; the field's own name when nothing is mapped to it.</summary>
    private string Asked => emails.SelectMany(r => r.From).Select(i => mapping.Attributes[i]).FirstOrDefault(Fields.Email);

    /// <summary>Whether the group matches, by which criterion, and otherwise the attribute that kept it from being known.</summary>
    private (bool Matches, Criterion? By, string? Unknown) Matches(CriteriaGroup group, SourceRecord record, bool[]? blanksHeld)
    {
        string? unknown = null;
        var all = group.Criteria.Count > 0;
        foreach (var criterion in group.Criteria)
        {
            switch (Matches(criterion, record, blanksHeld))
            {
                case true when !group.All:
                    return (true, criterion, null);
                case false when group.All:
                    return (false, null, null);
                case null:
                    unknown ??= criterion.Attribute;
                    all = false;
                    break;
                case true or false:
                    break;
            }
        }

        return group.All && all ? (true, group.Criteria[0], null) : (false, null, unknown);
    }

    private bool? Matches(Criterion criterion, SourceRecord record, bool[]? blanksHeld)
    {
        var value = indexes.TryGetValue(criterion.Attribute, out var index) ? record.Values[index] : SourceValue.Absent;
        if (value.Kind is SourceValueKind.Absent or SourceValueKind.Unreadable || (value.Kind == SourceValueKind.Empty && blanksHeld?[index] == true))
        {
            return null;
        }

        var isEmpty = value.Kind == SourceValueKind.Empty;
        var words = value.Kind == SourceValueKind.Items
            ? value.Items.Select(i => Words.Folded(i.Label)).ToArray()
            : [Words.Folded(ValueConverter.Text(value))];
        bool Any(Func<string, string, bool> compare) => !isEmpty && criterion.Values.Any(v => words.Any(w => compare(w, Words.Folded(v))));
        return criterion.Operator switch
        {
            CriterionOperator.IsEmpty => isEmpty,
            CriterionOperator.Is or CriterionOperator.IsOneOf => Any(string.Equals),
            CriterionOperator.IsNot => !Any(string.Equals),
            CriterionOperator.Contains => Any((w, v) => w.Contains(v, StringComparison.Ordinal)),
            CriterionOperator.StartsWith => Any((w, v) => w.StartsWith(v, StringComparison.Ordinal)),
            CriterionOperator.Before => isEmpty ? false : CompareDate(words[0], criterion.Values[0]) is { } before ? before < 0 : null,
            CriterionOperator.After => isEmpty ? false : CompareDate(words[0], criterion.Values[0]) is { } after ? after > 0 : null,
        };
    }

    private static int? CompareDate(string value, string limit) =>
        ValueConverter.Date(value.ToUpperInvariant()) is { } date && ValueConverter.Date(limit) is { } bound ? date.CompareTo(bound) : null;
}
