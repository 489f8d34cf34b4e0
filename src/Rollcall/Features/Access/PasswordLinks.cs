using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>Links with which whoever lost their password sets another one. They are kept nowhere: the keys of the database sign them, so every server
/// knows them, and a password that was set makes all older ones void.</summary>
internal sealed class PasswordLinks(IDataProtectionProvider protection, MemberStore members)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Rollcall.PasswordLinks").ToTimeLimitedDataProtector();

    /// <summary>The end of a link for the account; null when it is gone.</summary>
    public async Task<string?> CreateAsync(Guid account, CancellationToken cancellationToken) =>
        await members.StampAsync(account, cancellationToken) is { } stamp ? protector.Protect($"{account:N}{stamp}", Life) : null;

    /// <summary>Whose link it is; null when it is none, too old, or a password was set since it was made.</summary>
    public async Task<Guid?> AccountOfAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var said = protector.Unprotect(token);
            var account = Guid.ParseExact(said[..32], "N");
            return await members.StampAsync(account, cancellationToken) == said[32..] ? account : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
