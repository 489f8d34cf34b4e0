using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Collects what is held and why: one finding per cause, whoever it concerns.</summary>
public sealed class FindingLedger
{
    private readonly Dictionary<(string Code, string? Attribute, string? Target, string? Value), Entry> entries = [];
    private readonly List<Finding> whole = [];

    /// <summary>A finding that is complete as it is.</summary>
    public void Add(Finding finding) => whole.Add(finding);

    /// <summary>One more person for a cause.</summary>
    public void Add(string code, FindingSeverity severity, string? attribute, string? target, string? value, string? nearest, string externalId, string? detail = null)
    {
        var key = (code, attribute, target, value);
        if (!entries.TryGetValue(key, out var entry))
        {
            entries[key] = entry = new Entry(severity, nearest, detail);
        }

        entry.People.Add(externalId);
    }

    /// <summary>All findings, in a stable order. People of the same cause that were added to a complete finding are merged into it.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        var findings = entries.Select(pair => new Finding
        {
            Code = pair.Key.Code,
            Severity = pair.Value.Severity,
            Attribute = pair.Key.Attribute,
            Target = pair.Key.Target,
            Value = pair.Key.Value,
            Nearest = pair.Value.Nearest,
            Detail = pair.Value.Detail,
            Count = pair.Value.People.Count,
            People = pair.Value.People.Order(StringComparer.Ordinal).Take(Finding.MaxPeople).ToValueList(),
        });
        return [.. whole.Concat(findings)
            .OrderBy(f => f.Code, StringComparer.Ordinal)
            .ThenBy(f => f.Attribute, StringComparer.Ordinal)
            .ThenBy(f => f.Target, StringComparer.Ordinal)
            .ThenBy(f => f.Value, StringComparer.Ordinal)];
    }

    private sealed record Entry(FindingSeverity Severity, string? Nearest, string? Detail)
    {
        public HashSet<string> People { get; } = new(StringComparer.Ordinal);
    }
}
