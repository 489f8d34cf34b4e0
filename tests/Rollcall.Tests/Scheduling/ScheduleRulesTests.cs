using Rollcall.Core.Mapping;
using Rollcall.Scheduling;

namespace Rollcall.Tests.Scheduling;

public sealed class ScheduleRulesTests
{
    [Theory]
    [InlineData("0 6 * * 1-5", true)]
    [InlineData("*/15 * * * *", true)]
    [InlineData("0 6 * * 7", true)]
    [InlineData("61 6 * * *", false)]
    [InlineData("0 99 * * *", false)]
    [InlineData("0 6 * * 98", false)]
    [InlineData("0 6 1000000000000 * *", false)]
    [InlineData("a b c d e", false)]
    [InlineData("0 0 30 2 *", false)]
    [InlineData("every 10 minutes", true)]
    public void A_crontab_line_must_come_true_some_day(string text, bool isOne) => (ScheduleRules.Parse(text) is not null).ShouldBe(isOne);

    [Fact]
    public void Times_are_those_of_the_workspace_in_summer_and_winter()
    {
        var schedule = ScheduleRules.Parse("0 6 * * *")!;

        ScheduleRules.Next(schedule, Utc(2026, 7, 1), "Europe/Berlin", 1)[0].ShouldBe(Utc(2026, 7, 1, 4));
        ScheduleRules.Next(schedule, Utc(2026, 12, 1), "Europe/Berlin", 1)[0].ShouldBe(Utc(2026, 12, 1, 5));
        ScheduleRules.Next(schedule, Utc(2026, 3, 28, 12), "Europe/Berlin", 2).ShouldBe([Utc(2026, 3, 29, 4), Utc(2026, 3, 30, 4)]);
    }

    [Fact]
    public void Sunday_is_0_and_7_and_off_never_comes()
    {
        ScheduleRules.Next(ScheduleRules.Parse("0 6 * * 0")!, Utc(2026, 11, 25), "UTC", 1)[0].DayOfWeek.ShouldBe(DayOfWeek.Sunday);
        ScheduleRules.Next(ScheduleRules.Parse("0 6 * * 7")!, Utc(2026, 11, 25), "UTC", 1)[0].DayOfWeek.ShouldBe(DayOfWeek.Sunday);
        ScheduleRules.Next(SyncSchedule.Off, Utc(2026, 11, 25), "UTC", 3).ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_keeps_its_own_few_seconds()
    {
        var ids = Enumerable.Range(0, 200).Select(i => Guid.CreateVersion7(Utc(2026, 1, 1).AddMinutes(i))).ToList();
        var jitters = ids.Select(id => ScheduleRules.JitterOf(id, SyncSchedule.Hourly)).ToList();

        jitters.ShouldAllBe(j => j >= TimeSpan.Zero && j < TimeSpan.FromMinutes(1));
        jitters.Distinct().Count().ShouldBeGreaterThan(20);
        ScheduleRules.JitterOf(ids[0], SyncSchedule.Hourly).ShouldBe(jitters[0]);
        ids.ShouldAllBe(id => ScheduleRules.JitterOf(id, SyncSchedule.Every(1)) < TimeSpan.FromSeconds(6));
    }

    private static DateTimeOffset Utc(int year, int month, int day, int hour = 0) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);
}
