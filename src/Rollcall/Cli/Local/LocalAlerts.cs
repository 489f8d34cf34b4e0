using Rollcall.Alerts;
using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Cli.Local;

/// <summary>Alerts in the database. Tests are sent from this machine.</summary>
internal sealed class LocalAlerts(CliSession session) : ICompanyAlerts
{
    private AlertChannelStore Channels => session.Get<AlertChannelStore>();

    public async Task<IReadOnlyList<ApiAlertChannel>> ChannelsAsync(CancellationToken cancellationToken) =>
        [.. (await Channels.ListAsync(await WorkspaceAsync(cancellationToken), cancellationToken)).Select(AlertsApi.Of)];

    public async Task<ApiMadeAlertChannel?> AddAsync(AlertChannel channel, CancellationToken cancellationToken) =>
        await Channels.CreateAsync(await WorkspaceAsync(cancellationToken), channel, cancellationToken) is var (id, secret) ? new ApiMadeAlertChannel(id, secret) : null;

    public async Task<string?> MailsLeftInAsync(CancellationToken cancellationToken) =>
        (await session.Get<MailStore>().SettingsAsync(await WorkspaceAsync(cancellationToken), cancellationToken)).Host is null ? session.Get<PickupFolder>().Path : null;

    public async Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken)
    {
        using var sender = new DeliverySender(session.Get<DeliveryStore>(), new TargetRule(allowsPrivate), DeliveryPace.Usual, session.Get<TimeProvider>());
        var alerts = new AlertSender(
            Channels, session.Get<WorkspaceStore>(), session.Get<MailStore>(), session.Get<Mailer>(), session.Get<PublicAddress>(), sender, AlertPace.Usual, session.Get<TimeProvider>());
        return await alerts.TestAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken) is { } came ? ApiTestOutcome.Of(came) : null;
    }

    public async Task<string?> RollAsync(Guid id, CancellationToken cancellationToken) => await Channels.RollAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken);

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken) => await Channels.RemoveAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken);

    public async Task<IReadOnlyList<ApiAlert>> RecentAsync(int take, CancellationToken cancellationToken) =>
        [.. (await session.Get<AlertStore>().ListAsync(await WorkspaceAsync(cancellationToken), take, cancellationToken)).Select(AlertsApi.Of)];

    public async Task SetStaleAfterHoursAsync(int? hours, CancellationToken cancellationToken) =>
        await session.Get<AlertStore>().SetStaleAfterHoursAsync(await WorkspaceAsync(cancellationToken), hours, cancellationToken);

    private async Task<WorkspaceId> WorkspaceAsync(CancellationToken cancellationToken) => (await session.WorkspaceAsync(cancellationToken)).Id;
}
