using Rollcall.Core.Mapping;

namespace Rollcall.Core.Tests.Mapping;

public sealed class SyncScheduleTests
{
    [Theory]
    [InlineData("off", "off")]
    [InlineData("every minute", "every minute")]
    [InlineData("every 1 minutes", "every minute")]
    [InlineData("every  30   minutes", "every 30 minutes")]
    [InlineData("every hour", "every 60 minutes")]
    [InlineData("every 6 hours", "every 360 minutes")]
    [InlineData("every day", "every 1440 minutes")]
    [InlineData(" 0 6 * * 1-5 ", "0 6 * * 1-5")]
    public void A_schedule_has_one_written_form(string written, string form) => SyncSchedule.Parse(written)!.ToString().ShouldBe(form);

    [Theory]
    [InlineData("")]
    [InlineData("every")]
    [InlineData("every 0 minutes")]
    [InlineData("every -5 minutes")]
    [InlineData("every 25 hours")]
    [InlineData("every 99999999999 minutes")]
    [InlineData("every 4294967296 hours")]
    [InlineData("hourly")]
    [InlineData("0 6 * *")]
    public void What_is_no_schedule_is_none(string written) => SyncSchedule.Parse(written).ShouldBeNull();

    [Fact]
    public void A_configuration_keeps_its_schedule()
    {
        var config = new ConnectionConfig { Name = "hr", Provider = "x", Mappings = [], Schedule = SyncSchedule.Parse("0 6 * * 1-5")! };

        ConfigJson.Read(ConfigJson.Write(config)).Schedule.ShouldBe(config.Schedule);
        ConfigJson.Read("""{"Name":"hr","Provider":"x","Mappings":[]}""").Schedule.ShouldBe(SyncSchedule.Hourly);
    }
}
