using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Features.Mapping;

/// <summary>Somebody whom the criteria leave out, or about whom they cannot tell.</summary>
/// <param name="ExternalId">Their id in the HRIS.</param>
/// <param name="Name">Their name, when it is readable.</param>
/// <param name="Why">By which criterion, in words; for somebody held: the attribute that did not come.</param>
/// <param name="IsHeld">Nobody can say: they would be held.</param>
public sealed record LeftOut(string ExternalId, string? Name, string Why, bool IsHeld)
{
    /// <summary>The id only.</summary>
    public override string ToString() => ExternalId;
}

/// <summary>Who is left out of how many.</summary>
public sealed record LeftOutCount(int People, IReadOnlyList<LeftOut> Everybody)
{
    public int Excluded => Everybody.Count(p => !p.IsHeld);

    public int Held => Everybody.Count(p => p.IsHeld);
}

/// <summary>The people of an HRIS as far as exclusion criteria need them: read live, kept by nobody but the page, so that criteria can be tried.</summary>
/// <param name="attributes">What was asked for.</param>
/// <param name="people">Everybody the credential sees, values aligned to the attributes.</param>
public sealed class Audience(ValueList<string> attributes, IReadOnlyList<SourceRecord> people)
{
    private readonly Dictionary<string, int> indexes = attributes.Select((key, i) => (key, i)).ToDictionary(p => p.key, p => p.i, StringComparer.Ordinal);

    /// <summary>The attributes it takes to judge and to name people.</summary>
    public static ValueList<string> Needed(ConnectionConfig config) => [.. config.Exclusions.Exclude.Criteria.Concat(config.Exclusions.IncludeOnly.Criteria).Select(c => c.Attribute)
        .Concat(config.Mappings.Where(m => m.To.FieldKey == Fields.Email).SelectMany(MappingCompiler.AttributesOf)).Concat(AttributesOf(config, Fields.FirstName).Take(1)).Concat(AttributesOf(config, Fields.LastName).Take(1))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether everything these criteria ask about was read.</summary>
    public bool Knows(ConnectionConfig config) => Needed(config).All(indexes.ContainsKey);

    /// <param name="config">Criteria, and the mapping that says what a name and an email are.</param>
    /// <param name="labelOf">What an attribute is called.</param>
    public LeftOutCount Count(ConnectionConfig config, Func<string, string> labelOf)
    {
        var compiled = MappingCompiler.CriteriaOver(config, attributes);
        var keys = config.Exclusions.Exclude.Criteria.Concat(config.Exclusions.IncludeOnly.Criteria).Select(c => c.Attribute).Distinct(StringComparer.Ordinal).ToList();
        string Worded(string criterion) => keys.Aggregate(criterion, (text, key) => text.Replace(key, $"“{labelOf(key)}”", StringComparison.Ordinal));
        var left = new List<LeftOut>();
        foreach (var person in people)
        {
            switch (compiled.Judge(person))
            {
                case ScopeVerdict.Excluded excluded:
                    left.Add(new LeftOut(person.ExternalId, NameOf(config, person), Worded(excluded.Criterion), IsHeld: false));
                    break;
                case ScopeVerdict.Unknown unknown:
                    left.Add(new LeftOut(person.ExternalId, NameOf(config, person), labelOf(unknown.Attribute), IsHeld: true));
                    break;
            }
        }

        return new LeftOutCount(people.Count, left);
    }

    private static IEnumerable<string> AttributesOf(ConnectionConfig config, string field) => config.Mappings.Where(m => m.To.FieldKey == field).SelectMany(m => m.From);

    private string? NameOf(ConnectionConfig config, SourceRecord person)
    {
        string Part(string field) => AttributesOf(config, field).FirstOrDefault() is { } key && indexes.TryGetValue(key, out var i) ? ValueConverter.Text(person.Values[i]) : "";
        var name = $"{Part(Fields.FirstName)} {Part(Fields.LastName)}".Trim();
        return name.Length == 0 ? null : name;
    }
}
