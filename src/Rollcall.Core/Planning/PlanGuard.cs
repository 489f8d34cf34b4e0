using System.Globalization;

namespace Rollcall.Core.Planning;

/// <summary>What the guard says of a plan.</summary>
public abstract record GuardVerdict
{
    private GuardVerdict()
    {
    }

    /// <summary>The plan may be applied.</summary>
    public sealed record Approved(ApprovedPlan Plan) : GuardVerdict;

    /// <summary>Nothing is written until a person approves exactly this plan. <paramref name="Reasons"/> are for people to read.</summary>
    public sealed record NeedsApproval(Plan Plan, IReadOnlyList<string> Reasons) : GuardVerdict;
}

/// <summary>Stops a harmful sync (R13). Pure; the only maker of <see cref="ApprovedPlan"/>.</summary>
public static class PlanGuard
{
    public static GuardVerdict Review(Plan plan, PlanLimits limits)
    {
        var reasons = Reasons(plan.Counts, limits);
        return reasons.Count == 0
            ? new GuardVerdict.Approved(new ApprovedPlan(plan, approvedBy: null))
            : new GuardVerdict.NeedsApproval(plan, reasons);
    }

    /// <summary>A person's approval of exactly the plan they were shown; null when <paramref name="digest"/> is of another one.</summary>
    public static ApprovedPlan? Approve(Plan plan, string digest, string approvedBy) =>
        string.Equals(plan.Digest, digest, StringComparison.OrdinalIgnoreCase)
        && string.Equals(plan.Digest, PlanDigest.Of(plan.Connection, plan.Changes), StringComparison.Ordinal)
            ? new ApprovedPlan(plan, approvedBy)
            : null;

    private static List<string> Reasons(PlanCounts counts, PlanLimits limits)
    {
        var reasons = new List<string>();
        var others = limits.AlwaysAllowedOthers;
        Check(reasons, counts.Deactivated, limits.AlwaysAllowedDeactivations, counts.DirectoryActive, limits.MaxDeactivatedPercent, "deactivate", "active people");
        Check(reasons, counts.Rebound, others, counts.DirectoryTied, limits.MaxRebindPercent, "change the external id of", "tied people");
        Check(reasons, counts.ManagerChanges, others, counts.DirectoryEmployees, limits.MaxManagerChangePercent, "change the manager of", "people");
        if (counts.DirectoryEmployees > 0)
        {
            Check(reasons, counts.Created, others, counts.DirectoryEmployees, limits.MaxCreatedPercent, "create", "existing people");
        }

        return reasons;
    }

    private static void Check(List<string> reasons, int count, int alwaysAllowed, int of, double maxPercent, string verb, string whole)
    {
        var percent = of == 0 ? (count == 0 ? 0 : 100) : 100.0 * count / of;
        if (count > alwaysAllowed && percent > maxPercent)
        {
            reasons.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"It would {verb} {count} people, {percent:0.#} % of {of} {whole}; the limit is {maxPercent:0.#} %."));
        }
    }
}
