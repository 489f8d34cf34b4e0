using System.Text.RegularExpressions;

namespace Rollcall.Architecture.Tests;

/// <summary>Links and pictures in README and docs lead somewhere.</summary>
public sealed partial class DocLinkTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md", "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var broken = Link().Matches(Repository.Read(page)).Select(m => m.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith('#'))
            .Select(to => to.Split('#')[0])
            .Where(to => !Path.Exists(Path.Combine(folder, to)));
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_of_the_guide_is_in_its_list()
    {
        var list = Repository.Read("docs/guide/README.md");
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/guide"), "*.md").Select(Path.GetFileName).Where(p => p != "README.md"))
        {
            list.ShouldContain($"({page})");
        }
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
