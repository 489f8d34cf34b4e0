using System.Text.Json;
using System.Text.Json.Serialization;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>The stored form of a <see cref="ConnectionConfig"/>: strict JSON, the same bytes for the same configuration.</summary>
public static class ConfigJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = false,
        Converters = { new JsonStringEnumConverter(), new TargetConverter(), new ValueListConverterFactory() },
    };

    public static string Write(ConnectionConfig config) => JsonSerializer.Serialize(config, Options);

    public static void Write(Utf8JsonWriter json, ConnectionConfig config) => JsonSerializer.Serialize(json, config, Options);

    /// <exception cref="JsonException">The text is not a configuration this version knows.</exception>
    public static ConnectionConfig Read(string text) =>
        JsonSerializer.Deserialize<ConnectionConfig>(text, Options) ?? throw new JsonException("null is no configuration");

    private sealed class TargetConverter : JsonConverter<Target>
    {
        public override Target Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Target.Parse(reader.GetString() ?? "") ?? throw new JsonException("not a target");

        public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class ValueListConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(ValueListConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }

    private sealed class ValueListConverter<T> : JsonConverter<ValueList<T>>
    {
        public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T[]>(ref reader, options)!.ToValueList();

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Span.ToArray(), options);
    }
}
