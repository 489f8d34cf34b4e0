using System.Net;
using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>Delivers changes to subscriptions, to each one delivery at a time in the order of the log. A consumer that fails holds up its own alone.
/// What is on its way is in the database: a node that is killed is followed by another one.</summary>
internal sealed partial class DeliveryWorker(DeliveryStore store, DeliverySender sender, DeliveryPace pace, TimeProvider time, ILogger<DeliveryWorker> logger)
    : LeasedService(MostAtOnce, pace.Look, time)
{
    private const int MostAtOnce = 32;

    private readonly TimeProvider time = time;
    private readonly Chance chance = new();

    protected override Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellationToken) => store.DueAsync(cancellationToken);

    protected override Task ReleaseAsync(Guid thing) => store.ReleaseAsync(thing, Node, CancellationToken.None);

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    protected override void Failed(Guid thing, string exception) => Log.NotDelivered(logger, thing, exception);

    /// <summary>Sends until nothing is left, a try fails, or the subscription is another node's.</summary>
    protected override async Task SeeToAsync(Guid thing, CancellationToken cancellationToken)
    {
        while (await store.TakeAsync(thing, Node, pace.Lease, cancellationToken) is { } work
            && await store.NextAsync(work, Node, cancellationToken) is { } delivery)
        {
            var outcome = await sender.SendAsync(work, delivery, cancellationToken);
            var isGone = outcome.Status == (int)HttpStatusCode.Gone;
            var wait = outcome.IsDelivered ? null : pace.After(delivery.Attempts + 1, chance.Next());
            if (!outcome.IsDelivered)
            {
                Log.NotTaken(logger, thing, delivery.Id, outcome.Error!, outcome.Status);
            }

            // Not cut off by a server that stops: what was taken must not be sent again.
            await store.RecordAsync(thing, Node, delivery.Id, outcome, time.GetUtcNow() + wait, isGone, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Warning, "Subscriptions could not be looked at: {Exception}. They are tried again.")]
        public static partial void NotLooked(ILogger logger, string exception);

        [LoggerMessage(51, LogLevel.Warning, "Subscription {Subscription} did not take delivery {Delivery}: {Reason}, status {Status}.")]
        public static partial void NotTaken(ILogger logger, Guid subscription, Guid delivery, string reason, int? status);

        [LoggerMessage(52, LogLevel.Warning, "Subscription {Subscription} could not be delivered to: {Exception}. It is tried again.")]
        public static partial void NotDelivered(ILogger logger, Guid subscription, string exception);
    }
}
