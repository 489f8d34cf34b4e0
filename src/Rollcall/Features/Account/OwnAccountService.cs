using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Account;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">The credential's id as text.</param>
/// <param name="Name">What its owner calls it; null before they did.</param>
/// <param name="CreatedAt">Since when it can be used.</param>
public sealed record OwnPasskey(string Id, string? Name, DateTimeOffset CreatedAt);

/// <summary>The visitor's own account. Prints as nothing.</summary>
public sealed record OwnAccount(
    string? Email, string? DisplayName, bool HasPassword, IReadOnlyList<OwnPasskey> Passkeys, IReadOnlyList<Workspace> Workspaces, Workspace Current,
    EmployeeId? Employee)
{
    public override string ToString() => nameof(OwnAccount);
}

/// <summary>What came of removing a passkey.</summary>
public enum PasskeyRemoval
{
    Removed,

    /// <summary>There is no such passkey.</summary>
    Gone,

    /// <summary>Refused: nobody could sign in to the account any more.</summary>
    Last,
}

/// <summary>What everybody can do with their own account and with no other.</summary>
/// <param name="visitor">Whose account.</param>
/// <param name="members">Their workspaces.</param>
/// <param name="scopes">A page can stay open for hours: each action looks at the account anew.</param>
internal sealed class OwnAccountService(Visitor visitor, MemberStore members, IServiceScopeFactory scopes)
{
    public const int LongestName = 80;

    public Task<OwnAccount> LoadAsync(CancellationToken cancellationToken) => WithAsync(async (users, account, member) => new OwnAccount(
        account.Email, account.DisplayName, await users.HasPasswordAsync(account),
        [.. (await users.GetPasskeysAsync(account)).OrderBy(p => p.CreatedAt).Select(p => new OwnPasskey(WebEncoders.Base64UrlEncode(p.CredentialId), p.Name, p.CreatedAt))],
        [.. (await members.OfAccountAsync(account.Id, cancellationToken)).Select(m => m.Workspace)], member.Workspace, member.Employee), cancellationToken);

    /// <summary>An empty name is none.</summary>
    public Task SaveNameAsync(string? name, CancellationToken cancellationToken) => WithAsync((users, account, _) =>
    {
        var clean = name?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestName)] : null;
        account.DisplayName = clean;
        return users.UpdateAsync(account);
    }, cancellationToken);

    /// <summary>False when there is no such passkey.</summary>
    public Task<bool> RenamePasskeyAsync(string id, string name, CancellationToken cancellationToken) => WithAsync(async (users, account, _) =>
    {
        if (await PasskeyAsync(users, account, id) is not { } passkey)
        {
            return false;
        }

        passkey.Name = name.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestName)] : passkey.Name;
        return (await users.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded;
    }, cancellationToken);

    public Task<PasskeyRemoval> RemovePasskeyAsync(string id, CancellationToken cancellationToken) => WithAsync(async (users, account, _) =>
    {
        if (await PasskeyAsync(users, account, id) is not { } passkey)
        {
            return PasskeyRemoval.Gone;
        }

        if (!await users.HasPasswordAsync(account) && (await users.GetPasskeysAsync(account)).Count == 1)
        {
            return PasskeyRemoval.Last;
        }

        return (await users.RemovePasskeyAsync(account, passkey.CredentialId)).Succeeded ? PasskeyRemoval.Removed : PasskeyRemoval.Gone;
    }, cancellationToken);

    private static async Task<UserPasskeyInfo?> PasskeyAsync(UserManager<AccountRow> users, AccountRow account, string id) =>
        (await users.GetPasskeysAsync(account)).FirstOrDefault(p => WebEncoders.Base64UrlEncode(p.CredentialId) == id);

    private async Task<T> WithAsync<T>(Func<UserManager<AccountRow>, AccountRow, Member, Task<T>> act, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Employee, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>();
        return await act(users, await users.FindByIdAsync(member.Account.ToString()) ?? throw new NotAllowedException(), member);
    }
}
