using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Suggesting;

namespace Rollcall.Features.Mapping;

/// <summary>One rule while it is edited.</summary>
/// <param name="Id">Stands for the rule as long as it is edited.</param>
/// <param name="Rule">The rule. Its target has no name while it is still to be chosen.</param>
/// <param name="Choosing">A kind of target was chosen, and not yet which one.</param>
public sealed record DraftRule(int Id, MappingRule Rule, TargetKind? Choosing)
{
    /// <summary>Whether the rule says where to go.</summary>
    public bool IsWhole => Rule.To.Name.Length > 0;
}

/// <summary>A connection's mapping and exclusion criteria while somebody edits them. What is not touched comes out as it went in, with
/// everything a page cannot show.</summary>
public sealed class MappingDraft
{
    private readonly List<DraftRule> rules = [];
    private readonly List<CustomAttribute> created = [];
    private int lastId;

    public MappingDraft(ConnectionConfig from)
        : this(from, from, [])
    {
    }

    private MappingDraft(ConnectionConfig from, ConnectionConfig edited, IEnumerable<CustomAttribute> newAttributes)
    {
        From = from;
        rules.AddRange(edited.Mappings.Select(m => new DraftRule(++lastId, m, Choosing: null)));
        created.AddRange(newAttributes);
        Criteria = new CriteriaDraft(edited.Exclusions);
    }

    /// <summary>What was stored when editing began.</summary>
    public ConnectionConfig From { get; }

    public CriteriaDraft Criteria { get; }

    public IReadOnlyList<DraftRule> Rules => rules;

    /// <summary>Custom attributes to make before the mapping is stored: those that a rule goes to.</summary>
    public ValueList<CustomAttribute> NewAttributes => [.. created.Where(a => rules.Exists(r => r.Rule.To == Target.Custom(a.Key)))];

    /// <summary>Whether storing it would change anything, or something is half done.</summary>
    public bool IsChanged => !AreSame(From, ToConfig()) || NewAttributes.Count > 0 || rules.Exists(r => r.Choosing is not null) || Criteria.IsHalfDone;

    /// <summary>A draft that was kept: the same edits on the same ground.</summary>
    public static MappingDraft Restore(ConnectionConfig from, ConnectionConfig edited, IEnumerable<CustomAttribute> newAttributes) => new(from, edited, newAttributes);

    /// <summary>Whether both map the same and leave out the same people, whatever else they say.</summary>
    public static bool AreSame(ConnectionConfig one, ConnectionConfig other) => ConfigJson.Write(Alone(one)) == ConfigJson.Write(Alone(other));

    /// <summary>What would be stored; half-done rules and criteria are left out.</summary>
    public ConnectionConfig ToConfig() => On(From);

    /// <summary>The same with everything else as in <paramref name="standing"/>.</summary>
    public ConnectionConfig On(ConnectionConfig standing) =>
        standing with { Mappings = [.. rules.Where(r => r.IsWhole).Select(r => r.Rule)], Exclusions = Criteria.ToCriteria() };

    /// <summary>The rules that take a value from this attribute, in order.</summary>
    public IEnumerable<DraftRule> RulesOf(string attribute) => rules.Where(r => r.Rule.From.Contains(attribute));

    /// <summary>The other rules with the same single target: the first one in order with a value wins.</summary>
    public IEnumerable<DraftRule> SharingTarget(DraftRule rule) => rule.Rule.To.Kind is TargetKind.Team or TargetKind.AdditionalManager || !rule.IsWhole
        ? []
        : rules.Where(r => r.Id != rule.Id && r.Rule.To == rule.Rule.To);

    /// <summary>Maps the attribute to one more target; the same twice is once.</summary>
    public void Add(string attribute, Target to)
    {
        if (!RulesOf(attribute).Any(r => r.Rule.To == to && r.Rule.From.Count == 1))
        {
            rules.Add(new DraftRule(++lastId, MappingRule.Of(attribute, to), Choosing: null));
        }
    }

    /// <summary>A kind of target was chosen for an attribute; which one is still open.</summary>
    public void AddOpen(string attribute, TargetKind kind) => rules.Add(new DraftRule(++lastId, MappingRule.Of(attribute, new Target(kind, "")), kind));

    /// <summary>A kind of target was chosen for a rule; which one is still open.</summary>
    public void Choose(int rule, TargetKind kind) => Replace(rule, r => r with { Choosing = kind });

    /// <summary>Sends the rule elsewhere. What to do with unknown words belongs to the old target.</summary>
    public void ChangeTarget(int rule, Target to) =>
        Replace(rule, r => new DraftRule(r.Id, r.Rule.To == to ? r.Rule : r.Rule with { To = to, WhenUnknown = null }, Choosing: null));

    public void Change(int rule, Func<MappingRule, MappingRule> change) => Replace(rule, r => r with { Rule = change(r.Rule) });

    /// <summary>Takes the attribute out of the rule, and the rule away when it has no other.</summary>
    public void Unmap(int rule, string attribute)
    {
        var index = rules.FindIndex(r => r.Id == rule);
        if (index < 0)
        {
            return;
        }

        var standing = rules[index];
        if (standing.Rule.From.Count <= 1)
        {
            rules.RemoveAt(index);
        }
        else
        {
            rules[index] = standing with { Rule = standing.Rule with { From = [.. standing.Rule.From.Where(f => f != attribute)] } };
        }
    }

    /// <summary>Removes a rule altogether.</summary>
    public void Remove(int rule) => rules.RemoveAll(r => r.Id == rule);

    /// <summary>Puts the rule before all others with its target: its value wins.</summary>
    public void Prefer(int rule)
    {
        var from = rules.FindIndex(r => r.Id == rule);
        var before = from < 0 ? -1 : rules.FindIndex(r => r.Rule.To == rules[from].Rule.To);
        if (before >= 0 && before < from)
        {
            var moved = rules[from];
            rules.RemoveAt(from);
            rules.Insert(before, moved);
        }
    }

    /// <summary>Notes a custom attribute to be made, under a key that is not taken.</summary>
    /// <returns>Its target.</returns>
    public Target Create(CustomAttribute attribute, DirectorySchema directory)
    {
        var key = attribute.Key;
        for (var i = 2; directory.Attributes.Any(a => a.Key == key) || created.Exists(a => a.Key == key); i++)
        {
            key = $"{attribute.Key}-{i}";
        }

        created.Add(attribute with { Key = key });
        return Target.Custom(key);
    }

    /// <summary>Takes over what was suggested.</summary>
    public void Accept(MappingSuggestion suggestion, DirectorySchema directory) =>
        Add(suggestion.Attribute.Key, suggestion.Create is { } create ? Create(create, directory) : suggestion.Target);

    /// <summary>The directory as it will be when the draft is stored.</summary>
    public DirectorySchema With(DirectorySchema directory) =>
        NewAttributes is { Count: > 0 } coming ? new DirectorySchema(directory.Teams, directory.Levels, [.. directory.Attributes, .. coming]) : directory;

    private static ConnectionConfig Alone(ConnectionConfig config) =>
        new() { Name = "", Provider = "", Mappings = config.Mappings, Exclusions = config.Exclusions };

    private void Replace(int rule, Func<DraftRule, DraftRule> change)
    {
        var index = rules.FindIndex(r => r.Id == rule);
        if (index >= 0)
        {
            rules[index] = change(rules[index]);
        }
    }
}
