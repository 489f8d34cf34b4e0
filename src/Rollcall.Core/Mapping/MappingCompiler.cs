using System.Security.Cryptography;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Mapping;

/// <summary>Turns a connection's configuration into a <see cref="CompiledMapping"/>: keys to indexes, targets to slots, and
/// everything that cannot work to findings.</summary>
public static class MappingCompiler
{
    /// <param name="connection">The connection.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="descriptor">Its connector.</param>
    /// <param name="schema">What the source offers now; null for stored records of another connection, whose attributes are taken as they were kept.</param>
    /// <param name="directory">Teams, levels and attributes of the directory.</param>
    /// <param name="baseline">Fill rates of the last good run: tell a withdrawn attribute from one that never came.</param>
    /// <param name="options">Shared by all connections of one run, so that an option is created once.</param>
    public static CompiledMapping Compile(
        ConnectionId connection,
        ConnectionConfig config,
        ConnectorDescriptor descriptor,
        SourceSchema? schema,
        DirectorySchema directory,
        IReadOnlyList<AttributeCoverage> baseline,
        OptionBooks options)
    {
        var rules = config.Mappings.Where(r => r.From.Count > 0 || r.Transforms.Any(t => t is Transform.Template)).ToList();
        var attributes = UsedAttributes(rules, config.Exclusions);
        var indexes = attributes.Select((key, i) => (key, i)).ToDictionary(p => p.key, p => p.i, StringComparer.Ordinal);
        var hadValues = baseline.Where(c => c.Filled > 0).Select(c => c.Attribute).ToHashSet(StringComparer.Ordinal);
        var standing = attributes.Select(key => StandingOf(key, schema, hadValues)).ToArray();

        var findings = new List<Finding>();
        var compiled = new List<CompiledRule>(rules.Count);
        foreach (var rule in rules)
        {
            if (CompileRule(rule, indexes, directory, options) is { } ready)
            {
                compiled.Add(ready);
            }
            else
            {
                findings.Add(new Finding
                {
                    Code = FindingCodes.TargetMissing,
                    Severity = FindingSeverity.Held,
                    Attribute = rule.From.Count > 0 ? rule.From[0] : null,
                    Target = rule.To.ToString(),
                });
            }
        }

        if (schema is not null)
        {
            findings.AddRange(NotOffered(attributes, standing, schema, rules, descriptor));
        }

        return new CompiledMapping
        {
            Connection = connection,
            Config = config,
            Attributes = attributes,
            Standing = standing,
            Rules = compiled,
            StatusWords = descriptor.StatusWords.ToDictionary(w => Words.Folded(w.Word), w => w.Status, StringComparer.Ordinal),
            Findings = findings,
            IsForKept = schema is null,
        };
    }

    /// <summary>The exclusion criteria alone, over values that were read already: what did not come says nothing.</summary>
    public static CompiledCriteria CriteriaOver(ConnectionConfig config, ValueList<string> attributes)
    {
        var indexes = attributes.Index().ToDictionary(a => a.Item, a => a.Index, StringComparer.Ordinal);
        var directory = new DirectorySchema([], [], []);
        return new CompiledMapping
        {
            Connection = default,
            Config = config,
            Attributes = attributes,
            Standing = [.. attributes.Select(_ => AttributeStanding.Offered)],
            Rules = [.. config.Mappings.Where(r => r.To.FieldKey == Fields.Email && AttributesOf(r).Any() && AttributesOf(r).All(indexes.ContainsKey))
                .Select(r => CompileRule(r, indexes, directory, new OptionBooks())).OfType<CompiledRule>()],
            StatusWords = new Dictionary<string, EmploymentStatus>(),
            Findings = [],
            IsForKept = true,
        }.Criteria;
    }

    /// <summary>The source attributes a rule asks for, those of its templates included.</summary>
    public static IEnumerable<string> AttributesOf(MappingRule rule) => rule.From.Concat(rule.Transforms.OfType<Transform.Template>().SelectMany(TransformSteps.AttributesIn));

    /// <summary>Identifies everything a derivation depends on but the readings: the configuration of all connections and what
    /// people edited in the directory (<paramref name="editEpoch"/>). When it changes, nobody counts as unchanged.</summary>
    public static string ConfigDigest(WorkspaceConfig workspace, IEnumerable<ConnectionConfig> configs, long editEpoch)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            json.WriteNumberValue(2);
            json.WriteNumberValue(editEpoch);
            json.WriteStringValue(workspace.TimeZone);
            foreach (var id in workspace.Precedence)
            {
                json.WriteStringValue(id.Value);
            }

            foreach (var order in workspace.TargetPrecedence)
            {
                json.WriteStringValue(order.Target.ToString());
                foreach (var id in order.Order)
                {
                    json.WriteStringValue(id.Value);
                }
            }

            foreach (var config in configs.OrderBy(c => c.Name, StringComparer.Ordinal))
            {
                // When it runs changes nothing that derives.
                ConfigJson.Write(json, config with { Schedule = SyncSchedule.Hourly });
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static ValueList<string> UsedAttributes(IEnumerable<MappingRule> rules, ExclusionCriteria exclusions)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            used.UnionWith(AttributesOf(rule));
        }

        used.UnionWith(exclusions.Exclude.Criteria.Select(c => c.Attribute));
        used.UnionWith(exclusions.IncludeOnly.Criteria.Select(c => c.Attribute));
        return used.ToValueList();
    }

    private static AttributeStanding StandingOf(string key, SourceSchema? schema, HashSet<string> hadValues)
    {
        if (schema is null)
        {
            return AttributeStanding.Offered;
        }

        var offered = schema.Find(key) is { } attribute && attribute.Readable != Readability.NotReadable;
        return (offered, hadValues.Contains(key)) switch
        {
            (true, _) => AttributeStanding.Offered,
            (false, true) => AttributeStanding.Withdrawn,
            (false, false) => AttributeStanding.NeverOffered,
        };
    }

    private static CompiledRule? CompileRule(
        MappingRule rule, Dictionary<string, int> indexes, DirectorySchema directory, OptionBooks options)
    {
        var isSet = rule.To.Kind is TargetKind.Team or TargetKind.AdditionalManager or TargetKind.Status;
        var slot = isSet ? -1 : directory.Layout.IndexOf(rule.To.FieldKey);
        if (!isSet && slot < 0)
        {
            return null;
        }

        var type = slot < 0 ? AttributeType.Text : directory.Layout.Definitions[slot].Type;
        var isSelect = type is AttributeType.SingleSelect or AttributeType.MultiSelect;
        return new CompiledRule
        {
            Rule = rule,
            From = AttributesOf(rule).Select(key => indexes[key]).Distinct().ToArray(),
            Slot = slot,
            Type = type,
            TakesAll = rule.To.Kind is TargetKind.Team or TargetKind.AdditionalManager || rule.Transforms.Any(t => t is Transform.Join),
            Options = isSelect ? options.For(directory.Attributes.First(a => a.Key == rule.To.Name)) : null,
        };
    }

    private static IEnumerable<Finding> NotOffered(
        ValueList<string> attributes, AttributeStanding[] standing, SourceSchema schema, List<MappingRule> rules, ConnectorDescriptor descriptor)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (standing[i] == AttributeStanding.Offered)
            {
                continue;
            }

            var key = attributes[i];
            yield return new Finding
            {
                Code = standing[i] == AttributeStanding.Withdrawn ? FindingCodes.AttributeWithdrawn : FindingCodes.AttributeNotReadable,
                Severity = standing[i] == AttributeStanding.Withdrawn ? FindingSeverity.Held : FindingSeverity.Notice,
                Attribute = key,
                Target = rules.FirstOrDefault(r => r.From.Contains(key))?.To.ToString(),
                Detail = schema.Find(key)?.HowToGrant ?? descriptor.HowToGrant,
            };
        }
    }
}

/// <summary>The option books of one run, one per select attribute.</summary>
public sealed class OptionBooks
{
    private readonly Dictionary<string, OptionBook> books = new(StringComparer.Ordinal);

    /// <summary>All books that were asked for, by attribute key.</summary>
    public IEnumerable<OptionBook> All => books.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Value);

    public OptionBook For(CustomAttribute attribute)
    {
        if (!books.TryGetValue(attribute.Key, out var book))
        {
            books[attribute.Key] = book = new OptionBook(attribute);
        }

        return book;
    }
}
