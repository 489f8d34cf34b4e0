using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Rollcall.Connectors.Http;

/// <summary>What the webhooks of all vendors need: compares what a delivery brings with what it should, without telling by the time how much of it was right, and reads a member.</summary>
internal static class WebhookParts
{
    public static bool AreSame(string? sent, string expected) =>
        sent is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    /// <summary>Text or a number as text; null when there is neither, or nothing in it.</summary>
    public static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null, JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;
}
