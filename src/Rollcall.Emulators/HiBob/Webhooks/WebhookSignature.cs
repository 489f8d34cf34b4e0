using System.Security.Cryptography;
using System.Text;

namespace Rollcall.Emulators.HiBob.Webhooks;

/// <summary><c>Bob-Signature</c>: base64 of HMAC-SHA512 over the raw body; no prefix, no time (getting-started-webhooks, 2026).</summary>
public static class WebhookSignature
{
    public static string Of(string secret, ReadOnlySpan<byte> body) => Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), body));
}
