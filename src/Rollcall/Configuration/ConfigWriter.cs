using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Rollcall.Configuration;

/// <summary>Writes a workspace as a configuration file. Reading it back gives the same workspace; secrets are placeholders.</summary>
internal static class ConfigWriter
{
    public static string Write(Workspace workspace, DirectorySchema schema, IReadOnlyList<ConnectionEntry> connections) => Write(DocumentOf(workspace, schema, connections));

    /// <summary>A document as the text of a file.</summary>
    public static string Write(object? document) =>
        new SerializerBuilder().WithNamingConvention(NullNamingConvention.Instance).WithQuotingNecessaryStrings().Build().Serialize(document);

    /// <summary>The same, not written yet.</summary>
    public static IReadOnlyDictionary<string, object?> DocumentOf(Workspace workspace, DirectorySchema schema, IReadOnlyList<ConnectionEntry> connections) => new Dictionary<string, object?>
    {
        ["workspace"] = workspace.Name,
        ["timeZone"] = workspace.TimeZone,
        ["customAttributes"] = schema.Attributes.Select(AttributeOf).ToList(),
        ["teams"] = schema.Teams.Where(t => t.Aliases.Count > 0).Select(t => Compact(("name", t.Name), ("kind", ConfigWords.TeamKinds.For(t.Kind)), ("aliases", ListOf(t.Aliases)))).ToList(),
        ["levels"] = schema.Levels.Select(l => Compact(("name", l.Name), ("aliases", ListOf(l.Aliases)))).ToList(),
        ["connections"] = connections.Select(ConnectionOf).ToList(),
        ["precedence"] = PrecedenceEntry.Of(workspace, connections).Select(o => Compact(("target", o.Target.ToString()), ("connections", ListOf(o.Connections)))).ToList(),
    };

    /// <summary>Only what a connection maps and whom it leaves alone.</summary>
    public static IReadOnlyDictionary<string, object?> MappingOf(ConnectionConfig config) => Compact(
        ("mappings", config.Mappings.Select(rule => RuleOf(rule, isTerse: false)).ToList()), ("exclusions", ExclusionsOf(config.Exclusions)));

    private static Dictionary<string, object?> AttributeOf(CustomAttribute attribute) => Compact(
        ("key", attribute.Key),
        ("name", attribute.Name),
        ("type", ConfigWords.AttributeTypes.For(attribute.Type)),
        ("options", attribute.Options.Count == 0 ? null : attribute.Options.Select(o => o.Aliases.Count == 0 && !o.Archived
            ? (object)o.Label
            : Compact(("label", o.Label), ("aliases", ListOf(o.Aliases)), ("archived", o.Archived ? true : null))).ToList()),
        ("section", attribute.Section),
        ("access", attribute.Access == ReadAccess.Everyone ? null : ConfigWords.Access.For(attribute.Access)),
        ("description", attribute.Description));

    private static Dictionary<string, object?> ConnectionOf(ConnectionEntry entry)
    {
        var config = entry.Config;
        var secrets = Connectors.Connectors.Find(config.Provider)?.Settings.Where(f => f.Secret)
            .ToDictionary(f => f.Key, f => (object?)$"${{{config.Name.Replace('-', '_').ToUpperInvariant()}_{f.Key.Replace('-', '_').ToUpperInvariant()}}}");
        return Compact(
            ("name", config.Name),
            ("provider", config.Provider),
            ("settings", entry.Settings.Count == 0 ? null : entry.Settings.ToDictionary(s => s.Key, s => (object?)s.Value)),
            ("secrets", entry.HasSecrets ? secrets : null),
            ("enabled", config.Enabled ? null : false),
            ("schedule", config.Schedule == SyncSchedule.Hourly ? null : config.Schedule.ToString()),
            ("autoInvite", config.AutoInvite ? true : null),
            ("whenReturning", config.WhenReturning == ReturnPolicy.Reactivate ? null : ConfigWords.WhenReturning.For(config.WhenReturning)),
            ("createUpcoming", config.CreateUpcoming ? null : false),
            ("missingReadsBeforeLeaving", config.MissingReadsBeforeLeaving == 2 ? null : config.MissingReadsBeforeLeaving),
            ("exclusions", ExclusionsOf(config.Exclusions)),
            ("defaults", false),
            ("mappings", config.Mappings.Select(rule => RuleOf(rule, isTerse: true)).ToList()),
            ("limits", config.Limits == PlanLimits.Default ? null : LimitsOf(config.Limits)));
    }

    private static Dictionary<string, object?> LimitsOf(PlanLimits limits) => Compact(
        ("maxDeactivatedPercent", limits.MaxDeactivatedPercent),
        ("alwaysAllowedDeactivations", limits.AlwaysAllowedDeactivations),
        ("alwaysAllowedOthers", limits.AlwaysAllowedOthers),
        ("maxRebindPercent", limits.MaxRebindPercent),
        ("maxManagerChangePercent", limits.MaxManagerChangePercent),
        ("maxCreatedPercent", limits.MaxCreatedPercent),
        ("maxCoverageDropPoints", limits.MaxCoverageDropPoints));

    private static Dictionary<string, object?>? ExclusionsOf(ExclusionCriteria exclusions) => exclusions == ExclusionCriteria.None
        ? null
        : Compact(("exclude", GroupOf(exclusions.Exclude)), ("includeOnly", GroupOf(exclusions.IncludeOnly)), ("people", ListOf(exclusions.People)));

    private static Dictionary<string, object?>? GroupOf(CriteriaGroup group) => group.Criteria.Count == 0
        ? null
        : new Dictionary<string, object?>
        {
            [group.All ? "all" : "any"] = group.Criteria.Select(c => Compact(("attribute", c.Attribute), (ConfigWords.Operators.For(c.Operator), c.Operator switch
            {
                CriterionOperator.IsEmpty => (object?)true,
                CriterionOperator.IsOneOf => c.Values.ToList(),
                _ => c.Values[0],
            }))).ToList(),
        };

    /// <param name="rule">The rule.</param>
    /// <param name="isTerse">One attribute stands alone, as people write it; programs always get a list.</param>
    private static Dictionary<string, object?> RuleOf(MappingRule rule, bool isTerse) => Compact(
        ("from", isTerse && rule.From.Count == 1 ? rule.From[0] : rule.From.ToList()),
        ("to", rule.To.ToString()),
        ("policy", rule.Truth == TruthPolicy.Authoritative ? null : ConfigWords.Truth.For(rule.Truth)),
        ("whenEmpty", rule.WhenEmpty == EmptyPolicy.Clear ? null : ConfigWords.WhenEmpty.For(rule.WhenEmpty)),
        ("default", rule.Default),
        ("whenUnknown", rule.WhenUnknown is { } unknown ? ConfigWords.WhenUnknown.For(unknown) : null),
        ("transforms", rule.Transforms.Count == 0 ? null : rule.Transforms.Select(TransformOf).ToList()));

    private static Dictionary<string, object?> TransformOf(Transform transform) => transform switch
    {
        Transform.Lookup lookup => new() { ["lookup"] = Compact(("table", lookup.Table.ToDictionary(t => t.From, t => (object?)t.To)), ("unknown", ConfigWords.UnknownLookups.For(lookup.Unknown)), ("literal", lookup.Literal)) },
        Transform.Join join => new() { ["join"] = join.Separator },
        Transform.Split split => new() { ["split"] = split.Separator },
        Transform.ChangeCase change => new() { ["case"] = ConfigWords.Cases.For(change.To) },
        Transform.DatePart part => new() { ["datePart"] = ConfigWords.DateParts.For(part.Part) },
        Transform.Template template => new() { ["template"] = template.Text },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static List<string>? ListOf(ValueList<string> values) => values.Count == 0 ? null : [.. values];

    private static Dictionary<string, object?> Compact(params (string Key, object? Value)[] pairs) =>
        pairs.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value);
}
