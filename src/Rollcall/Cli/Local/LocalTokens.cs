using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Tokens in the database.</summary>
internal sealed class LocalTokens(CliSession session) : ICompanyTokens
{
    public async Task<IReadOnlyList<TokenLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await session.Get<ApiTokenStore>().ListAsync((await session.WorkspaceAsync(cancellationToken)).Id, cancellationToken)).Select(t => new TokenLine(
            t.Name, t.Start, RollcallApi.Word(t.Scope), t.CreatedAt, t.ExpiresAt, t.LastUsedAt))];

    public async Task<string?> CreateAsync(string name, ApiScope scope, int days, CancellationToken cancellationToken) =>
        await session.Get<ApiTokenStore>().CreateAsync((await session.WorkspaceAsync(cancellationToken)).Id, name, scope, TimeSpan.FromDays(days), cancellationToken);

    public async Task<bool> RevokeAsync(string name, CancellationToken cancellationToken) =>
        await session.Get<ApiTokenStore>().RevokeAsync((await session.WorkspaceAsync(cancellationToken)).Id, name, cancellationToken);
}
