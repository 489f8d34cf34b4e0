using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What came of wanting a workspace.</summary>
internal abstract record WorkspaceMade
{
    private WorkspaceMade()
    {
    }

    /// <param name="Workspace">The workspace.</param>
    /// <param name="Token">Its first token.</param>
    /// <param name="ExpiresAt">How long that is good for.</param>
    /// <param name="Owner">The link of its first owner, when one was named.</param>
    public sealed record Made(Workspace Workspace, string Token, DateTimeOffset ExpiresAt, MadeLink? Owner) : WorkspaceMade
    {
        public override string ToString() => Workspace.Name;
    }

    public sealed record NameTaken : WorkspaceMade;

    /// <summary>Name, title or time zone is none.</summary>
    public sealed record Wrong : WorkspaceMade;
}

/// <summary>The workspaces of a server. Who may reach beyond one of them is for the door to say: a token with the scope server.</summary>
internal sealed class WorkspacesService(Visitor visitor, WorkspaceStore workspaces, ApiTokenStore tokens, Inviter inviter, TimeProvider time)
{
    /// <summary>What the first token of a workspace is called.</summary>
    public const string FirstToken = "first";

    private static readonly TimeSpan FirstTokenLasts = TimeSpan.FromDays(365);

    public async Task<Workspace> CurrentAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        return await workspaces.FindAsync(member.Workspace.Id, cancellationToken) ?? member.Workspace;
    }

    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        return await workspaces.ListAsync(cancellationToken);
    }

    /// <param name="name">Unique on the server.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="timeZone">An IANA name.</param>
    /// <param name="owner">The email of its first owner; null for none yet.</param>
    /// <param name="server">Where their link leads.</param>
    /// <param name="cancellationToken">Stops before it is made.</param>
    public async Task<WorkspaceMade> CreateAsync(string name, string title, string timeZone, string? owner, Uri server, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        if (!ConnectionRules.IsName(name) || title.Trim().Length is 0 or > SettingsService.LongestTitle || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _)
            || (owner is not null && !EmailAddress.IsOne(owner)))
        {
            return new WorkspaceMade.Wrong();
        }

        if (await workspaces.CreateAsync(name, title.Trim(), timeZone, cancellationToken) is not { } made)
        {
            return new WorkspaceMade.NameTaken();
        }

        // Nobody waits half-way: a workspace without a token could be opened by nobody.
        var expires = time.GetUtcNow() + FirstTokenLasts;
        var token = (await tokens.CreateAsync(made.Id, FirstToken, ApiScope.Admin, FirstTokenLasts, CancellationToken.None))!;
        var link = owner is null ? null : await inviter.LinkAsync(made, owner.Trim(), MemberRole.Owner, member.Account, server, CancellationToken.None);
        return new WorkspaceMade.Made(made, token, expires, link);
    }
}
