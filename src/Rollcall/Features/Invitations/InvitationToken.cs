using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Rollcall.Features.Invitations;

/// <summary>What a link carries: which invitation, and a secret of which only the hash is kept. Prints as nothing.</summary>
internal sealed record InvitationToken(Guid Id, byte[] Hash)
{
    public const int SecretBytes = 32;
    private const int IdBytes = 16;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static byte[] HashOf(ReadOnlySpan<byte> secret) => SHA256.HashData(secret);

    public static string Write(Guid id, ReadOnlySpan<byte> secret) => WebEncoders.Base64UrlEncode([.. id.ToByteArray(), .. secret]);

    /// <summary>Null when it is no token.</summary>
    public static InvitationToken? Read(string text)
    {
        // The length of what is decoded is fixed; so is that of its text, without padding.
        if (text.Length != (((IdBytes + SecretBytes) * 4) + 2) / 3 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return null;
        }

        var bytes = WebEncoders.Base64UrlDecode(text);
        return new InvitationToken(new Guid(bytes.AsSpan(0, IdBytes)), HashOf(bytes.AsSpan(IdBytes)));
    }

    public bool Fits(byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash, hash);

    public override string ToString() => nameof(InvitationToken);
}
