using System.Globalization;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Compares fill rates with the last good run (R12). Pure.</summary>
internal static class Coverage
{
    /// <summary>A drop of this many people or fewer is a small company's daily life, whatever the percentage.</summary>
    private const int AlwaysAllowedBlanks = 3;

    /// <summary>Which attributes' blanks are held, aligned to the mapping's attributes; null when none are.</summary>
    public static bool[]? BlanksHeld(
        CompiledMapping mapping, IReadOnlyList<AttributeCoverage> now, IReadOnlyList<AttributeCoverage> baseline, FindingLedger ledger)
    {
        bool[]? held = null;
        foreach (var coverage in now)
        {
            var before = baseline.FirstOrDefault(b => b.Attribute == coverage.Attribute);
            if (before is null || coverage.Total == 0 || !IsDrop(before, coverage, mapping.Config.Limits.MaxCoverageDropPoints))
            {
                continue;
            }

            held ??= new bool[mapping.Attributes.Count];
            held[mapping.Attributes.Span.IndexOf(coverage.Attribute)] = true;
            ledger.Add(new Finding
            {
                Code = FindingCodes.CoverageDrop,
                Severity = FindingSeverity.Held,
                Attribute = coverage.Attribute,
                Detail = string.Create(CultureInfo.InvariantCulture, $"{before.Percent:0.#} % → {coverage.Percent:0.#} %"),
                Count = Math.Max(0, Expected(before, coverage) - coverage.Filled),
            });
        }

        return held;
    }

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

    private static bool IsDrop(AttributeCoverage before, AttributeCoverage now, double maxPoints) =>
        before.Percent - now.Percent > maxPoints && Expected(before, now) - now.Filled > AlwaysAllowedBlanks;

    private static int Expected(AttributeCoverage before, AttributeCoverage now) => (int)Math.Round(before.Percent * now.Total / 100);
}
