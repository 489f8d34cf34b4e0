using Microsoft.AspNetCore.Identity;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>Makes accounts and their place in a workspace.</summary>
internal sealed class AccountService(UserManager<AccountRow> users, WorkspaceStore workspaces, MemberStore members)
{
    /// <summary>The first account, owner of a workspace. A problem is <c>weak</c>, <c>email</c>, <c>workspace</c>, or <c>taken</c> when there is an account already.</summary>
    public async Task<(AccountRow? Account, string? Problem)> CreateOwnerAsync(string workspace, string email, string password, CancellationToken cancellationToken)
    {
        if (await members.AnyAccountAsync(cancellationToken))
        {
            // Another process of the same database was first.
            return (null, "taken");
        }

        var name = NameOf(workspace);
        if (name.Length == 0)
        {
            return (null, "workspace");
        }

        var account = new AccountRow { Id = Guid.CreateVersion7(), UserName = email.Trim(), Email = email.Trim() };
        var made = await users.CreateAsync(account, password);
        if (!made.Succeeded)
        {
            return (null, made.Errors.Any(e => e.Code.Contains("Password", StringComparison.Ordinal)) ? "weak" : "email");
        }

        // Every workspace that is there already was made from the terminal of this machine: the owner of the machine owns them.
        var own = await workspaces.FindAsync(name, cancellationToken) ?? await workspaces.SaveAsync(name, "Europe/Berlin", cancellationToken);
        await workspaces.SetAsync(own.Id, workspace.Trim(), own.TimeZone, own.KeepRunsDays, cancellationToken);
        foreach (var each in (await workspaces.ListAsync(cancellationToken)).Append(own).DistinctBy(w => w.Id))
        {
            await members.SaveAsync(each.Id, account.Id, MemberRole.Owner, employee: null, cancellationToken);
        }

        return (account, null);
    }

    /// <summary>The demo's owner: without a password, so that only the printed link signs in.</summary>
    public async Task<AccountRow> DemoOwnerAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        const string email = "demo@rollcall.example";
        var account = await users.FindByEmailAsync(email);
        if (account is null)
        {
            account = new AccountRow { Id = Guid.CreateVersion7(), UserName = email, Email = email, DisplayName = "Demo" };
            await users.CreateAsync(account);
        }

        await members.SaveAsync(workspace, account.Id, MemberRole.Owner, employee: null, cancellationToken);
        return account;
    }

    /// <summary>Lower-case words joined by hyphens, as workspaces are named.</summary>
    private static string NameOf(string text) =>
        string.Join('-', text.ToLowerInvariant().Split(text.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries));
}
