using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Webhooks;

/// <summary>Makes a webhook: its address, and the secret when it is ours to make.</summary>
internal static class NewWebhook
{
    public static async Task<(string Token, string? Secret)> MakeAsync(
        WebhookStore webhooks, WebhookFormat format, WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        var secret = format.IsSecretTheirs ? null : format.MakeSecret(WebhookStore.NewToken());
        return (await webhooks.CreateAsync(workspace, connection, secret, cancellationToken), secret);
    }

    public static Uri AddressOf(Uri server, ConnectionId connection, string token) => new(server, $"/hooks/{connection}/{token}");
}
