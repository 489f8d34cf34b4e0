using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What came of wanting a workspace.</summary>
internal abstract record WorkspaceMade
{
    private WorkspaceMade()
    {
    }

    public sealed record Made(Workspace Workspace, string Token, DateTimeOffset ExpiresAt) : WorkspaceMade
    {
        public override string ToString() => Workspace.Name;
    }

    public sealed record NameTaken : WorkspaceMade;

    /// <summary>Name, title or time zone is none.</summary>
    public sealed record Wrong : WorkspaceMade;
}

/// <summary>The workspaces of a server. Who may reach beyond one of them is for the door to say: a token with the scope server.</summary>
internal sealed class WorkspacesService(Visitor visitor, WorkspaceStore workspaces, ApiTokenStore tokens, TimeProvider time)
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

    public async Task<WorkspaceMade> CreateAsync(string name, string title, string timeZone, CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        if (!ConnectionRules.IsName(name) || title.Trim().Length is 0 or > SettingsService.LongestTitle || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            return new WorkspaceMade.Wrong();
        }

        if (await workspaces.CreateAsync(name, title.Trim(), timeZone, cancellationToken) is not { } made)
        {
            return new WorkspaceMade.NameTaken();
        }

        // Nobody waits half-way: a workspace without a token could be opened by nobody.
        var expires = time.GetUtcNow() + FirstTokenLasts;
        return new WorkspaceMade.Made(made, (await tokens.CreateAsync(made.Id, FirstToken, ApiScope.Admin, FirstTokenLasts, CancellationToken.None))!, expires);
    }
}
