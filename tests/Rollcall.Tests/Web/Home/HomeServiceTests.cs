using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Features.Home;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Home;

/// <summary>Home says who is in step, what syncs wrote and how full attributes are.</summary>
public sealed class HomeServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_who_was_read_is_counted_once()
    {
        await using var company = await WebCompany.StartAsync(employees: 40);
        using var scope = await company.AsAsync(MemberRole.Viewer);

        var home = await scope.ServiceProvider.GetRequiredService<HomeService>().LoadAsync(Token);

        var connection = home.Connections.ShouldHaveSingleItem();
        var counts = connection.Last!.Counts!;
        connection.People!.All.ShouldBe(counts.Read);
        counts.PartlyHeld.ShouldBeInRange(1, counts.HeldValues);
        connection.People.PartlyHeld.ShouldBe(counts.PartlyHeld);
        home.Activity.Sum(d => d.New).ShouldBe(counts.Created);
        home.Activity.Count.ShouldBe(14);
        home.Activity[^1].All.ShouldBe(home.Activity.Sum(d => d.All));
        home.Coverage.ShouldNotBeEmpty();
        home.Coverage.ShouldAllBe(c => c.Percents.All(p => p >= 0 && p <= 100) && c.Filled <= c.Total);
        home.Coverage.Select(c => c.Label).ShouldContain("T-shirt size");
    }

    [Fact]
    public void Days_are_those_of_the_workspace_and_empty_ones_are_there()
    {
        RunActivity[] runs =
        [
            new(new DateTimeOffset(2026, 11, 24, 23, 30, 0, TimeSpan.Zero), new PlanCounts { Created = 2, Updated = 5, Deactivated = 1 }),
            new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero), new PlanCounts { Updated = 3 }),
        ];

        var days = HomeService.ByDay(runs, "Europe/Berlin", new DateOnly(2026, 11, 25));

        days.Count.ShouldBe(14);
        days[0].Day.ShouldBe(new DateOnly(2026, 11, 12));
        days[^1].ShouldBe(new ActivityDay(new DateOnly(2026, 11, 25), 2, 7, 1));
        days.SkipLast(1).ShouldAllBe(d => d.All == 0);
    }

    [Fact]
    public void A_trend_has_the_attributes_that_go_somewhere_of_their_own()
    {
        var config = new ConnectionConfig
        {
            Name = "hr",
            Provider = "x",
            Mappings = [MappingRule.Of("size", Target.Custom("size")), MappingRule.Of("mail", Target.Field("email")), MappingRule.Of("status", Target.Status)],
        };
        var connection = new ConnectionEntry(default, config, 0, new Dictionary<string, string>(), HasSecrets: false, Paused: false, null, null);
        CoverageMark[] marks = [Mark(("size", 1, 4), ("mail", 4, 4)), Mark(("mail", 4, 4)), Mark(("size", 3, 4), ("mail", 4, 4), ("status", 4, 4))];

        var line = HomeService.LinesOf(connection, target => target.ToString(), marks).ShouldHaveSingleItem();

        line.Percents.ShouldBe([25, 75]);
        (line.Label, line.Filled, line.Total).ShouldBe(("custom:size", 3, 4));
        HomeService.LinesOf(connection, target => target.ToString(), []).ShouldBeEmpty();
    }

    private static CoverageMark Mark(params (string Attribute, int Filled, int Total)[] rates) =>
        new(DateTimeOffset.UnixEpoch, [.. rates.Select(r => new AttributeCoverage(r.Attribute, r.Filled, r.Total))]);
}
