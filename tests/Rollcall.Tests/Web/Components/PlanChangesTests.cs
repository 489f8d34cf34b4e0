using Bunit;
using Rollcall.Core.Planning;
using Rollcall.Features.Runs;

namespace Rollcall.Tests.Web.Components;

/// <summary>The changes of a plan: a few are shown open, many are grouped and closed, and a search narrows them.</summary>
public sealed class PlanChangesTests : Rendered
{
    [Fact]
    public void A_small_plan_is_open_and_a_large_one_is_closed_until_somebody_opens_a_group()
    {
        Show(3).FindAll("table").Count.ShouldBe(1);

        var large = Render<PlanChanges>(p => p.Add(c => c.Changes, Of([.. Lines(20, "field:title", "Title"), .. Lines(20, "field:location", "Location")])).Add(c => c.Sentence, "40 changes"));
        large.FindAll("table").ShouldBeEmpty();
        large.FindAll(".rc-group-button")[0].Click();
        large.FindAll("table").Count.ShouldBe(1);
        large.FindAll(".rc-group-button")[0].GetAttribute("aria-expanded").ShouldBe("true");
    }

    [Fact]
    public void Grouped_by_person_every_person_has_their_own_group()
    {
        var changes = Show(3);

        changes.FindAll(".rc-segments button")[1].Click();

        changes.FindAll(".rc-group-button").Count.ShouldBe(3);
        changes.FindAll(".rc-segments button")[1].GetAttribute("aria-pressed").ShouldBe("true");
    }

    [Fact]
    public void Only_the_first_lines_of_a_long_group_are_drawn_until_more_are_asked_for()
    {
        var changes = Show(60);

        changes.FindAll("tbody tr").Count.ShouldBe(25);
        changes.FindAll("button").Single(b => b.TextContent.Contains("Show 35 more of 35", StringComparison.Ordinal)).Click();
        changes.FindAll("tbody tr").Count.ShouldBe(60);
    }

    [Fact]
    public void Somebody_new_is_no_link_before_they_are_in_the_directory()
    {
        var line = new PlanLine(SubjectKind.Employee, Guid.CreateVersion7(), "Mara Lind", LineKinds.New, "New people", null, "Engineer", null, "", 1);

        Render<PlanChanges>(p => p.Add(c => c.Changes, Of([line])).Add(c => c.Sentence, "")).FindAll("tbody a").ShouldBeEmpty();
        Render<PlanChanges>(p => p.Add(c => c.Changes, Of([line])).Add(c => c.Sentence, "").Add(c => c.LinksNew, true)).FindAll("tbody a").Count.ShouldBe(1);
    }

    [Fact]
    public void What_the_guard_says_stands_above_the_changes_and_nothing_can_be_downloaded_of_nothing()
    {
        var stopped = Render<PlanChanges>(p => p.Add(c => c.Changes, Of([])).Add(c => c.Sentence, "No changes").Add(c => c.GuardReasons, "It would deactivate 29 people.").Add(c => c.DownloadBase, "/runs/1/changes"));

        stopped.Markup.ShouldContain("It would deactivate 29 people.");
        stopped.FindAll("button").ShouldBeEmpty();
    }

    private IRenderedComponent<PlanChanges> Show(int lines) => Render<PlanChanges>(p => p.Add(c => c.Changes, Of([.. Lines(lines, "field:title", "Title")])).Add(c => c.Sentence, ""));

    private static RunChanges Of(PlanLine[] lines) => new(lines, lines.Length, null);

    private static IEnumerable<PlanLine> Lines(int count, string kind, string text) => Enumerable.Range(0, count).Select(i =>
        new PlanLine(SubjectKind.Employee, Guid.CreateVersion7(), $"Person {i}", kind, text, "before", "after", "title", "title", 1));
}
