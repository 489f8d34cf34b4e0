using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Suggesting;

/// <summary>A proposed target for an attribute that has no mapping yet.</summary>
/// <param name="Attribute">The source attribute.</param>
/// <param name="Target">Where it would go.</param>
/// <param name="Create">The custom attribute to create first, with name, type and options filled in; null when the target exists.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record MappingSuggestion(SourceAttribute Attribute, Target Target, CustomAttribute? Create, double Confidence, string Reason);

/// <summary>Suggests targets by name, options and type (S3). Only proposes: nothing is mapped without a person.</summary>
public static class MappingSuggestions
{
    private const double Similar = 0.9;

    private static readonly (string[] Words, Target Target)[] Known =
    [
        (["squad", "team", "tribe", "chapter", "gilde"], Target.Team(TeamKind.Team)),
        (["department", "abteilung"], Target.Team(TeamKind.Department)),
        (["division", "bereich"], Target.Team(TeamKind.Division)),
        (["businessunit", "geschäftsbereich"], Target.Team(TeamKind.BusinessUnit)),
        (["costcenter", "costcentre", "kostenstelle"], Target.Team(TeamKind.CostCenter)),
        (["level", "joblevel", "careerlevel", "seniority", "stufe", "grade"], Target.Level),
        (["secondlead", "secondmanager", "dottedlinemanager", "functionalmanager", "zweiteführungskraft", "mentor"], Target.AdditionalManager),
        (["birthday", "dateofbirth", "birthdate", "geburtstag", "geburtsdatum"], Target.Field(Fields.Birthday)),
        (["phone", "workphone", "mobilephone", "telefon"], Target.Field(Fields.Phone)),
        (["employmenttype", "anstellungsart", "beschäftigungsart"], Target.Field(Fields.EmploymentType)),
        (["preferredname", "rufname"], Target.Field(Fields.PreferredName)),
        (["displayname", "anzeigename"], Target.Field(Fields.DisplayName)),
    ];

    /// <summary>One suggestion for each readable attribute that is not mapped, in the schema's order.</summary>
    public static IReadOnlyList<MappingSuggestion> For(SourceSchema source, ConnectionConfig config, DirectorySchema directory)
    {
        var mapped = config.Mappings.SelectMany(m => m.From).ToHashSet(StringComparer.Ordinal);
        var taken = config.Mappings.Select(m => m.To).ToHashSet();
        return [.. source.Attributes
            .Where(a => !mapped.Contains(a.Key) && a.Readable != Readability.NotReadable)
            .Select(a => One(a, directory, taken))
            .OfType<MappingSuggestion>()];
    }

    private static MappingSuggestion? One(SourceAttribute attribute, DirectorySchema directory, HashSet<Target> taken)
    {
        var existing = directory.Attributes
            .Select(a => (Attribute: a, Score: Score(attribute, a)))
            .Where(p => p.Score >= Similar && !taken.Contains(Target.Custom(p.Attribute.Key)))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Attribute.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (existing.Attribute is { } found)
        {
            return new MappingSuggestion(attribute, Target.Custom(found.Key), null, existing.Score, "same name or options");
        }

        var label = Words.Loose(attribute.Label);
        foreach (var (words, target) in Known)
        {
            if (words.Any(w => Words.Loose(w) == label) && (target.Kind is TargetKind.Team || !taken.Contains(target)))
            {
                return new MappingSuggestion(attribute, target, null, 0.95, "a usual name for it");
            }
        }

        if (!attribute.IsCustom)
        {
            return null;
        }

        return attribute.Type == SourceType.Person
            ? new MappingSuggestion(attribute, Target.AdditionalManager, null, 0.7, "refers to a person")
            : CreateNew(attribute, directory);
    }

    private static MappingSuggestion CreateNew(SourceAttribute attribute, DirectorySchema directory)
    {
        var created = AttributeFrom(attribute, directory);
        return new MappingSuggestion(attribute, Target.Custom(created.Key), created, 0.6, "create a custom attribute from it");
    }

    /// <summary>A custom attribute with the name, type and options of a source attribute, under a key that is not taken.</summary>
    public static CustomAttribute AttributeFrom(SourceAttribute attribute, DirectorySchema directory) => new()
    {
        Key = FreeKey(attribute.Label, attribute.Key, directory),
        Name = attribute.Label,
        Type = TypeOf(attribute),
        Options = TypeOf(attribute) is AttributeType.SingleSelect or AttributeType.MultiSelect
            ? attribute.Options.Select(o => new AttributeOption(Words.Exact(o.Label), [], Archived: false)).DistinctBy(o => o.Label).ToValueList()
            : [],
    };

    /// <summary>Text where there are many different values, as recommended for attributes that change often.</summary>
    private static AttributeType TypeOf(SourceAttribute attribute) => attribute.Type switch
    {
        SourceType.Number => AttributeType.Number,
        SourceType.Date => AttributeType.Date,
        SourceType.Select => attribute.Options.Count is 0 or > 30 ? AttributeType.Text : AttributeType.SingleSelect,
        SourceType.MultiSelect => attribute.Options.Count is 0 or > 30 ? AttributeType.Text : AttributeType.MultiSelect,
        SourceType.YesNo => AttributeType.Toggle,
        SourceType.Currency => AttributeType.Currency,
        SourceType.Url => AttributeType.Url,
        SourceType.Phone => AttributeType.Phone,
        SourceType.Text or SourceType.LongText or SourceType.Email or SourceType.Person or SourceType.Other => AttributeType.Text,
    };

    private static double Score(SourceAttribute source, CustomAttribute target)
    {
        var name = Math.Max(Similarity.Of(source.Label, target.Name), Similarity.Of(source.Key, target.Key));
        if (source.Options.Count == 0 || target.Options.Count == 0)
        {
            return name;
        }

        var labels = target.Options.Select(o => Words.Loose(o.Label)).ToHashSet(StringComparer.Ordinal);
        var shared = source.Options.Count(o => labels.Contains(Words.Loose(o.Label)));
        var options = (double)shared / Math.Max(source.Options.Count, target.Options.Count);
        return Math.Max(name, options);
    }

    /// <summary>A key for a custom attribute of this name that is not taken.</summary>
    /// <param name="name">The name.</param>
    /// <param name="otherwise">Used when the name has no letter that a key may have.</param>
    /// <param name="directory">Where it is to be.</param>
    public static string FreeKey(string name, string otherwise, DirectorySchema directory)
    {
        var key = new string([.. Words.Folded(name).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        while (key.Contains("--", StringComparison.Ordinal))
        {
            key = key.Replace("--", "-", StringComparison.Ordinal);
        }

        key = key.Length == 0 ? Words.Folded(otherwise) : key;
        var unique = key;
        for (var i = 2; directory.Attributes.Any(a => a.Key == unique); i++)
        {
            unique = $"{key}-{i}";
        }

        return unique;
    }
}
