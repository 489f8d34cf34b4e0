using System.Text.RegularExpressions;
using Rollcall.Core.Planning;

namespace Rollcall.Architecture.Tests;

/// <summary>What keeps the code readable: small files, one straight line for a run, words that say something.</summary>
public sealed partial class StyleTests
{
    [Fact]
    public void A_run_stays_on_one_screen()
    {
        var lines = Repository.Read("src/Rollcall.Core/Runs/SyncRun.cs").Split('\n');
        var start = Array.FindIndex(lines, l => l.Contains(" ExecuteAsync(", StringComparison.Ordinal));
        var length = lines.Skip(start).TakeWhile(l => l != "    }").Count();
        start.ShouldBeGreaterThan(0);
        length.ShouldBeLessThanOrEqualTo(50);
    }

    [Fact]
    public void A_file_holds_one_concept()
    {
        foreach (var source in Repository.Sources("src"))
        {
            Repository.Read(source).Split('\n').Length.ShouldBeLessThanOrEqualTo(600, source);
        }
    }

    [Fact]
    public void No_file_is_named_after_nothing()
    {
        foreach (var source in Repository.Sources("src"))
        {
            EmptyName().IsMatch(Path.GetFileNameWithoutExtension(source)).ShouldBeFalse(source);
        }
    }

    [Fact]
    public void Every_finding_code_has_words_and_a_section_in_the_docs()
    {
        var codes = typeof(FindingCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();
        FindingCatalog.Codes.ShouldBe(codes, ignoreOrder: true);
        var docs = Repository.Read("docs/findings.md");
        foreach (var code in codes)
        {
            docs.ShouldContain($"## {code}\n");
            var text = FindingCatalog.TextOf(new Finding { Code = code, Severity = FindingSeverity.Held });
            text.What.ShouldNotBeNullOrWhiteSpace();
            text.Why.ShouldNotBeNullOrWhiteSpace();
            text.Fix.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public void The_repository_names_no_registry()
    {
        foreach (var file in Repository.Sources("src").Concat(["test.sh", "Directory.Build.props", "CONTRIBUTING.md"]))
        {
            Registry().IsMatch(Repository.Read(file)).ShouldBeFalse(file);
        }
    }

    [GeneratedRegex("(Manager|Helper|Util|Utils|Processor|Base|Impl|Info|Data)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"(api\.nuget|registry\.npm|deb\.debian)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Registry();
}
