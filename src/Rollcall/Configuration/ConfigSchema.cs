using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Configuration;

/// <summary>The JSON schema of a configuration file (draft 2020-12), for editors: made of the same words the reader takes.</summary>
internal static class ConfigSchema
{
    private const string NamePattern = "^[a-z0-9][a-z0-9-]*$";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text, with a line feed at its end.</summary>
    public static string Write()
    {
        var document = Map("One workspace: its connections, mappings and custom attributes.", ["workspace"], new()
        {
            ["workspace"] = Name("The company's name."),
            ["timeZone"] = Text("IANA name, such as Europe/Berlin; end dates are evaluated here. Default UTC."),
            ["customAttributes"] = List("Fields of the directory that you add.", Attribute()),
            ["teams"] = List("Teams that should be there.", OrName(Map("A team.", ["name"], new() { ["name"] = Text("Its name."), ["kind"] = Word("Default team.", ConfigWords.TeamKinds.Keys), ["aliases"] = Texts("Other spellings.") }))),
            ["levels"] = List("Levels, lowest first.", OrName(Map("A level.", ["name"], new() { ["name"] = Text("Its name."), ["aliases"] = Texts("Other spellings.") }))),
            ["connections"] = List("HRIS accounts in order of precedence: the first with a value wins.", Connection()),
            ["precedence"] = List("Another order for single targets. Left out, what stands stays; empty takes all away.", Map("An order.", ["target", "connections"], new()
            {
                ["target"] = TargetOf("The target."),
                ["connections"] = Texts("Names of connections, first wins; those that are not named come last."),
            })),
        });
        document.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        document.Insert(1, "title", "Rollcall configuration");
        return document.ToJsonString(Json) + "\n";
    }

    private static JsonObject Attribute() => Map("A custom attribute.", ["key"], new()
    {
        ["key"] = Name("What mappings call it, behind “custom:”."),
        ["name"] = Text("What people see. Default: the key."),
        ["type"] = Word("Default text.", ConfigWords.AttributeTypes.Keys),
        ["options"] = List("Choices of a select.", OrName(Map("An option.", ["label"], new() { ["label"] = Text("Its spelling."), ["aliases"] = Texts("Other spellings."), ["archived"] = Flag("Kept for those who have it.") }))),
        ["section"] = Text("Heading it stands under."),
        ["access"] = Word("Who may read it. Default everyone.", ConfigWords.Access.Keys),
        ["description"] = Text("For people."),
    });

    private static JsonObject Connection() => Map("An HRIS account.", ["name", "provider"], new()
    {
        ["name"] = Name("Your word for it."),
        ["provider"] = Word("The connector.", Connectors.Connectors.All.Select(c => c.Key)),
        ["settings"] = Pairs("Settings, as the connector's page says.", Connectors.Connectors.All.SelectMany(c => c.Settings).Where(s => !s.Secret).Select(s => s.Key), pattern: null),
        ["secrets"] = Pairs("Names of environment variables: ${NAME}.", Connectors.Connectors.All.SelectMany(c => c.Settings).Where(s => s.Secret).Select(s => s.Key), @"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$"),
        ["enabled"] = Flag("No syncs when false. Default true."),
        ["schedule"] = Text("When it syncs by itself: off, “every 30 minutes”, or a crontab line of five fields. Default every hour."),
        ["autoInvite"] = Flag("People created as active are invited. Default false."),
        ["whenReturning"] = Word("Somebody who left is back under the same id. Default reactivate.", ConfigWords.WhenReturning.Keys),
        ["createUpcoming"] = Flag("Future hires are created before their first day. Default true."),
        ["missingReadsBeforeLeaving"] = Number("Complete reads without somebody before they are planned for deactivation. Default 2.", 1, 30),
        ["defaults"] = Flag("The connector's own mappings are on, unless the same target is mapped here. Default true."),
        ["exclusions"] = Map("Who is left alone.", [], new() { ["exclude"] = Group(), ["includeOnly"] = Group(), ["people"] = Texts("External ids or emails.") }),
        ["mappings"] = List("Which attribute goes where.", Mapping()),
        ["limits"] = Map("Limits of the guard.", [], new()
        {
            ["maxDeactivatedPercent"] = Number($"Default {PlanLimits.Default.MaxDeactivatedPercent}.", 0, 100),
            ["alwaysAllowedDeactivations"] = Number($"Default {PlanLimits.Default.AlwaysAllowedDeactivations}.", 0, 1_000_000),
            ["alwaysAllowedOthers"] = Number($"Default {PlanLimits.Default.AlwaysAllowedOthers}.", 0, 1_000_000),
            ["maxRebindPercent"] = Number($"Default {PlanLimits.Default.MaxRebindPercent}.", 0, 100),
            ["maxManagerChangePercent"] = Number($"Default {PlanLimits.Default.MaxManagerChangePercent}.", 0, 100),
            ["maxCreatedPercent"] = Number($"Default {PlanLimits.Default.MaxCreatedPercent}.", 0, 100_000),
            ["maxCoverageDropPoints"] = Number($"Default {PlanLimits.Default.MaxCoverageDropPoints}.", 0, 100),
        }),
    });

    private static JsonObject Mapping()
    {
        var lookup = Map("Words for words.", ["table"], new()
        {
            ["table"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar() },
            ["unknown"] = Word("What a word that is not in the table means. Default hold.", ConfigWords.UnknownLookups.Keys),
            ["literal"] = Text("For unknown: literal."),
        });
        return Map("A mapping.", ["to"], new()
        {
            ["from"] = Texts("An HRIS attribute's key, or several: the first non-empty wins; for teams and additional managers they add up."),
            ["to"] = TargetOf("The target; “none” takes a default mapping away.", "none", "not-mapped"),
            ["policy"] = Word("Default authoritative.", ConfigWords.Truth.Keys),
            ["whenEmpty"] = Word("Default clear.", ConfigWords.WhenEmpty.Keys),
            ["default"] = Scalar(),
            ["whenUnknown"] = Word("A word without a team, level or option.", ConfigWords.WhenUnknown.Keys),
            ["transforms"] = List("In order.", Map("One transform.", [], new()
            {
                ["lookup"] = lookup,
                ["join"] = Text("Between several values."),
                ["split"] = Text("What separates several values."),
                ["case"] = Word("", ConfigWords.Cases.Keys),
                ["datePart"] = Word("", ConfigWords.DateParts.Keys),
                ["template"] = Text("Such as {first_name} {last_name}."),
            })),
        });
    }

    private static JsonObject TargetOf(string description, params string[] more) => new()
    {
        ["description"] = description,
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = Array([.. Fields.BuiltIn.Select(f => f.Key), "level", "manager", "additional-manager", "status", "team", .. ConfigWords.TeamKinds.Keys.Select(k => $"team:{k}"), .. more]) },
            new JsonObject { ["type"] = "string", ["pattern"] = "^custom:" }),
    };

    private static JsonObject Group() => Map("Criteria, combined by any or all.", [], new() { ["any"] = List("One is enough.", Criterion()), ["all"] = List("All must hold.", Criterion()) });

    private static JsonObject Criterion()
    {
        var properties = new Dictionary<string, JsonNode> { ["attribute"] = Text("An HRIS attribute's key.") };
        foreach (var (word, comparison) in ConfigWords.Operators)
        {
            properties[word] = comparison == Core.Mapping.CriterionOperator.IsEmpty ? Flag("") : Texts("");
        }

        return Map("A condition.", ["attribute"], properties);
    }

    private static JsonObject Map(string description, string[] required, Dictionary<string, JsonNode> properties)
    {
        var map = new JsonObject
        {
            ["description"] = description,
            ["type"] = "object",
            ["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["additionalProperties"] = false,
        };
        if (required.Length > 0)
        {
            map["required"] = Array(required);
        }

        return map;
    }

    private static JsonObject Pairs(string description, IEnumerable<string> known, string? pattern)
    {
        var value = Scalar();
        if (pattern is not null)
        {
            value["pattern"] = pattern;
        }

        return Map(description, [], known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(k => k, _ => value.DeepClone()));
    }

    private static JsonObject OrName(JsonObject map) => new() { ["anyOf"] = new JsonArray(Scalar(), map) };

    private static JsonObject List(string description, JsonNode items) => new() { ["description"] = description, ["type"] = "array", ["items"] = items };

    private static JsonObject Name(string description) => new() { ["description"] = description, ["type"] = "string", ["pattern"] = NamePattern };

    private static JsonObject Text(string description) => Described(description, Scalar());

    private static JsonObject Flag(string description) => Described(description, new JsonObject { ["type"] = "boolean" });

    private static JsonObject Number(string description, double least, double most) => Described(description, new JsonObject { ["type"] = "number", ["minimum"] = least, ["maximum"] = most });

    private static JsonObject Word(string description, IEnumerable<string> words) => Described(description, new JsonObject { ["enum"] = Array(words) });

    private static JsonObject Texts(string description) => Described(description, new JsonObject { ["anyOf"] = new JsonArray(Scalar(), new JsonObject { ["type"] = "array", ["items"] = Scalar() }) });

    /// <summary>YAML reads 2020 and true as a number and a flag; the reader takes them as the text they are written with.</summary>
    private static JsonObject Scalar() => new() { ["type"] = Array(["string", "number", "boolean"]) };

    private static JsonObject Described(string description, JsonObject schema)
    {
        if (description.Length > 0)
        {
            schema.Insert(0, "description", description);
        }

        return schema;
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
