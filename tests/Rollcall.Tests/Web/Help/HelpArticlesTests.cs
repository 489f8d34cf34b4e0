using System.Text.RegularExpressions;
using Rollcall.Core.Planning;
using Rollcall.Features.Help;

namespace Rollcall.Tests.Web.Help;

/// <summary>The documentation in the app: whole, and every link in it leads somewhere.</summary>
public sealed partial class HelpArticlesTests
{
    [Fact]
    public void Every_finding_has_its_place()
    {
        var findings = HelpArticles.Find("findings").ShouldNotBeNull();

        FindingCatalog.Codes.Where(code => !findings.Html.Contains($"<h2 id=\"{code}\"", StringComparison.Ordinal)).ShouldBeEmpty();
        HelpArticles.OfFinding(FindingCodes.OptionUnknown).ShouldBe("/help/findings#option-unknown");
    }

    [Fact]
    public void Links_lead_to_pages_and_parts_that_are_there()
    {
        var broken = new List<string>();
        foreach (var path in HelpArticles.Paths)
        {
            foreach (var link in Link().Matches(HelpArticles.Find(path)!.Html).Select(m => m.Groups["url"].Value))
            {
                var parts = link.Split('#');
                if (!link.StartsWith("http", StringComparison.Ordinal)
                    && (HelpArticles.Find(parts[0].Replace("/help/", "", StringComparison.Ordinal)) is not { } page || (parts.Length > 1 && !page.Html.Contains($"id=\"{parts[1]}\"", StringComparison.Ordinal))))
                {
                    broken.Add($"{path}: {link}");
                }
            }
        }

        broken.ShouldBeEmpty();
        HelpArticles.Paths.ShouldContain("connectors/hibob");
        HelpArticles.Find(null)!.Title.ShouldBe("Guide for admins");
        HelpArticles.Find("guide/map")!.Html.ShouldNotContain("<img");
        HelpArticles.Find("../README").ShouldBeNull();
    }

    [GeneratedRegex("<a href=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
