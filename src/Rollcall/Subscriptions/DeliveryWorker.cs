using System.Net;
using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>Delivers changes to subscriptions, to each one delivery at a time in the order of the log. A consumer that fails holds up its own alone.
/// What is on its way is in the database: a node that is killed is followed by another one.</summary>
internal sealed partial class DeliveryWorker(SubscriptionStore store, DeliverySender sender, DeliveryPace pace, TimeProvider time, ILogger<DeliveryWorker> logger) : RepeatingService
{
    /// <summary>So many subscriptions are delivered to at the same time; others wait for the next look.</summary>
    private const int MostAtOnce = 32;

    private readonly Guid node = Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>Nothing depends on it but when retries come.</summary>
    private readonly Random chance = new();

    private readonly Dictionary<Guid, Task> going = [];

    protected override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(pace.Look, time, cancellationToken);

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    /// <summary>What was not taken is sent again by whoever starts next.</summary>
    protected override Task StillGoingAsync() => Task.WhenAll(going.Values);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var done in going.Where(g => g.Value.IsCompleted).Select(g => g.Key).ToList())
        {
            going.Remove(done);
        }

        foreach (var due in (await store.DueAsync(cancellationToken)).Where(d => !going.ContainsKey(d)).Take(MostAtOnce - going.Count).ToList())
        {
            going[due] = DeliverAsync(due, cancellationToken);
        }
    }

    /// <summary>Sends until nothing is left, a try fails, or the subscription is another node's.</summary>
    private async Task DeliverAsync(Guid subscription, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await store.TakeAsync(subscription, node, pace.Lease, cancellationToken) is { } work
                && await store.NextAsync(work, node, cancellationToken) is { } delivery)
            {
                var outcome = await sender.SendAsync(work, delivery, cancellationToken);
                var isGone = outcome.Status == (int)HttpStatusCode.Gone;
                var wait = outcome.IsDelivered ? null : pace.After(delivery.Attempts + 1, Chance());
                if (!outcome.IsDelivered)
                {
                    Log.NotTaken(logger, subscription, delivery.Id, outcome.Error!, outcome.Status);
                }

                // Not cut off by a server that stops: what was taken must not be sent again.
                await store.RecordAsync(subscription, node, delivery.Id, outcome, time.GetUtcNow() + wait, isGone, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotDelivered(logger, subscription, exception.GetType().Name);
        }
        finally
        {
            await ReleaseAsync(subscription);
        }
    }

    private async Task ReleaseAsync(Guid subscription)
    {
        try
        {
            await store.ReleaseAsync(subscription, node, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It ends by itself in a while.
            Log.NotDelivered(logger, subscription, exception.GetType().Name);
        }
    }

    private double Chance()
    {
        lock (chance)
        {
            return chance.NextDouble();
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
