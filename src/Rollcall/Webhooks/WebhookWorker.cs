using System.Threading.Channels;
using Rollcall.Background;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Webhooks;

/// <summary>Reads whoever webhooks speak of: some people as single people, a flood of them as one complete read. What is waiting is in the
/// database; whichever node comes first sees to it.</summary>
internal sealed partial class WebhookWorker(
    WebhookStore webhooks, WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, LiveRuns live, RunPlaces places, TimeProvider time, ILogger<WebhookWorker> logger) : RepeatingService
{
    /// <summary>Other nodes take deliveries too, and say nothing of them here.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>One edit of a person often makes several deliveries; they are one read.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan WhileBusy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(10);

    /// <summary>So many single people are never a flood.</summary>
    private const int Few = 20;

    /// <summary>More than this part of a connection's people is one.</summary>
    private const double Flood = 0.05;

    private readonly Channel<bool> arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<ConnectionId, (DateTimeOffset Until, int Failures)> waits = [];
    private readonly Dictionary<ConnectionId, Task> going = [];

    /// <summary>Something came here: it is looked at now, not in a while.</summary>
    public void Arrived() => arrivals.Writer.TryWrite(true);

    /// <summary>What a piece of work is a reason to read; null when nothing is to be read for it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="connection">The connection as it stands; null when it is gone.</param>
    /// <param name="carried">How many people the connection carries.</param>
    public static ReadMode? ModeOf(WebhookWork work, ConnectionEntry? connection, int carried) =>
        connection is not { Paused: false, Config.Enabled: true, LastFullReadAt: { } full } || full > work.LastAt ? null
        : work.Reason is not null || (work.People.Count > Few && work.People.Count > carried * Flood) ? new ReadMode.Full()
        : new ReadMode.People([.. work.People]);

    /// <summary>Whether everybody is to be read once the connection may write again: what was spoken of while it was paused or disabled is not known.</summary>
    public static bool OwesRead(WebhookWork work, ConnectionEntry? connection) =>
        connection is { LastFullReadAt: { } full } and ({ Paused: true } or { Config.Enabled: false }) && full <= work.LastAt;

    protected override async Task PauseAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(arrivals.Reader.WaitToReadAsync(cancellationToken).AsTask(), Task.Delay(NextLook(), time, cancellationToken));
        if (arrivals.Reader.TryRead(out _))
        {
            await Task.Delay(Gather, time, cancellationToken);
        }
    }

    protected override void Failed(string exception) => Log.NotLooked(logger, exception);

    /// <summary>The runs that go on end by themselves.</summary>
    protected override Task StillGoingAsync() => Task.WhenAll(going.Values);

    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var done in going.Where(g => g.Value.IsCompleted).Select(g => g.Key).ToList())
        {
            going.Remove(done);
        }

        var now = time.GetUtcNow();
        foreach (var work in await webhooks.WaitingAsync(cancellationToken))
        {
            bool mayBegin;
            lock (waits)
            {
                mayBegin = !waits.TryGetValue(work.Connection, out var wait) || wait.Until <= now;
            }

            if (mayBegin && going.Count < places.AtOnce && !going.ContainsKey(work.Connection))
            {
                going[work.Connection] = SeeToAsync(work, cancellationToken);
            }
        }
    }

    /// <summary>Sooner when a connection was busy a moment ago.</summary>
    private TimeSpan NextLook()
    {
        var soon = time.GetUtcNow() + LookAgain;
        lock (waits)
        {
            return waits.Values.Any(w => w.Failures == 0 && w.Until < soon) ? WhileBusy : LookAgain;
        }
    }

    private async Task SeeToAsync(WebhookWork work, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var workspace = await workspaces.FindAsync(work.Workspace, cancellationToken);
            var connection = workspace is null ? null : await connections.FindAsync(work.Workspace, work.Connection, cancellationToken);
            var carried = work.People.Count > Few ? await connections.CountCarriedAsync(work.Connection, cancellationToken) : 0;
            if (ModeOf(work, connection, carried) is not { } mode)
            {
                if (OwesRead(work, connection))
                {
                    await runs.FollowUpAsync(work.Workspace, work.Connection, cancellationToken);
                }

                await webhooks.HandledAsync(work, run: null, cancellationToken);
                Done(work.Connection);
                return;
            }

            var (start, end) = await live.BeginAsync(workspace!, connection!, mode, new ApplyMode.Apply(), RunTrigger.Webhook, cancellationToken);
            if (start is not RunStart.Begun begun)
            {
                Wait(work.Connection, WhileBusy, hasFailed: false);
            }
            else if (await end is { State: RunState.Succeeded or RunState.AwaitingApproval })
            {
                await webhooks.HandledAsync(work, begun.Run, CancellationToken.None);
                Done(work.Connection);
            }
            else
            {
                Wait(work.Connection, FirstRetry, hasFailed: true);
            }
        }
        catch (ConnectorException exception)
        {
            Log.NotRead(logger, work.Connection.Value, exception.Fault.Kind.ToString());
            Wait(work.Connection, FirstRetry, hasFailed: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotRead(logger, work.Connection.Value, exception.GetType().Name);
            Wait(work.Connection, FirstRetry, hasFailed: true);
        }
        finally
        {
            Arrived();
        }
    }

    private void Done(ConnectionId connection)
    {
        lock (waits)
        {
            waits.Remove(connection);
        }
    }

    /// <summary>An HRIS that fails is asked less and less often.</summary>
    private void Wait(ConnectionId connection, TimeSpan first, bool hasFailed)
    {
        lock (waits)
        {
            var failures = hasFailed ? waits.GetValueOrDefault(connection).Failures + 1 : 0;
            var wait = hasFailed ? TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, first.Ticks << Math.Min(failures - 1, 10))) : first;
            waits[connection] = (time.GetUtcNow() + wait, failures);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "Webhook deliveries could not be looked at: {Exception}. They are tried again.")]
        public static partial void NotLooked(ILogger logger, string exception);

        [LoggerMessage(41, LogLevel.Warning, "What webhooks of connection {Connection} speak of could not be read: {Reason}. It is tried again.")]
        public static partial void NotRead(ILogger logger, Guid connection, string reason);
    }
}
