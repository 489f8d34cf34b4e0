using Rollcall.Features.Invitations;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>What follows a run that was applied: whoever it created as invited is mailed (R17), and old runs that wrote nothing go. One after
/// another, beside the runs, and never a reason for a run to fail.</summary>
/// <param name="inviter">Sends the invitations.</param>
/// <param name="invitations">Knows who waits for one.</param>
/// <param name="runs">The runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are said.</param>
/// <param name="lifetime">Of the web server, which does not wait for mails when it stops; none in the terminal, which does.</param>
internal sealed partial class AfterRuns(
    Inviter inviter, InvitationStore invitations, RunStore runs, TimeProvider time, ILogger<AfterRuns> logger, IHostApplicationLifetime? lifetime = null)
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Returns at once.</summary>
    public void HandOver(Workspace workspace, ConnectionEntry connection)
    {
        lock (gate)
        {
            last = FollowAsync(last, workspace, connection);
        }
    }

    /// <summary>Ends when all that was handed over so far is done. Whoever ends the process waits for it first: afterwards there is no database any more.</summary>
    public Task IdleAsync()
    {
        lock (gate)
        {
            return last;
        }
    }

    private async Task FollowAsync(Task before, Workspace workspace, ConnectionEntry connection)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var stop = lifetime?.ApplicationStopping ?? CancellationToken.None;
        try
        {
            if (connection.Config.AutoInvite && await invitations.DueAsync(workspace.Id, connection.Id, stop) is { Count: > 0 } due)
            {
                var counts = await inviter.SendAsync(workspace, due, by: null, progress: null, stop);
                Log.Invited(logger, connection.Id.Value, counts.Sent, counts.Failed);
            }

            if (workspace.KeepRunsDays is { } days)
            {
                await runs.PruneAsync(workspace.Id, time.GetUtcNow() - TimeSpan.FromDays(days), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next run that is applied goes on with those who were not mailed.
        }
        catch (Exception exception)
        {
            // The run is over and stays as it is.
            Log.Failed(logger, connection.Id.Value, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Information, "Connection {Connection}: {Sent} invitations sent by auto-invite, {Failed} not sent")]
        public static partial void Invited(ILogger logger, Guid connection, int sent, int failed);

        [LoggerMessage(21, LogLevel.Error, "What follows a run of connection {Connection} ended in {Exception}")]
        public static partial void Failed(ILogger logger, Guid connection, string exception);
    }
}
