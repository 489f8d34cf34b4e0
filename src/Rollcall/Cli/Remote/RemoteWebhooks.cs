using Rollcall.Api;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli.Remote;

/// <summary>Webhooks of a server. What is known of its address, it knows itself.</summary>
internal sealed class RemoteWebhooks(RollcallClient client) : ICompanyWebhooks
{
    private readonly RemoteConnections connections = new(client);

    public async Task<ApiWebhook?> FindAsync(string connection, CancellationToken cancellationToken)
    {
        var at = await AtAsync(connection, cancellationToken);
        try
        {
            return await client.GetAsync<ApiWebhook>(at, cancellationToken);
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.NotFound)
        {
            return null;
        }
    }

    public async Task<ApiMadeWebhook?> CreateAsync(string connection, Uri? server, bool renews, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostAsync<ApiMadeWebhook>(await AtAsync(connection, cancellationToken), new ApiNewWebhook(server?.ToString(), renews), cancellationToken);
        }
        catch (CommandError error) when (error.Code == "in-use")
        {
            return null;
        }
    }

    public async Task<bool> SetSecretAsync(string connection, string secret, CancellationToken cancellationToken) =>
        await client.TryDoAsync(HttpMethod.Put, $"{await AtAsync(connection, cancellationToken)}/secret", new ApiWebhookSecret(secret), cancellationToken);

    public async Task<bool> RemoveAsync(string connection, CancellationToken cancellationToken) =>
        await client.TryDoAsync(HttpMethod.Delete, await AtAsync(connection, cancellationToken), null, cancellationToken);

    private async Task<string> AtAsync(string connection, CancellationToken cancellationToken) => $"{await connections.AtAsync(connection, cancellationToken)}/webhook";
}
