namespace Rollcall.Core.Planning;

/// <summary>A plan that may be applied. Only <see cref="PlanGuard"/> makes one: because the limits allow it, or because a
/// person approved exactly this digest. The directory applies nothing else.</summary>
public sealed class ApprovedPlan
{
    internal ApprovedPlan(Plan plan, string? approvedBy)
    {
        Plan = plan;
        ApprovedBy = approvedBy;
    }

    public Plan Plan { get; }

    /// <summary>The person who approved it; null when the limits did.</summary>
    public string? ApprovedBy { get; }
}
