using Rollcall.Core.Planning;

namespace Rollcall.Features.Findings;

/// <summary>What matters most comes first: what failed, then what is held, most people first.</summary>
internal static class FindingOrder
{
    public static IEnumerable<Finding> Sorted(IEnumerable<Finding> findings) =>
        findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Count).ThenBy(f => f.Code, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal);
}
