using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>Looks what began and what is over, and tells whoever wants to know. Both is in the database, so another node goes on when this one dies.</summary>
internal sealed partial class AlertWorker(AlertStore alerts, AlertChannelStore channels, AlertWatch watch, AlertSender sender, AlertPace pace, TimeProvider time, ILogger<AlertWorker> logger) : RepeatingService
{
    /// <summary>So many channels are sent to at the same time; others wait for the next look.</summary>
    private const int MostAtOnce = 16;

    private readonly Guid node = Guid.CreateVersion7(time.GetUtcNow());
    private readonly Dictionary<Guid, Task> going = [];

    protected override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(pace.Look, time, cancellationToken);

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    protected override Task StillGoingAsync() => Task.WhenAll(going.Values);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var workspace in await alerts.TakeDueAsync(pace.Watch, cancellationToken))
        {
            try
            {
                await watch.LookAsync(workspace, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The others are looked at all the same; this one again in a while.
                Log.NotWatched(logger, workspace.Value, exception.GetType().Name);
            }
        }

        foreach (var done in going.Where(g => g.Value.IsCompleted).Select(g => g.Key).ToList())
        {
            going.Remove(done);
        }

        foreach (var due in (await channels.DueAsync(cancellationToken)).Where(d => !going.ContainsKey(d)).Take(MostAtOnce - going.Count).ToList())
        {
            going[due] = SendAsync(due, cancellationToken);
        }
    }

    private async Task SendAsync(Guid channel, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await sender.SendAsync(channel, node, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotSent(logger, channel, exception.GetType().Name);
        }
        finally
        {
            await ReleaseAsync(channel);
        }
    }

    private async Task ReleaseAsync(Guid channel)
    {
        try
        {
            await channels.ReleaseAsync(channel, node, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It ends by itself in a while.
            Log.NotSent(logger, channel, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(80, LogLevel.Warning, "Alerts could not be looked at: {Exception}. They are tried again.")]
        public static partial void NotLooked(ILogger logger, string exception);

        [LoggerMessage(81, LogLevel.Warning, "What is to be told of workspace {Workspace} could not be looked at: {Exception}. It is tried again.")]
        public static partial void NotWatched(ILogger logger, Guid workspace, string exception);

        [LoggerMessage(82, LogLevel.Warning, "Alert channel {Channel} could not be sent to: {Exception}. It is tried again.")]
        public static partial void NotSent(ILogger logger, Guid channel, string exception);
    }
}
