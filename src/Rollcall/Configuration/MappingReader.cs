using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Configuration;

/// <summary>Reads mappings and exclusion criteria of a connection.</summary>
internal static class MappingReader
{
    /// <summary>The mappings of the file; a rule whose target is null says “not mapped” and takes a default away.</summary>
    public static IReadOnlyList<(MappingRule? Rule, ValueList<string> From)> Read(YamlMap connection, IReadOnlyList<CustomAttribute> attributes) =>
        [.. connection.Items("mappings").Select(n => ReadRule(connection.Entry(n, "a mapping"), attributes))];

    /// <summary>The connector's own mappings stay on unless the file maps the same target or says the attribute is not mapped.</summary>
    public static ValueList<MappingRule> WithDefaults(IReadOnlyList<(MappingRule? Rule, ValueList<string> From)> own, ValueList<MappingRule> defaults)
    {
        var notMapped = own.Where(o => o.Rule is null).SelectMany(o => o.From).ToHashSet(StringComparer.Ordinal);
        var targets = own.Where(o => o.Rule is not null).Select(o => o.Rule!.To).ToHashSet();
        return [.. defaults.Where(d => !targets.Contains(d.To) && !d.From.Any(notMapped.Contains)), .. own.Where(o => o.Rule is not null).Select(o => o.Rule!)];
    }

    public static ExclusionCriteria ReadExclusions(YamlMap? map)
    {
        if (map is null)
        {
            return ExclusionCriteria.None;
        }

        var criteria = new ExclusionCriteria(ReadGroup(map.Map("exclude")), ReadGroup(map.Map("includeOnly")), map.Texts("people"));
        map.Close();
        return criteria;
    }

    private static (MappingRule? Rule, ValueList<string> From) ReadRule(YamlMap map, IReadOnlyList<CustomAttribute> attributes)
    {
        var from = map.Texts("from");
        var word = map.Required("to");
        var rule = new MappingRule
        {
            From = from,
            To = word is "none" or "not-mapped" ? Target.Status : TargetOf(map, "to", word, attributes, "none") ?? Target.Status,
            Truth = map.Word("policy", TruthPolicy.Authoritative, ConfigWords.Truth),
            WhenEmpty = map.Word("whenEmpty", EmptyPolicy.Clear, ConfigWords.WhenEmpty),
            Default = map.Text("default"),
            WhenUnknown = map.Has("whenUnknown") ? map.Word("whenUnknown", UnknownPolicy.Hold, ConfigWords.WhenUnknown) : null,
            Transforms = map.Items("transforms").Select(n => ReadTransform(map.Entry(n, "a transform"))).OfType<Transform>().ToValueList(),
        };
        if (from.Count == 0 && !rule.Transforms.Any(t => t is Transform.Template))
        {
            map.Problem(map.Node, "A mapping without “from”.", "Name one or more HRIS attributes, or use a template.");
        }

        if (rule.WhenEmpty == EmptyPolicy.Default && rule.Default is null)
        {
            map.Problem(map.At("whenEmpty"), "“whenEmpty: default” without “default”.", "Add “default: …”.");
        }

        map.Close();
        return word is "none" or "not-mapped" ? (null, from) : (rule, from);
    }

    /// <summary>The target that a word names; null, and a problem, when it names none.</summary>
    /// <param name="map">Where the word stands.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="word">The word; an empty one is somebody else's problem.</param>
    /// <param name="attributes">Custom attributes that there are.</param>
    /// <param name="others">Words that mean no target.</param>
    public static Target? TargetOf(YamlMap map, string key, string word, IReadOnlyList<CustomAttribute> attributes, params string[] others)
    {
        if (Target.Parse(word) is { } target)
        {
            if (target.Kind == TargetKind.CustomAttribute && attributes.All(a => a.Key != target.Name))
            {
                map.Problem(map.At(key), $"There is no custom attribute “{target.Name}”.", $"Add it under “customAttributes”, or choose another target.{YamlMap.DidYouMean(target.Name, attributes.Select(a => a.Key))}");
            }

            return target;
        }

        if (word.Length > 0)
        {
            string[] words = [.. Fields.BuiltIn.Select(f => f.Key), "team:department", "team:team", "level", "manager", "additional-manager", "status", "custom:KEY", .. others];
            map.Problem(map.At(key), $"“{word}” is no target.", $"Write {string.Join(", ", words)}.{YamlMap.DidYouMean(word, words)}");
        }

        return null;
    }

    private static Transform? ReadTransform(YamlMap map)
    {
        Transform? transform = null;
        if (map.Map("lookup") is { } lookup)
        {
            transform = new Transform.Lookup(
                lookup.Pairs("table").Select(p => new LookupEntry(p.Key, p.Value)).ToValueList(),
                lookup.Word("unknown", UnknownLookup.Hold, ConfigWords.UnknownLookups),
                lookup.Text("literal"));
            lookup.Close();
        }
        else if (map.Text("join") is { } join)
        {
            transform = new Transform.Join(join);
        }
        else if (map.Text("split") is { } split)
        {
            transform = new Transform.Split(split);
        }
        else if (map.Has("case"))
        {
            transform = new Transform.ChangeCase(map.Word("case", LetterCase.Upper, ConfigWords.Cases));
        }
        else if (map.Has("datePart"))
        {
            transform = new Transform.DatePart(map.Word("datePart", DatePartName.Year, ConfigWords.DateParts));
        }
        else if (map.Text("template") is { } template)
        {
            transform = new Transform.Template(template);
        }

        foreach (var key in (string[])["lookup", "join", "split", "case", "datePart", "template"])
        {
            map.Take(key);
        }

        if (transform is null)
        {
            map.Problem(map.Node, "This is no transform.", "Write one of lookup, join, split, case, datePart, template.");
        }

        map.Close();
        return transform;
    }

    private static CriteriaGroup ReadGroup(YamlMap? map)
    {
        if (map is null)
        {
            return CriteriaGroup.None;
        }

        var all = map.Has("all");
        if (all && map.Has("any"))
        {
            map.Problem(map.Node, "Both “any” and “all”.", "Write one of them.");
        }

        var any = map.Items("any");
        var group = new CriteriaGroup(all, (all ? map.Items("all") : any).Select(n => ReadCriterion(map.Entry(n, "a criterion"))).ToValueList());
        map.Take("all");
        map.Close();
        return group;
    }

    private static Criterion ReadCriterion(YamlMap map)
    {
        var attribute = map.Required("attribute");
        Criterion? criterion = null;
        foreach (var (word, comparison) in ConfigWords.Operators)
        {
            var there = map.Has(word);
            var values = comparison == CriterionOperator.IsEmpty && there ? Flagged(map, word) : map.Texts(word);
            if (there)
            {
                criterion = new Criterion(attribute, comparison, values);
                if (values.Count == 0 && comparison != CriterionOperator.IsEmpty)
                {
                    map.Problem(map.At(word), $"“{word}” without a value.", "Write what to compare with.");
                }
            }
        }

        if (criterion is null)
        {
            map.Problem(map.Node, "A criterion without a comparison.", $"Write one of {string.Join(", ", ConfigWords.Operators.Keys)}.");
        }

        map.Close();
        return criterion ?? new Criterion(attribute, CriterionOperator.IsEmpty, []);
    }

    private static ValueList<string> Flagged(YamlMap map, string word)
    {
        map.Flag(word, otherwise: true);
        return [];
    }
}
