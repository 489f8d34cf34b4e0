using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Cli.Local;

/// <summary>Subscriptions in the database. Tests are sent from this machine.</summary>
internal sealed class LocalSubscriptions(CliSession session) : ICompanySubscriptions
{
    private SubscriptionStore Store => session.Get<SubscriptionStore>();

    private DeliveryStore Deliveries => session.Get<DeliveryStore>();

    public async Task<IReadOnlyList<SubscriptionLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Store.ListAsync(await WorkspaceAsync(cancellationToken), cancellationToken)).Select(s => new SubscriptionLine(
            s.Id, s.Name, s.Url, s.Filter, s.IsPaused, s.PauseReason, s.LastDeliveredAt, s.Waiting, s.Dead, s.NextTryAt))];

    public async Task<string?> CreateAsync(string name, string url, SubscriptionFilter filter, bool fromBeginning, CancellationToken cancellationToken) =>
        (await Store.CreateAsync(await WorkspaceAsync(cancellationToken), name, url, filter, fromBeginning, cancellationToken))?.Secret;

    public async Task<SubscriptionEdit> EditAsync(SubscriptionLine standing, string name, string url, SubscriptionFilter filter, CancellationToken cancellationToken) =>
        await Store.EditAsync(await WorkspaceAsync(cancellationToken), standing.Id, name, url, filter, cancellationToken);

    public async Task SetPausedAsync(Guid id, bool paused, CancellationToken cancellationToken)
    {
        var workspace = await WorkspaceAsync(cancellationToken);
        _ = paused ? await Store.PauseAsync(workspace, id, cancellationToken) : await Store.ResumeAsync(workspace, id, cancellationToken);
    }

    public async Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken)
    {
        using var sender = new DeliverySender(Deliveries, new TargetRule(allowsPrivate), DeliveryPace.Usual, session.Get<TimeProvider>());
        return await sender.TestAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken) is { } outcome ? ApiTestOutcome.Of(outcome) : null;
    }

    public async Task<string?> RollAsync(Guid id, CancellationToken cancellationToken) => await Store.RollAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken);

    public async Task<IReadOnlyList<DeliveryLine>> LogAsync(Guid id, int take, CancellationToken cancellationToken) =>
        [.. (await Deliveries.LogAsync(await WorkspaceAsync(cancellationToken), id, take, cancellationToken)).Select(d => new DeliveryLine(
            d.Id, d.CreatedAt, d.IsTest, RollcallApi.Word(d.State), d.Changes, d.To, d.Attempts, d.LastStatus, d.LastError, d.LastTriedAt))];

    public async Task<int> DeadLettersAsync(Guid id, Guid? delivery, bool isDrop, CancellationToken cancellationToken)
    {
        var workspace = await WorkspaceAsync(cancellationToken);
        return isDrop ? await Deliveries.DropAsync(workspace, id, delivery, cancellationToken) : await Deliveries.ReplayAsync(workspace, id, delivery, cancellationToken);
    }

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken) => await Store.RemoveAsync(await WorkspaceAsync(cancellationToken), id, cancellationToken);

    private async Task<WorkspaceId> WorkspaceAsync(CancellationToken cancellationToken) => (await session.WorkspaceAsync(cancellationToken)).Id;
}
