using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>Looks what began and what is over, and tells whoever wants to know. Both is in the database, so another node goes on when this one dies.</summary>
internal sealed partial class AlertWorker(AlertStore alerts, AlertChannelStore channels, AlertWatch watch, AlertSender sender, AlertPace pace, TimeProvider time, ILogger<AlertWorker> logger)
    : LeasedService(MostAtOnce, pace.Look, time)
{
    private const int MostAtOnce = 16;

    protected override Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellationToken) => channels.DueAsync(cancellationToken);

    protected override Task SeeToAsync(Guid thing, CancellationToken cancellationToken) => sender.SendAsync(thing, Node, cancellationToken);

    protected override Task ReleaseAsync(Guid thing) => channels.ReleaseAsync(thing, Node, CancellationToken.None);

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    protected override void Failed(Guid thing, string exception) => Log.NotSent(logger, thing, exception);

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

        await base.LookAsync(cancellationToken);
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
