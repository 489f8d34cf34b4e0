using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>
/// <c>X-BambooHR-Signature</c>: lower-case hex HMAC-SHA256 over body and timestamp without a separator, keyed with the private key as text.
/// Checked against a delivery recorded in 2022.
/// </summary>
public static class WebhookSignature
{
    /// <param name="privateKey">The key of the answer that created the webhook.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="timestamp">Seconds since 1970, as sent in <c>X-BambooHR-Timestamp</c>.</param>
    public static string Of(string privateKey, ReadOnlySpan<byte> body, long timestamp)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(privateKey));
        hmac.AppendData(body);
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture)));
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
