using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollcall.Configuration;
using Rollcall.Emulators.Hosting;
using YamlDotNet.RepresentationModel;

namespace Rollcall.Tests;

/// <summary>The published schema takes what the reader takes.</summary>
public sealed class ConfigSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(ConfigSchema.Write())!.AsObject();

    [Fact]
    public void The_published_file_is_the_one_of_this_version() =>
        File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "rollcall.schema.json")).ShouldBe(ConfigSchema.Write());

    [Fact]
    public async Task Examples_and_the_demo_fit_the_schema_and_the_reader()
    {
        var files = Directory.GetFiles(Path.Combine(Root(AppContext.BaseDirectory), "docs", "examples"), "*.yaml").Select(File.ReadAllText).ToList();
        files.ShouldNotBeEmpty();
        files.AddRange(HrisUnderTest.All.Select(h => h.Yaml("""
                autoInvite: true
                exclusions: { exclude: { all: [{ attribute: a, isOneOf: [x, y] }, { attribute: b, isEmpty: true }] }, people: ["7"] }
                limits: { maxCreatedPercent: 80 }
            """)));
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = "hibob", Employees = 1 }, TestContext.Current.CancellationToken);
        files.Add(Demo.DemoConfig.Yaml([host], ["hibob"]));
        foreach (var yaml in files)
        {
            ConfigReader.Read("c.yaml", yaml).Connections.ShouldNotBeEmpty();
            Problems(Schema, Json(yaml), "").ShouldBe([]);
        }
    }

    [Theory]
    [InlineData("workspace: Acme Inc")]
    [InlineData("{ workspace: a, connections: [{ name: hr, provider: workday }] }")]
    [InlineData("{ workspace: a, connections: [{ name: hr, provider: hibob, secrets: { token: in-the-clear } }] }")]
    [InlineData("{ workspace: a, connections: [{ name: hr, provider: hibob, mappings: [{ from: x, to: tem }] }] }")]
    [InlineData("{ workspace: a, surprise: 1 }")]
    [InlineData("{ timeZone: UTC }")]
    public void What_the_reader_refuses_does_not_fit(string yaml)
    {
        Problems(Schema, Json(yaml), "").ShouldNotBeEmpty();
        Should.Throw<ConfigException>(() => ConfigReader.Read("c.yaml", yaml));
    }

    /// <summary>As much of JSON schema as ours uses.</summary>
    private static IEnumerable<string> Problems(JsonObject schema, JsonNode? value, string at)
    {
        if (schema["anyOf"] is JsonArray any)
        {
            return any.Any(s => !Problems(s!.AsObject(), value, at).Any()) ? [] : [$"{at}: fits none"];
        }

        if (schema["enum"] is JsonArray words)
        {
            return words.Any(w => JsonNode.DeepEquals(w, value)) ? [] : [$"{at}: {value} is no word of it"];
        }

        var kind = value switch { JsonObject => "object", JsonArray => "array", _ => value!.GetValueKind().ToString().ToLowerInvariant() switch { "true" or "false" => "boolean", var other => other } };
        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : [(string)schema["type"]!];
        if (!types.Contains(kind))
        {
            return [$"{at}: is {kind}"];
        }

        return value switch
        {
            JsonObject map => OfMap(schema, map, at),
            JsonArray list => list.Index().SelectMany(i => Problems(schema["items"]!.AsObject(), i.Item, $"{at}[{i.Index}]")),
            _ => schema["pattern"] is { } pattern && !Regex.IsMatch(value!.ToString(), (string)pattern!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? [$"{at}: does not match"] : [],
        };
    }

    private static IEnumerable<string> OfMap(JsonObject schema, JsonObject map, string at)
    {
        var properties = schema["properties"]?.AsObject() ?? [];
        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!map.ContainsKey((string)required!))
            {
                yield return $"{at}: {required} is missing";
            }
        }

        foreach (var (key, value) in map)
        {
            var known = properties[key] ?? (schema["additionalProperties"] is JsonObject free ? free : null);
            foreach (var problem in known is null ? [$"{at}: {key} is not known"] : Problems(known.AsObject(), value, $"{at}.{key}"))
            {
                yield return problem;
            }
        }
    }

    private static JsonNode? Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } number when double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => JsonValue.Create(parsed),
        YamlScalarNode text => JsonValue.Create(text.Value),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Rollcall.slnx")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Rollcall.slnx is not above the tests."));
}
