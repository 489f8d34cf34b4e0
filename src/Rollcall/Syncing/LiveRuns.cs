using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Runs that go on in this process whoever watches: a page that is left or a browser that is closed stops nothing. Those of other
/// processes are seen too, a second later.</summary>
internal sealed class LiveRuns(SyncService sync, RunStore runs, TimeProvider time, IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly Dictionary<RunId, RunProgress> progress = [];
    private readonly HashSet<Task> tasks = [];
    private Dictionary<RunId, RunProgress> elsewhere = [];
    private Action<RunId>[] subscribers = [];

    /// <summary>Tells when a run begins, moves on or ends, until disposed. Called on the run's own thread: hand over and return.</summary>
    public IDisposable Subscribe(Action<RunId> told)
    {
        lock (gate)
        {
            subscribers = [.. subscribers, told];
        }

        return new Subscription(this, told);
    }

    /// <summary>Null when no such run goes on.</summary>
    public RunProgress? Of(RunId run)
    {
        lock (gate)
        {
            return progress.GetValueOrDefault(run) ?? elsewhere.GetValueOrDefault(run);
        }
    }

    /// <summary>Whether somebody watches.</summary>
    public bool IsWatched => subscribers.Length > 0;

    /// <summary>Takes over where the runs of other processes stand, and tells of those that moved, came or ended.</summary>
    public void Mirror(IReadOnlyList<RunProgress> now)
    {
        List<RunId> moved;
        Action<RunId>[] tell;
        lock (gate)
        {
            var before = elsewhere;
            elsewhere = now.ToDictionary(r => r.Run);
            moved = [.. now.Where(r => before.GetValueOrDefault(r.Run) != r).Select(r => r.Run), .. before.Keys.Where(r => !elsewhere.ContainsKey(r))];
            tell = subscribers;
        }

        foreach (var run in moved)
        {
            foreach (var told in tell)
            {
                told(run);
            }
        }
    }

    /// <summary>Begins a run and returns at once, or says which one is going on (it was told to follow up if this one was to apply).</summary>
    public async Task<RunStart> StartAsync(
        Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, CancellationToken cancellationToken) =>
        (await BeginAsync(workspace, connection, mode, apply, trigger, cancellationToken)).Start;

    /// <summary>The same, with the end to wait for: null when no run began, and when it failed.</summary>
    public async Task<(RunStart Start, Task<RunReport?> End)> BeginAsync(
        Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var start = await sync.BeginAsync(workspace, connection, mode, apply, trigger, cancellationToken);
        return start is RunStart.Begun begun ? (start, Go(begun.Run, workspace, connection, mode, apply, trigger)) : (start, Task.FromResult<RunReport?>(null));
    }

    /// <summary>Does the run that a connection was told to do once more, and returns when it has ended; at once when another process does it.</summary>
    public async Task FollowUpAsync(Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        if (await sync.BeginFollowUpAsync(workspace, connection, cancellationToken) is { } begun)
        {
            await Go(begun.Run, workspace, connection, new ReadMode.Full(), new ApplyMode.Apply(), RunTrigger.FollowUp);
        }
    }

    private Task<RunReport?> Go(RunId run, Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger) =>
        Track<RunReport?>(run, async watch =>
        {
            try
            {
                return await sync.CarryOutAsync(run, workspace, connection, mode, apply, trigger, watch, lifetime.ApplicationStopping);
            }
            catch (ConnectorException)
            {
                // The run's row says so already.
                return null;
            }
            catch (OperationCanceledException)
            {
                if (trigger is RunTrigger.Schedule or RunTrigger.FollowUp)
                {
                    // Nobody watches these: another process carries on, or this one when it is back.
                    await runs.FollowUpAsync(workspace.Id, connection.Id, CancellationToken.None);
                }

                return null;
            }
        });

    /// <summary>Applies exactly the plan of a run that was previewed or stopped; null when it has none any more. Leaving the page does not stop it.</summary>
    public async Task<ApplyOutcome?> ApproveAsync(Workspace workspace, RunEntry run, string approvedBy, CancellationToken cancellationToken) =>
        await runs.LoadPlanAsync(workspace.Id, run.Id, cancellationToken) is { } plan
            ? await Track(run.Id, watch => sync.ApproveAsync(workspace, run, plan, approvedBy, watch, lifetime.ApplicationStopping)).WaitAsync(cancellationToken)
            : null;

    /// <summary>Takes a run back if that still means what was shown.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="run">What to take back.</param>
    /// <param name="digest">The digest of the undo that was shown.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Stops waiting, not the undo.</param>
    /// <returns>The outcome, or null when a run of the connection is going on.</returns>
    public Task<ApplyOutcome?> UndoAsync(Workspace workspace, RunEntry run, string digest, string by, CancellationToken cancellationToken) =>
        Track(run.Id, async watch =>
        {
            var undo = await sync.PlanUndoAsync(workspace, run, lifetime.ApplicationStopping);
            return undo.Digest == digest
                ? await sync.UndoAsync(workspace, run, undo, by, watch, lifetime.ApplicationStopping)
                : new ApplyOutcome.DirectoryChanged(["the directory is not what the preview of the undo was made against"]);
        }).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            left = [.. tasks];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task<T> Track<T>(RunId run, Func<Watch, Task<T>> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                return await work(new Watch(this, run, time));
            }
            finally
            {
                Set(run, null);
            }
        }, CancellationToken.None);
        lock (gate)
        {
            tasks.Add(task);
            tasks.RemoveWhere(t => t.IsCompleted);
        }

        return task;
    }

    private void Set(RunId run, RunProgress? now)
    {
        Action<RunId>[] tell;
        lock (gate)
        {
            tell = subscribers;
            if (now is null)
            {
                progress.Remove(run);
            }
            else
            {
                progress[run] = now;
            }
        }

        foreach (var told in tell)
        {
            told(run);
        }
    }

    private sealed class Subscription(LiveRuns live, Action<RunId> told) : IDisposable
    {
        public void Dispose()
        {
            lock (live.gate)
            {
                live.subscribers = [.. live.subscribers.Where(s => s != told)];
            }
        }
    }

    /// <summary>Keeps the latest progress and tells of it a few times a second at most.</summary>
    private sealed class Watch(LiveRuns live, RunId run, TimeProvider time) : IRunObserver, IProgress<int>
    {
        private RunProgress at = new(run, RunStage.Discover, 0, null, time.GetUtcNow());
        private DateTimeOffset told;

        public void Enter(RunStage stage)
        {
            told = time.GetUtcNow();
            at = new RunProgress(run, stage, 0, null, told);
            live.Set(run, at);
        }

        public void Advance(RunStage stage, int done, int? total)
        {
            var now = time.GetUtcNow();
            at = at.Stage == stage ? at with { Done = done, Total = total ?? at.Total } : new RunProgress(run, stage, done, total, now);
            if (now - told >= Quiet)
            {
                told = now;
                live.Set(run, at);
            }
        }

        public void Report(int value) => Advance(RunStage.Apply, value, total: null);
    }
}
