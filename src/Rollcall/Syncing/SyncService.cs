using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Runs syncs, previews, approvals and undos of a workspace: the one way for terminal, schedule and web.</summary>
internal sealed partial class SyncService(
    IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, WorkspaceStore workspaces, ConnectionStore connections, RunStore runs, WebhookStore webhooks,
    HttpClient http, OpenSources open, AfterRuns after, TimeProvider time, ILoggerFactory loggers)
{
    public DirectoryStore DirectoryOf(Workspace workspace) => new(contexts, bulk, workspace.Id, time);

    /// <summary>The connector of a connection, with its secrets.</summary>
    /// <exception cref="ConnectorException">The settings are incomplete.</exception>
    public async Task<IHrisSource> SourceOfAsync(Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken)
    {
        return SourceFrom(DescriptorOf(connection), await connections.RevealAsync(workspace.Id, connection.Id, cancellationToken));
    }

    /// <summary>A connector with settings that need not be stored: to test them first.</summary>
    /// <exception cref="ConnectorException">The settings are incomplete or impossible.</exception>
    public IHrisSource SourceFrom(ConnectorDescriptor descriptor, IReadOnlyDictionary<string, string> settings) =>
        descriptor.Create(new ConnectorContext(settings, http, time, loggers.CreateLogger($"Rollcall.Connectors.{descriptor.Key}")));

    public static ConnectionSetup SetupOf(ConnectionEntry connection) => new(connection.Id, connection.Config, DescriptorOf(connection));

    /// <summary>Begins a run, unless one is going on; runs it; runs once more when a trigger came meanwhile (R16).</summary>
    /// <returns>The report, or null when another run is going on; it was told to follow up if this one was to apply.</returns>
    public async Task<RunReport?> RunAsync(
        Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, IRunObserver observer, CancellationToken cancellationToken) =>
        await BeginAsync(workspace, connection, mode, apply, trigger, cancellationToken) is RunStart.Begun begun
            ? await CarryOutAsync(begun.Run, workspace, connection, mode, apply, trigger, observer, cancellationToken)
            : null;

    /// <summary>Takes the connection for a run; <see cref="CarryOutAsync"/> must follow. A run that is going on is told to run once more for one that was
    /// to apply what it reads, and for no other: what follows applies too. Nor for a webhook: its deliveries wait by themselves.</summary>
    public async Task<RunStart> BeginAsync(
        Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, CancellationToken cancellationToken)
    {
        var start = await runs.BeginAsync(workspace.Id, connection.Id, trigger, KindOf(mode), cancellationToken);
        if (start is RunStart.Busy && apply is ApplyMode.Apply && trigger != RunTrigger.Webhook)
        {
            await runs.FollowUpAsync(workspace.Id, connection.Id, cancellationToken);
        }

        return start;
    }

    /// <summary>Takes the connection for the run it was told to do once more, of everybody; null when another process does, or it is busy.</summary>
    public Task<RunStart.Begun?> BeginFollowUpAsync(Workspace workspace, ConnectionEntry connection, CancellationToken cancellationToken) =>
        runs.BeginFollowUpAsync(workspace.Id, connection.Id, cancellationToken);

    /// <summary>Carries a begun run out, and once more when a trigger came meanwhile (R16).</summary>
    public async Task<RunReport> CarryOutAsync(
        RunId run, Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, IRunObserver observer, CancellationToken cancellationToken)
    {
        var report = await RunOnceAsync(run, workspace, connection, mode, apply, trigger, observer, cancellationToken);

        // By what is saved now: whoever asked may have changed something first. A connection that is paused or disabled by now keeps the mark.
        if (apply is not ApplyMode.Apply
            || await workspaces.FindAsync(workspace.Id, cancellationToken) is not { } standing
            || await connections.FindAsync(workspace.Id, connection.Id, cancellationToken) is not { Config.Enabled: true } saved
            || await runs.BeginFollowUpAsync(workspace.Id, connection.Id, cancellationToken) is not { } again)
        {
            return report;
        }

        // What came meanwhile may have asked for more than this run reads.
        return await RunOnceAsync(again.Run, standing, saved, new ReadMode.Full(), apply, RunTrigger.FollowUp, observer, cancellationToken);
    }

    /// <summary>Applies exactly the plan that was shown, or refuses: also when a newer reading of the connection was applied
    /// since, because the plan would bring an older one back, and when it was not made with what is saved now, because the
    /// next sync would take it back.</summary>
    public async Task<ApplyOutcome> ApproveAsync(
        Workspace workspace, RunEntry run, Plan plan, string approvedBy, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        var connection = all.FirstOrDefault(c => c.Id == run.Connection);
        if (RefusalOf(connection, plan, await ConfigDigestAsync(workspace, all, cancellationToken)) is { } refusal)
        {
            return new ApplyOutcome.DirectoryChanged([refusal]);
        }

        if (PlanGuard.Approve(UnsavedMapping.WithoutMark(plan), run.Digest ?? "", approvedBy) is not { } approved)
        {
            // A version of before may have counted less as a change than this one does.
            return new ApplyOutcome.DirectoryChanged(["the stored plan is not the one that was shown"]);
        }

        var outcome = await DirectoryOf(workspace).ApplyAsync(approved, run.Id, progress, cancellationToken);
        if (outcome is ApplyOutcome.Applied)
        {
            after.HandOver(workspace, connection!);
        }

        return outcome;
    }

    public Task<Plan> PlanUndoAsync(Workspace workspace, RunEntry run, CancellationToken cancellationToken) =>
        UndoRun.PlanAsync(DirectoryOf(workspace), run.Connection, run.Id, time, cancellationToken);

    /// <summary>Takes a run back as previewed. The connection is paused, so that the next run does not redo it. However it ends, the connection is free again.</summary>
    /// <returns>The outcome, or null when a run of the connection is going on.</returns>
    public async Task<ApplyOutcome?> UndoAsync(Workspace workspace, RunEntry run, Plan undo, string by, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (await runs.BeginAsync(workspace.Id, run.Connection, RunTrigger.Undo, ReadingKind.Undo, cancellationToken) is not RunStart.Begun begun)
        {
            return null;
        }

        try
        {
            await using var heart = new Heart(runs, begun.Run, observer, time, loggers.CreateLogger<Heart>());
            heart.Enter(RunStage.Apply);
            var outcome = await DirectoryOf(workspace).ApplyAsync(PlanGuard.Approve(undo, undo.Digest, by)!, begun.Run, heart, cancellationToken);
            if (outcome is ApplyOutcome.Applied)
            {
                await runs.MarkUndoneAsync(workspace.Id, run.Id, begun.Run, cancellationToken);
            }
            else
            {
                await runs.FailAsync(begun.Run, "The directory changed since the undo was planned. Nothing was written.", cancellationToken);
            }

            return outcome;
        }
        catch (Exception exception)
        {
            await EndAsync(begun.Run, exception);
            throw;
        }
    }

    /// <summary>Why the plan may not be applied any more; null when it may.</summary>
    private static string? RefusalOf(ConnectionEntry? connection, Plan plan, string configDigest) =>
        connection is null ? "the connection was removed"
        : !UnsavedMapping.Allows(plan, connection.Config) ? "the mapping of this preview is not the saved one; save it first"
        : connection.LastReadAt > plan.ReadAt ? "a newer reading of the connection was applied"
        : UnsavedMapping.IsOutdated(plan, configDigest) ? "the configuration, or the directory's teams, levels or attributes were changed since" : null;

    private static ConnectorDescriptor DescriptorOf(ConnectionEntry connection) =>
        Connectors.Connectors.Find(connection.Config.Provider) ?? throw new ConnectorException(new ConnectorFault(
            ConnectorFaultKind.Misconfigured, $"There is no connector “{connection.Config.Provider}”.", "Use a version of Rollcall that has it.", null, null));

    private static ReadingKind KindOf(ReadMode mode) => mode switch
    {
        ReadMode.Full => ReadingKind.Full,
        ReadMode.Changes => ReadingKind.Delta,
        ReadMode.People => ReadingKind.Single,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<RunReport> RunOnceAsync(
        RunId run, Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, RunTrigger trigger, IRunObserver observer, CancellationToken cancellationToken)
    {
        using var telemetry = RunTelemetry.Begin(connection.Id, connection.Config.Provider, (mode, apply), trigger, time);
        try
        {
            var (request, saved) = await RequestAsync(run, workspace, connection, mode, apply, cancellationToken);
            await using var heart = new Heart(runs, run, observer, time, loggers.CreateLogger<Heart>());
            var report = await new SyncRun(DirectoryOf(workspace), time, loggers.CreateLogger<SyncRun>()).ExecuteAsync(request, heart, cancellationToken);
            report = UnsavedMapping.Marked(report, request.Connection.Config, saved);
            await runs.FinishAsync(report, cancellationToken);
            telemetry.End(report);
            if (report.State == RunState.Succeeded)
            {
                after.HandOver(workspace, connection);
            }
            else if (report.State == RunState.Failed)
            {
                open.Doubt(connection.Id);
            }

            return report;
        }
        catch (ConnectorException exception)
        {
            telemetry.Fail(exception.Fault.Kind.ToString());
            await runs.FailAsync(run, $"{exception.Fault.What} {exception.Fault.Fix}", CancellationToken.None);
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            telemetry.Fail(exception.GetType().Name);
            await EndAsync(run, exception);
            throw;
        }
        catch (OperationCanceledException exception)
        {
            telemetry.Cancel();
            await EndAsync(run, exception);
            throw;
        }
    }

    /// <summary>Ends a run that threw. One that was written has its end already, and keeps it.</summary>
    private async Task EndAsync(RunId run, Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            await runs.FailAsync(run, "Cancelled. Nothing of this run was written.", CancellationToken.None);
            return;
        }

        Log.RunFailed(loggers.CreateLogger<SyncService>(), run.Value, exception.GetType().Name);
        await runs.FailAsync(run, $"An unexpected error ({exception.GetType().Name}). Nothing of this run was written.", CancellationToken.None);
    }

    /// <summary>What a plan that is made now would be made with: both as they stand, not as whoever asks has seen them.</summary>
    private async Task<string> ConfigDigestAsync(Workspace workspace, IReadOnlyList<ConnectionEntry> all, CancellationToken cancellationToken)
    {
        var standing = await workspaces.FindAsync(workspace.Id, cancellationToken) ?? workspace;
        return MappingCompiler.ConfigDigest(await workspaces.ConfigAsync(standing, cancellationToken), all.Select(c => c.Config), standing.EditEpoch);
    }

    private async Task<IHrisSource> SourceOfRunAsync(Workspace workspace, ConnectionEntry connection, ReadMode mode, CancellationToken cancellationToken)
    {
        var settings = await connections.RevealAsync(workspace.Id, connection.Id, cancellationToken);
        return open.Of(connection, settings, mode, () => SourceFrom(DescriptorOf(connection), settings));
    }

    /// <summary>The request, and the configuration that is saved: a preview may be of another one.</summary>
    private async Task<(SyncRequest Request, ConnectionConfig? Saved)> RequestAsync(
        RunId run, Workspace workspace, ConnectionEntry connection, ReadMode mode, ApplyMode apply, CancellationToken cancellationToken)
    {
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        var request = new SyncRequest
        {
            Run = run,
            Workspace = await workspaces.ConfigAsync(workspace, cancellationToken),
            Connection = SetupOf(connection),
            Others = [.. all.Where(c => c.Id != connection.Id).Select(SetupOf)],
            Source = await SourceOfRunAsync(workspace, connection, mode, cancellationToken),
            Mode = mode,
            Apply = apply,
            EditEpoch = workspace.EditEpoch,
            Webhook = connection.LastReadAt is { } before && await webhooks.FindAsync(workspace.Id, connection.Id, cancellationToken) is { HasSecret: true } webhook
                ? new WebhookWatch(webhook.LastReceivedAt ?? webhook.CreatedAt, before)
                : null,
        };
        return (request, all.FirstOrDefault(c => c.Id == connection.Id)?.Config);
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "Run {Run} ended in an unexpected {Exception}")]
        public static partial void RunFailed(ILogger logger, Guid run, string exception);
    }
}
