using Microsoft.Extensions.Logging;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Runs;

/// <summary>One pass over a connection: Discover → Read → Map → Plan → Guard → Apply, one straight line. The only place that
/// catches a <see cref="ConnectorException"/>.</summary>
public sealed partial class SyncRun(IDirectory directory, TimeProvider time, ILogger<SyncRun> logger)
{
    public async Task<RunReport> ExecuteAsync(SyncRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        using var stages = new StageClock(time, observer);
        try
        {
            stages.Enter(RunStage.Discover);
            await using var scene = await RunScene.LoadAsync(directory, request, time, cancellationToken);

            stages.Enter(RunStage.Read);
            var (batch, complete) = await scene.ReadAsync(stages.Progress(RunStage.Read), cancellationToken);
            if (complete is { Batch.Read: 0 } && scene.Known.Count > 0)
            {
                return Report(request, stages, RunState.Failed, findings: [new Finding { Code = FindingCodes.EmptySource, Severity = FindingSeverity.Failed }]);
            }

            stages.Enter(RunStage.Map);
            var input = await scene.PrepareAsync(batch, complete, stages.Progress(RunStage.Plan), cancellationToken);

            stages.Enter(RunStage.Plan);
            var plan = Planner.Plan(input);
            Log.Planned(logger, request.Run.Value, plan.Changes.Count, plan.Counts.Read, plan.Counts.Unchanged, plan.Counts.HeldPeople, plan.Counts.HeldValues);

            stages.Enter(RunStage.Guard);
            if (request.Apply is ApplyMode.Preview)
            {
                return Report(request, stages, RunState.Previewed, plan, reasons: Reasons(plan, request));
            }

            var verdict = Review(plan, request);
            if (verdict is not GuardVerdict.Approved approved)
            {
                var stopped = verdict as GuardVerdict.NeedsApproval;
                return Report(request, stages, stopped is null ? RunState.Failed : RunState.AwaitingApproval, plan, reasons: stopped?.Reasons ?? [], findings: Stopped(stopped, plan));
            }

            stages.Enter(RunStage.Apply);
            return Outcome(request, stages, plan, await directory.ApplyAsync(approved.Plan, request.Run, stages.Progress(RunStage.Apply), cancellationToken));
        }
        catch (ConnectorException exception)
        {
            stages.Fail(exception.Fault.Kind.ToString());
            Log.SourceFailed(logger, request.Run.Value, exception.Fault.Kind, exception.Fault.HttpStatus, exception.Fault.TraceId);
            return Report(request, stages, RunState.Failed, fault: exception.Fault, findings: [FaultFinding.Of(exception.Fault)]);
        }
    }

    /// <summary>The guard's verdict; null when a person asked for another plan than this one.</summary>
    private static GuardVerdict? Review(Plan plan, SyncRequest request)
    {
        if (request.Apply is not ApplyMode.Exactly exactly)
        {
            return PlanGuard.Review(plan, request.Connection.Config.Limits);
        }

        var isThis = exactly.Digest.Length >= 12 && plan.Digest.StartsWith(exactly.Digest, StringComparison.OrdinalIgnoreCase);
        return isThis && PlanGuard.Approve(plan, plan.Digest, exactly.ApprovedBy) is { } approved ? new GuardVerdict.Approved(approved) : null;
    }

    private static IReadOnlyList<string> Reasons(Plan plan, SyncRequest request) =>
        PlanGuard.Review(plan, request.Connection.Config.Limits) is GuardVerdict.NeedsApproval stopped ? stopped.Reasons : [];

    private static IReadOnlyList<Finding> Stopped(GuardVerdict.NeedsApproval? stopped, Plan plan) =>
        [.. plan.Findings, new Finding
        {
            Code = stopped is null ? FindingCodes.DirectoryChanged : FindingCodes.GuardStopped,
            Severity = FindingSeverity.Failed,
            Detail = stopped is null ? "The plan is no longer the one that was asked for." : string.Join(" ", stopped.Reasons),
        }];

    private static RunReport Outcome(SyncRequest request, StageClock stages, Plan plan, ApplyOutcome outcome) => outcome switch
    {
        ApplyOutcome.Applied applied => Report(request, stages, RunState.Succeeded, plan) with { Applied = applied.Changes },
        ApplyOutcome.DirectoryChanged changed => Report(request, stages, RunState.Failed, plan, findings: [.. plan.Findings, new Finding
        {
            Code = FindingCodes.DirectoryChanged,
            Severity = FindingSeverity.Failed,
            Detail = string.Join(", ", changed.Conflicts),
            Count = changed.Conflicts.Count,
        }]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RunReport Report(
        SyncRequest request, StageClock stages, RunState state, Plan? plan = null, IReadOnlyList<string>? reasons = null,
        ConnectorFault? fault = null, IReadOnlyList<Finding>? findings = null) => new()
        {
            Run = request.Run,
            State = state,
            Plan = plan,
            GuardReasons = reasons ?? [],
            Fault = fault,
            Findings = findings ?? plan?.Findings ?? [],
            Timings = stages.Finish(),
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {Run}: planned {Changes} changes; read {Read} people, {Unchanged} unchanged, {HeldPeople} people and {HeldValues} values held")]
        public static partial void Planned(ILogger logger, Guid run, int changes, int read, int unchanged, int heldPeople, int heldValues);

        [LoggerMessage(2, LogLevel.Warning, "Run {Run}: the source could not be read: {Kind}, status {Status}, trace {Trace}")]
        public static partial void SourceFailed(ILogger logger, Guid run, ConnectorFaultKind kind, int? status, string? trace);
    }
}
