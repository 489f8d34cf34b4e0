using System.Text.Json;
using System.Text.Json.Serialization;
using Rollcall.Api;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>What a delivery says, as Standard Webhooks wants it: a type, a moment and data. The changes are those of the API's change feed.</summary>
internal static partial class DeliveryBody
{
    public const string Changed = "directory.changed";
    public const string Test = "rollcall.test";

    /// <summary>The same bytes at every try: the log does not change.</summary>
    public static byte[] Of(DeliveryWork delivery) => JsonSerializer.SerializeToUtf8Bytes(
        new Body(Changed, delivery.Changes[^1].Entry.At, new Content(delivery.Cursor, [.. delivery.Changes.Select(c => ApiFeedEntries.Of(c.Cursor, c.Entry))])), Wire.Default.Body);

    /// <summary>A test carries no changes.</summary>
    public static byte[] OfTest(long cursor, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(new Body(Test, now, new Content(cursor, [])), Wire.Default.Body);

    private sealed record Body(string Type, DateTimeOffset Timestamp, Content Data);

    private sealed record Content(long Cursor, IReadOnlyList<ApiFeedEntry> Changes);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Body))]
    private sealed partial class Wire : JsonSerializerContext;
}
