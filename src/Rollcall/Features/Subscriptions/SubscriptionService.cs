using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Features.Subscriptions;

/// <summary>What is shown once, when a subscription was made.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="Secret">What its deliveries are signed with.</param>
/// <param name="Problem">A word of <see cref="SubscriptionRules"/> or <c>taken</c>; null when it was made.</param>
public sealed record MadeSubscription(Guid Id, string Secret, string? Problem)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Makes, pauses, tests and removes subscriptions for whoever is at the page or comes with a token.</summary>
internal sealed class SubscriptionService(Visitor visitor, SubscriptionStore store, DeliveryStore deliveries, DeliverySender sender)
{
    public async Task<IReadOnlyList<SubscriptionEntry>> ListAsync(CancellationToken cancellationToken) =>
        await store.ListAsync((await AdminAsync(cancellationToken)).Workspace.Id, cancellationToken);

    /// <summary>Null when there is none of this id.</summary>
    public async Task<SubscriptionEntry?> FindAsync(Guid subscription, CancellationToken cancellationToken) =>
        await store.FindAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, cancellationToken);

    public async Task<MadeSubscription> AddAsync(string name, string url, SubscriptionFilter filter, bool fromBeginning, CancellationToken cancellationToken)
    {
        var member = await AdminAsync(cancellationToken);
        return SubscriptionRules.ProblemOf(name, url, filter) is { } problem ? new MadeSubscription(Guid.Empty, "", problem)
            : await store.CreateAsync(member.Workspace.Id, name, url, filter, fromBeginning, cancellationToken) is var (id, secret) ? new MadeSubscription(id, secret, null)
            : new MadeSubscription(Guid.Empty, "", "taken");
    }

    /// <summary>Changes name, address and what it hears of. A word of <see cref="SubscriptionRules"/>, <c>taken</c> or <c>gone</c>; null when it is done.</summary>
    public async Task<string?> EditAsync(Guid subscription, string name, string url, SubscriptionFilter filter, CancellationToken cancellationToken)
    {
        var member = await AdminAsync(cancellationToken);
        return SubscriptionRules.ProblemOf(name, url, filter) ?? await store.EditAsync(member.Workspace.Id, subscription, name, url, filter, cancellationToken) switch
        {
            SubscriptionEdit.Done => null,
            SubscriptionEdit.NameTaken => "taken",
            SubscriptionEdit.Gone => "gone",
        };
    }

    /// <summary>False when it is gone.</summary>
    public async Task<bool> SetPausedAsync(Guid subscription, bool paused, CancellationToken cancellationToken)
    {
        var workspace = (await AdminAsync(cancellationToken)).Workspace.Id;
        return paused ? await store.PauseAsync(workspace, subscription, cancellationToken) : await store.ResumeAsync(workspace, subscription, cancellationToken);
    }

    /// <summary>The new secret, this once; null when the subscription is gone.</summary>
    public async Task<string?> RollAsync(Guid subscription, CancellationToken cancellationToken) =>
        await store.RollAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, cancellationToken);

    /// <summary>Null when the subscription is gone.</summary>
    public async Task<DeliveryOutcome?> TestAsync(Guid subscription, CancellationToken cancellationToken) =>
        await sender.TestAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, cancellationToken);

    /// <summary>False when it was gone already.</summary>
    public async Task<bool> RemoveAsync(Guid subscription, CancellationToken cancellationToken) =>
        await store.RemoveAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, cancellationToken);

    /// <summary>The newest deliveries.</summary>
    public async Task<IReadOnlyList<DeliveryEntry>> LogAsync(Guid subscription, int take, CancellationToken cancellationToken) =>
        await deliveries.LogAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, take, cancellationToken);

    /// <summary>How many dead letters, of one or of all, are sent again.</summary>
    public async Task<int> ReplayAsync(Guid subscription, Guid? delivery, CancellationToken cancellationToken) =>
        await deliveries.ReplayAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, delivery, cancellationToken);

    /// <summary>How many dead letters, of one or of all, are forgotten.</summary>
    public async Task<int> DropAsync(Guid subscription, Guid? delivery, CancellationToken cancellationToken) =>
        await deliveries.DropAsync((await AdminAsync(cancellationToken)).Workspace.Id, subscription, delivery, cancellationToken);

    private Task<Member> AdminAsync(CancellationToken cancellationToken) => visitor.RequireAsync(MemberRole.Admin, cancellationToken);
}
