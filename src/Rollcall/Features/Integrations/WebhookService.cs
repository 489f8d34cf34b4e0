using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Webhooks;

namespace Rollcall.Features.Integrations;

/// <summary>The webhook of a connection as its page shows it.</summary>
/// <param name="Format">How the vendor's webhooks work.</param>
/// <param name="Entry">Null when there is none yet.</param>
/// <param name="MayEdit">Whether the visitor may make or remove it.</param>
public sealed record WebhookView(WebhookFormat Format, WebhookEntry? Entry, bool MayEdit)
{
    public override string ToString() => nameof(WebhookView);
}

/// <summary>What is shown once, when a webhook was made.</summary>
/// <param name="Address">Where the HRIS sends to.</param>
/// <param name="Secret">What it sends along; null when the vendor makes the secret.</param>
public sealed record MadeWebhook(Uri Address, string? Secret)
{
    public override string ToString() => nameof(MadeWebhook);
}

/// <summary>What came of bringing the vendor's secret.</summary>
public enum KeptSecret
{
    Kept,

    /// <summary>The connection has no webhook, or not any more.</summary>
    Gone,

    /// <summary>Refused: the secret of this vendor's webhooks is made here, and taken there.</summary>
    Ours,
}

/// <summary>Makes, completes and removes the webhooks of connections for whoever is at the page, or comes with a token, or has the terminal.</summary>
internal sealed class WebhookService(Visitor visitor, ConnectionStore connections, WebhookStore webhooks, MailStore mail, PublicAddress address)
{
    /// <summary>Null when there is no such connection, or its vendor has no webhooks.</summary>
    public async Task<WebhookView?> FindAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        return await FormatAsync(member, connection, cancellationToken) is { } format
            ? new WebhookView(format, await webhooks.FindAsync(member.Workspace.Id, connection, cancellationToken), member.Role >= MemberRole.Admin)
            : null;
    }

    /// <summary>Makes the address, or a new one; null when the connection is gone.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="fallback">The address the visitor's browser uses, for when none is set.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<MadeWebhook?> CreateAsync(ConnectionId connection, Uri fallback, CancellationToken cancellationToken) =>
        await CreateAtAsync(connection, await ServerAsync(cancellationToken) ?? fallback, cancellationToken);

    /// <summary>Makes the address below this server's, or a new one; null when the connection is gone.</summary>
    public async Task<MadeWebhook?> CreateAtAsync(ConnectionId connection, Uri server, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await FormatAsync(member, connection, cancellationToken) is not { } format)
        {
            return null;
        }

        var (token, secret) = await NewWebhook.MakeAsync(webhooks, format, member.Workspace.Id, connection, cancellationToken);
        return new MadeWebhook(NewWebhook.AddressOf(server, connection, token), secret);
    }

    /// <summary>Where the server is reached, as far as the workspace or the server itself says so.</summary>
    public async Task<Uri?> ServerAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return address.Of(await mail.SettingsAsync(member.Workspace.Id, cancellationToken));
    }

    /// <summary>Keeps the secret that the vendor made.</summary>
    public async Task<KeptSecret> SetSecretAsync(ConnectionId connection, string secret, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await FormatAsync(member, connection, cancellationToken) is not { } format ? KeptSecret.Gone
            : !format.IsSecretTheirs ? KeptSecret.Ours
            : await webhooks.SetSecretAsync(member.Workspace.Id, connection, secret.Trim(), cancellationToken) ? KeptSecret.Kept : KeptSecret.Gone;
    }

    public async Task<bool> RemoveAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await webhooks.RemoveAsync(member.Workspace.Id, connection, cancellationToken);
    }

    private async Task<WebhookFormat?> FormatAsync(Member member, ConnectionId connection, CancellationToken cancellationToken) =>
        await connections.FindAsync(member.Workspace.Id, connection, cancellationToken) is { } entry ? Connectors.Connectors.Find(entry.Config.Provider)?.Webhook : null;
}
