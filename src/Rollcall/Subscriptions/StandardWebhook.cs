using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>How deliveries are signed: Standard Webhooks, version 1 (https://www.standardwebhooks.com).</summary>
internal static class StandardWebhook
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The id of a delivery: the same at every try.</summary>
    public static string IdOf(Guid delivery) => $"msg_{delivery:N}";

    /// <summary>One signature for each secret, with blanks between them.</summary>
    /// <param name="secrets">With their prefix.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">When it is sent.</param>
    /// <param name="body">Exactly the bytes that are sent.</param>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SigningSecrets.Prefix.Length..]), content))));
    }
}
