using System.Text.RegularExpressions;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Features.Findings;

/// <summary>Findings as people see them: one for each cause, in words without the terminal's commands, because buttons stand below.</summary>
internal static partial class FindingCauses
{
    /// <summary>An attribute that fell away is found twice by a run: as such, with where to grant it, and by everybody who had a value. That is one cause.</summary>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<Finding> findings) =>
        [.. findings.GroupBy(f => f.Code is FindingCodes.AttributeWithdrawn or FindingCodes.AttributeNotReadable or FindingCodes.CoverageDrop
                ? (f.Code, f.Attribute, null, null)
                : (f.Code, f.Attribute, f.Target, f.Value))
            .Select(g => g.Count() == 1 ? g.First() : Merged([.. g]))];

    public static FindingText TextOf(Finding finding)
    {
        var text = FindingCatalog.TextOf(finding);
        return text with { Fix = Command().Replace(text.Fix, "") };
    }

    private static Finding Merged(Finding[] same)
    {
        var people = same.SelectMany(f => f.People).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return same[0] with
        {
            Severity = same.Max(f => f.Severity),
            Target = same.Select(f => f.Target).FirstOrDefault(t => t is not null),
            Value = same.Select(f => f.Value).FirstOrDefault(v => v is not null),
            Nearest = same.Select(f => f.Nearest).FirstOrDefault(n => n is not null),
            Detail = same.Select(f => f.Detail).FirstOrDefault(d => d is not null),
            Count = Math.Max(same.Max(f => f.Count), people.Count),
            People = people.Take(Finding.MaxPeople).ToValueList(),
        };
    }

    [GeneratedRegex(" (\\(“rollcall [^)]*\\)|with “rollcall [^”]*”)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
