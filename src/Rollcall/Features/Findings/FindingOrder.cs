using Rollcall.Core.Planning;

namespace Rollcall.Features.Findings;

/// <summary>What matters most comes first: what failed, then what is held, most people first.</summary>
internal static class FindingOrder
{
    public static IReadOnlyList<Finding> Sorted(IEnumerable<Finding> findings) => Sorted(findings, f => f);

    public static IReadOnlyList<T> Sorted<T>(IEnumerable<T> items, Func<T, Finding> finding) =>
        [.. items.Select(item => (Item: item, Finding: finding(item)))
            .OrderByDescending(p => p.Finding.Severity).ThenByDescending(p => p.Finding.Count)
            .ThenBy(p => p.Finding.Code, StringComparer.Ordinal).ThenBy(p => p.Finding.Value, StringComparer.Ordinal).Select(p => p.Item)];
}
