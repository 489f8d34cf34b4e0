using System.Globalization;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Compares fill rates with the last good run (R12). Pure.</summary>
internal static class Coverage
{
    /// <summary>A drop of this many people or fewer is a small company's daily life, whatever the percentage.</summary>
    private const int AlwaysAllowedBlanks = 3;

    /// <summary>Which attributes' blanks are held, aligned to the mapping's attributes; null when none are.</summary>
    public static bool[]? BlanksHeld(CompiledMapping mapping, IReadOnlyList<AttributeCoverage> now, IReadOnlyList<AttributeCoverage> baseline)
    {
        bool[]? held = null;
        foreach (var (_, coverage) in Drops(mapping, now, baseline))
        {
            held ??= new bool[mapping.Attributes.Count];
            held[mapping.Attributes.Span.IndexOf(coverage.Attribute)] = true;
        }

        return held;
    }

    /// <summary>Says of each attribute whose blanks are held how far it fell.</summary>
    public static IEnumerable<Finding> Findings(CompiledMapping mapping, IReadOnlyList<AttributeCoverage> now, IReadOnlyList<AttributeCoverage> baseline) =>
        Drops(mapping, now, baseline).Select(drop => new Finding
        {
            Code = FindingCodes.CoverageDrop,
            Severity = FindingSeverity.Held,
            Attribute = drop.Now.Attribute,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{drop.Before.Percent:0.#} % → {drop.Now.Percent:0.#} %"),
            Count = Math.Max(0, Expected(drop.Before, drop.Now) - drop.Now.Filled),
        });

    /// <summary>The new baseline: what was read, but for attributes that dropped or were withdrawn, which keep their last good rate.</summary>
    public static IReadOnlyList<AttributeCoverage> Baseline(
        CompiledMapping mapping, IReadOnlyList<AttributeCoverage> now, IReadOnlyList<AttributeCoverage> baseline, bool[]? blanksHeld)
    {
        var next = new List<AttributeCoverage>();
        for (var i = 0; i < mapping.Attributes.Count; i++)
        {
            var key = mapping.Attributes[i];
            var before = baseline.FirstOrDefault(b => b.Attribute == key);
            var coverage = blanksHeld is not null && blanksHeld[i] ? before : now.FirstOrDefault(c => c.Attribute == key) ?? before;
            if (coverage is not null)
            {
                next.Add(coverage);
            }
        }

        return next;
    }

    private static IEnumerable<(AttributeCoverage Before, AttributeCoverage Now)> Drops(
        CompiledMapping mapping, IReadOnlyList<AttributeCoverage> now, IReadOnlyList<AttributeCoverage> baseline) =>
        from coverage in now
        let before = baseline.FirstOrDefault(b => b.Attribute == coverage.Attribute)
        where before is not null && coverage.Total > 0 && IsDrop(before, coverage, mapping.Config.Limits.MaxCoverageDropPoints)
        select (before, coverage);

    private static bool IsDrop(AttributeCoverage before, AttributeCoverage now, double maxPoints) =>
        before.Percent - now.Percent > maxPoints && Expected(before, now) - now.Filled > AlwaysAllowedBlanks;

    private static int Expected(AttributeCoverage before, AttributeCoverage now) => (int)Math.Round(before.Percent * now.Total / 100);
}
