using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>The visitor may not do this.</summary>
public sealed class NotAllowedException() : Exception("This needs another role in the workspace.");

/// <summary>Who is at the page, asked anew each time: a role that was taken away is gone at once.</summary>
public sealed class Visitor(AuthenticationStateProvider authentication, MemberStore members)
{
    /// <summary>The claim that says which of their workspaces a visitor looks at.</summary>
    public const string WorkspaceClaim = "rollcall:workspace";

    private Member? given;

    /// <summary>Whoever has the terminal where the data is has the data: there is no role to ask for. What is refused to owners is refused there too.</summary>
    internal static Visitor OfTerminal(Workspace workspace, MemberStore members)
    {
        var visitor = new Visitor(new Nobody(), members);
        visitor.Become(new Member(workspace, Guid.Empty, MemberRole.Owner, null) { By = Environment.UserName });
        return visitor;
    }

    /// <summary>For requests that come without a person: a program with a token.</summary>
    internal void Become(Member member) => given = member;

    public async Task<Member?> MemberAsync(CancellationToken cancellationToken = default) =>
        given ?? await MemberAsync((await authentication.GetAuthenticationStateAsync()).User, members, cancellationToken);

    /// <exception cref="NotAllowedException">The visitor has not this role nor a higher one.</exception>
    public async Task<Member> RequireAsync(MemberRole role, CancellationToken cancellationToken = default) =>
        await MemberAsync(cancellationToken) is { } member && member.Role >= role ? member : throw new NotAllowedException();

    internal static async Task<Member?> MemberAsync(ClaimsPrincipal principal, MemberStore members, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var account))
        {
            return null;
        }

        var all = await members.OfAccountAsync(account, cancellationToken);
        return all.FirstOrDefault(m => m.Workspace.Name == principal.FindFirstValue(WorkspaceClaim)) ?? (all.Count > 0 ? all[0] : null);
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
