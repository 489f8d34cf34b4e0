using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What came of wanting a token.</summary>
public enum TokenProblem
{
    /// <summary>It has no name, or too long a one, or would be good for too long.</summary>
    Name,

    NameTaken,

    /// <summary>It could do more than whoever makes it.</summary>
    Scope,
}

/// <summary>Tokens of programs, for admins and owners. Nobody makes one that may do more than they may.</summary>
internal sealed class TokenService(Visitor visitor, ApiTokenStore tokens)
{
    public const int LongestName = 100;
    public const int MostDays = 730;

    /// <summary>Days that a token can be good for.</summary>
    public static IReadOnlyList<int> DayChoices { get; } = [30, 90, 365, MostDays];

    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) =>
        await tokens.ListAsync((await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace.Id, cancellationToken);

    /// <summary>Scopes that the visitor may give. Only the terminal gives the one beyond the workspace.</summary>
    public async Task<IReadOnlyList<ApiScope>> ScopesAsync(CancellationToken cancellationToken) =>
        (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Role >= MemberRole.Owner
            ? [ApiScope.Read, ApiScope.Sync, ApiScope.Configure, ApiScope.Admin]
            : [ApiScope.Read, ApiScope.Sync, ApiScope.Configure];

    /// <summary>The token, this once; or why there is none.</summary>
    public async Task<(string? Token, TokenProblem? Problem)> CreateAsync(string name, ApiScope scope, int days, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        if (name.Trim() is not { Length: > 0 and <= LongestName } called || days is < 1 or > MostDays)
        {
            return (null, TokenProblem.Name);
        }

        if (!(await ScopesAsync(cancellationToken)).Contains(scope))
        {
            return (null, TokenProblem.Scope);
        }

        return await tokens.CreateAsync(workspace.Id, called, scope, TimeSpan.FromDays(days), cancellationToken) is { } token ? (token, null) : (null, TokenProblem.NameTaken);
    }

    /// <summary>False when there is none of this name any more.</summary>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync((await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace.Id, name, cancellationToken);
}
