using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Tokens of a server's workspace.</summary>
internal sealed class RemoteTokens(RollcallClient client) : ICompanyTokens
{
    public async Task<IReadOnlyList<TokenLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiTokenEntry>>("tokens", cancellationToken)).Select(t => new TokenLine(t.Name, t.Begins, t.Scope, t.CreatedAt, t.ExpiresAt, t.LastUsedAt))];

    public async Task<string?> CreateAsync(string name, ApiScope scope, int days, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.PostAsync<ApiMadeToken>("tokens", new ApiNewToken(name, RollcallApi.Word(scope), days), cancellationToken)).Token;
        }
        catch (CommandError error) when (error.Code == "name-taken")
        {
            return null;
        }
    }

    public Task<bool> RevokeAsync(string name, CancellationToken cancellationToken) => client.TryDoAsync(HttpMethod.Delete, $"tokens/{ApiWords.Escaped(name)}", null, cancellationToken);
}
