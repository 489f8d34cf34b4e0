namespace Rollcall.Core.Runs;

/// <summary>Where a run stands. Everything but <see cref="Running"/> and <see cref="AwaitingApproval"/> is final.</summary>
public enum RunState
{
    Running,

    /// <summary>Applied, or there was nothing to do.</summary>
    Succeeded,

    /// <summary>Stopped by the guard; nothing is written until a person approves.</summary>
    AwaitingApproval,

    Rejected,

    /// <summary>The source could not be read, or the directory changed since the plan. Nothing was written.</summary>
    Failed,

    /// <summary>The process ended in the middle. Nothing was written, or all of it: see the run's change count.</summary>
    Interrupted,

    /// <summary>A preview: planned, shown, not applied.</summary>
    Previewed,

    /// <summary>Applied, and taken back by another run.</summary>
    Undone,
}

/// <summary>The stages of a run, in order.</summary>
public enum RunStage
{
    Discover, Read, Map, Plan, Guard, Apply,
}

/// <summary>What started a run.</summary>
public enum RunTrigger
{
    Manual, Schedule, Webhook, FollowUp, Approval, Undo, Demo,
}
