using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Connectors.Http;

namespace Rollcall.Connectors.Tests.Http;

/// <summary>Where a value ends: as the parser of the framework sees it, for values with everything in their texts that looks like an end.</summary>
public sealed class JsonBoundsTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Pieces = ["\"", "\\", "\\\\", "{", "}", "[", "]", ",", ":", "x", "ü", "\n", "a longer piece of text that fills most of a block of 64 bytes"];

    [Fact]
    public void The_end_of_any_object_or_array_is_found_and_not_before_it_is_there()
    {
        var random = new Random(20261127);
        for (var i = 0; i < 3000; i++)
        {
            var value = Any(random, depth: 4, isNested: true)!;
            var json = JsonSerializer.SerializeToUtf8Bytes(value, i % 2 == 0 ? Relaxed : JsonSerializerOptions.Default);
            byte[] followed = [.. json, .. ",{\"more\":\"]}\"}"u8];
            JsonBounds.LengthOf(followed).ShouldBe(json.Length);
            JsonBounds.LengthOf(json).ShouldBe(json.Length);
            JsonBounds.LengthOf(json.AsSpan(0, 1 + random.Next(json.Length - 1))).ShouldBeNull();
        }
    }

    private static JsonNode? Any(Random random, int depth, bool isNested) => (isNested ? random.Next(2) : random.Next(depth > 0 ? 5 : 3) + (depth > 0 ? 0 : 2)) switch
    {
        0 => new JsonObject(Enumerable.Range(0, random.Next(6)).Select(n => KeyValuePair.Create(n + Text(random), Any(random, depth - 1, isNested: false)))),
        1 => new JsonArray([.. Enumerable.Range(0, random.Next(6)).Select(_ => Any(random, depth - 1, isNested: false))]),
        2 => JsonValue.Create(random.Next()),
        3 => null,
        _ => JsonValue.Create(Text(random)),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
