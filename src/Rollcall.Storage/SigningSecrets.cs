using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Rollcall.Storage;

/// <summary>What messages to other programs are signed with: the secret, and for a while after it was renewed the one before it too.</summary>
public static class SigningSecrets
{
    /// <summary>What every secret begins with (Standard Webhooks, 2023).</summary>
    public const string Prefix = "whsec_";

    /// <summary>How long the secret before a new one signs too.</summary>
    public static readonly TimeSpan OldFor = TimeSpan.FromHours(24);

    private const int Bytes = 32;

    internal static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Those that sign now, the newest first; none when there is none.</summary>
    /// <param name="secrets">Opens them.</param>
    /// <param name="kept">The secret, protected.</param>
    /// <param name="before">The one before it, protected.</param>
    /// <param name="until">Until when that one signs.</param>
    /// <param name="now">Now.</param>
    internal static string[] Of(IDataProtector secrets, string? kept, string? before, DateTimeOffset? until, DateTimeOffset now) =>
        kept is null ? [] : before is null || !(until > now) ? [secrets.Unprotect(kept)] : [secrets.Unprotect(kept), secrets.Unprotect(before)];
}
