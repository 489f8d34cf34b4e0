using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Webhooks of the database. Where the server is reached is known only when somebody set it.</summary>
internal sealed class LocalWebhooks(CliSession session) : ICompanyWebhooks
{
    public async Task<ApiWebhook?> FindAsync(string connection, CancellationToken cancellationToken) =>
        (await OpenAsync(connection, cancellationToken)).View.Entry is { } entry ? WebhooksApi.Of(entry) : null;

    public async Task<ApiMadeWebhook?> CreateAsync(string connection, Uri? server, bool renews, CancellationToken cancellationToken)
    {
        var (service, entry, view) = await OpenAsync(connection, cancellationToken);
        if (view.Entry is not null && !renews)
        {
            return null;
        }

        var at = server ?? await service.ServerAsync(cancellationToken) ?? throw CliSession.NoAddress();
        return WebhooksApi.Of(await service.CreateAtAsync(entry.Id, at, cancellationToken) ?? throw ConnectionLine.Unknown(connection, []), view.Format);
    }

    public async Task<bool> SetSecretAsync(string connection, string secret, CancellationToken cancellationToken)
    {
        var (service, entry, _) = await OpenAsync(connection, cancellationToken);
        return await service.SetSecretAsync(entry.Id, secret, cancellationToken) switch
        {
            KeptSecret.Kept => true,
            KeptSecret.Gone => false,
            KeptSecret.Ours => throw new CommandError(ExitCodes.Usage, WebhooksApi.SecretIsOurs(Connectors.Connectors.Find(entry.Config.Provider)!.Name), WebhooksApi.WhereSecretIs, "not-understood"),
        };
    }

    public async Task<bool> RemoveAsync(string connection, CancellationToken cancellationToken)
    {
        var (service, entry, _) = await OpenAsync(connection, cancellationToken);
        return await service.RemoveAsync(entry.Id, cancellationToken);
    }

    private async Task<(WebhookService Service, ConnectionEntry Connection, WebhookView View)> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, name, cancellationToken);
        var service = new WebhookService(
            await session.VisitorAsync(cancellationToken), session.Connections, session.Get<WebhookStore>(), session.Get<MailStore>(), session.Get<PublicAddress>());
        return (service, connection, await service.FindAsync(connection.Id, cancellationToken)
            ?? throw new CommandError(ExitCodes.NotFound, $"{connection.Config.Provider} has no webhooks.", "Changes come with the schedule."));
    }
}
