using System.Text.Json;
using System.Text.Json.Serialization;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>The JSON of findings and counts in a run's row.</summary>
public static class RunJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new Texts(), new JsonStringEnumConverter() },
    };

    /// <summary>That a run found nothing.</summary>
    public const string None = "[]";

    public static string Write(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(findings, Options);

    public static IReadOnlyList<Finding> ReadFindings(string? text) =>
        text is null ? [] : JsonSerializer.Deserialize<Finding[]>(text, Options)!;

    public static string WriteCoverage(IReadOnlyList<AttributeCoverage> coverage) => JsonSerializer.Serialize(coverage.Select(c => new CoverageEntry(c.Attribute, c.Filled, c.Total)));

    public static IReadOnlyList<AttributeCoverage> ReadCoverage(string? text) =>
        text is null ? [] : [.. JsonSerializer.Deserialize<CoverageEntry[]>(text)!.Select(c => new AttributeCoverage(c.Attribute, c.Filled, c.Total))];

    public static PlanCounts? ReadCounts(string? text) => text is null ? null : JsonSerializer.Deserialize<PlanCounts>(text);

    private sealed record CoverageEntry(string Attribute, int Filled, int Total);

    private sealed class Texts : JsonConverter<ValueList<string>>
    {
        public override ValueList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<string[]>(ref reader, options)!.ToValueList();

        public override void Write(Utf8JsonWriter writer, ValueList<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
