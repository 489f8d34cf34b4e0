using Bunit;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Features.Runs;

namespace Rollcall.Tests.Web.Components;

/// <summary>What the progress of a run says: how far, how fast, how long, and never more than is known.</summary>
public sealed class StageBarTests : Rendered
{
    [Fact]
    public void Without_progress_it_says_what_it_waits_for()
    {
        var bar = Render<StageBar>(p => p.Add(b => b.Waiting, "It is about to begin."));

        bar.Find("p.rc-row").TextContent.Trim().ShouldBe("It is about to begin.");
        bar.FindAll("[aria-current=step]").ShouldBeEmpty();
    }

    [Fact]
    public void Stages_before_the_current_one_are_done_and_it_is_marked()
    {
        var bar = Render<StageBar>(p => p.Add(b => b.Progress, At(RunStage.Plan, done: 0, total: null)).Add(b => b.Waiting, ""));

        bar.Find("[aria-current=step]").TextContent.ShouldContain("Plan");
        bar.FindAll(".rc-stage-done").Select(s => s.QuerySelector("span")!.TextContent).ShouldBe(["Discover", "Read", "Map"]);
        bar.Find("p.rc-row strong").TextContent.ShouldBe("Plan …");
    }

    [Fact]
    public void A_second_in_it_knows_the_speed_and_with_a_total_the_time_left()
    {
        var progress = At(RunStage.Read, done: 200, total: null);
        Time.Advance(TimeSpan.FromSeconds(10));

        var bar = Render<StageBar>(p => p.Add(b => b.Progress, progress).Add(b => b.Expected, 1000).Add(b => b.Waiting, ""));

        var said = bar.Find("p.rc-row").TextContent;
        said.ShouldContain("200 of 1,000 people");
        said.ShouldContain("20 per second");
        said.ShouldContain("about 40.0 s left");
        bar.Find(".rc-progress > div").GetAttribute("style").ShouldBe("width: 20%");
    }

    [Fact]
    public void More_than_expected_is_no_share_of_anything()
    {
        var bar = Render<StageBar>(p => p.Add(b => b.Progress, At(RunStage.Read, done: 1200, total: null)).Add(b => b.Expected, 1000).Add(b => b.Waiting, ""));

        bar.Find("p.rc-row strong").TextContent.ShouldBe("1,200 people");
        bar.Markup.ShouldNotContain("left");
    }

    [Fact]
    public void What_is_applied_are_changes_and_no_people()
    {
        var bar = Render<StageBar>(p => p.Add(b => b.Progress, At(RunStage.Apply, done: 5, total: 14)).Add(b => b.Waiting, ""));

        bar.Find("p.rc-row strong").TextContent.ShouldBe("5 of 14 changes");
    }

    private RunProgress At(RunStage stage, int done, int? total) => new(new RunId(Guid.CreateVersion7()), stage, done, total, Time.GetUtcNow());
}
