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

    public Task<bool> SetSecretAsync(string connection, string secret, CancellationToken cancellationToken) =>
        IsThereAsync(connection, at => client.DoAsync(HttpMethod.Put, $"{at}/secret", new ApiWebhookSecret(secret), cancellationToken), cancellationToken);

    public Task<bool> RemoveAsync(string connection, CancellationToken cancellationToken) =>
        IsThereAsync(connection, at => client.DoAsync(HttpMethod.Delete, at, null, cancellationToken), cancellationToken);

    private async Task<bool> IsThereAsync(string connection, Func<string, Task> act, CancellationToken cancellationToken)
    {
        var at = await AtAsync(connection, cancellationToken);
        try
        {
            await act(at);
            return true;
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.NotFound)
        {
            return false;
        }
    }

    private async Task<string> AtAsync(string connection, CancellationToken cancellationToken) => $"{await connections.AtAsync(connection, cancellationToken)}/webhook";
}
