using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>Tokens of programs.</summary>
internal interface ICompanyTokens
{
    Task<IReadOnlyList<TokenLine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The token, this once; null when there is one of this name.</summary>
    Task<string?> CreateAsync(string name, ApiScope scope, int days, CancellationToken cancellationToken);

    /// <summary>False when there is none of this name.</summary>
    Task<bool> RevokeAsync(string name, CancellationToken cancellationToken);
}

/// <summary>One token without its secret.</summary>
internal sealed record TokenLine(string Name, string Begins, string Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt);
