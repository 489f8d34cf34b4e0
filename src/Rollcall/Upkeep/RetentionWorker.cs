using Rollcall.Background;
using Rollcall.Storage;

namespace Rollcall.Upkeep;

/// <summary>Removes what is kept no longer, one workspace after the other.</summary>
internal sealed partial class RetentionWorker(RetentionStore retention, WorkspaceStore workspaces, TimeProvider time, ILogger<RetentionWorker> logger) : RepeatingService
{
    /// <summary>A shorter time that somebody set takes effect after this at most.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Look, time, cancellationToken);

    protected override void Failed(string exception) => Log.NotPurged(logger, exception);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var all = (await workspaces.ListAsync(cancellationToken)).Select(w => w.Id);
        foreach (var workspace in await retention.TakeDueAsync(all, Every, cancellationToken))
        {
            var gone = await retention.PurgeAsync(workspace, isAsked: false, cancellationToken);
            if (!gone.IsNothing)
            {
                Log.Purged(logger, workspace.Value, gone.Changes, gone.Runs, gone.Findings, gone.Webhooks, gone.Deliveries, gone.Alerts);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(90, LogLevel.Warning, "What is too old could not be removed: {Exception}. It is tried again.")]
        public static partial void NotPurged(ILogger logger, string exception);

        [LoggerMessage(91, LogLevel.Information, "Workspace {Workspace}: removed {Changes} changes, {Runs} runs, findings of {Findings} runs, {Webhooks} webhook deliveries, {Deliveries} deliveries, {Alerts} alerts that are kept no longer")]
        public static partial void Purged(ILogger logger, Guid workspace, int changes, int runs, int findings, int webhooks, int deliveries, int alerts);
    }
}
