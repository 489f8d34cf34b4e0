using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Explaining;

/// <summary>What the HRIS dates in the future is shown as upcoming, and is not written before (R20).</summary>
public sealed class UpcomingTests
{
    [Fact]
    public async Task A_last_day_to_come_is_upcoming_until_it_is_over_R20()
    {
        var world = World.Create();
        var today = WorkspaceClock.Today("UTC", world.Time.GetUtcNow());
        world.Hris.With("1", World.PersonOf("mara", ("end", Iso(today.AddDays(10))))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();

        (await OfAsync(world, "1")).ShouldBe(new Upcoming(UpcomingKind.LastDay, today.AddDays(10)));
        (await OfAsync(world, "2")).ShouldBeNull();
        world.Time.Advance(TimeSpan.FromDays(10));
        (await OfAsync(world, "1")).ShouldNotBeNull("the last day is a day of work");
        world.Time.Advance(TimeSpan.FromDays(1));
        (await OfAsync(world, "1")).ShouldBeNull();
    }

    [Fact]
    public async Task A_first_day_to_come_is_upcoming_R20()
    {
        var world = World.Create();
        world.Configure(c => c with { CreateUpcoming = true });
        var today = WorkspaceClock.Today("UTC", world.Time.GetUtcNow());
        world.Hris.With("1", World.PersonOf("mara", ("status", "onboarding"), ("start", Iso(today.AddDays(3)))));
        await world.SyncAsync();

        (await OfAsync(world, "1")).ShouldBe(new Upcoming(UpcomingKind.FirstDay, today.AddDays(3)));
    }

    [Fact]
    public async Task A_day_that_is_neither_of_the_standing_dates_is_not_called_one()
    {
        var world = World.Create();
        var today = WorkspaceClock.Today("UTC", world.Time.GetUtcNow());
        world.Hris.With("1", World.PersonOf("mara", ("end", Iso(today.AddDays(10)))));
        await world.SyncAsync();
        var layout = world.Directory.Schema.Layout;
        var (record, mara) = await ReadAsync(world, "1");
        var without = new EmployeeState { Id = mara.Id, Status = mara.Status, Values = [.. mara.Values.Select((v, i) => i == layout.IndexOf(Fields.EndDate) ? null : v)], Teams = mara.Teams, AdditionalManagers = mara.AdditionalManagers };

        Upcoming.Of(record, without, layout, today).ShouldBe(new Upcoming(UpcomingKind.Other, today.AddDays(11)));
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<Upcoming?> OfAsync(World world, string externalId)
    {
        var (record, employee) = await ReadAsync(world, externalId);
        return Upcoming.Of(record, employee, world.Directory.Schema.Layout, WorkspaceClock.Today("UTC", world.Time.GetUtcNow()));
    }

    private static async Task<(StoredRecord Record, EmployeeState Employee)> ReadAsync(World world, string externalId)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var record = (await world.Directory.ReadRecordsAsync(world.Connection, [externalId], cancellation)).Single();
        return (record, (await world.Directory.ReadEmployeesAsync(world.Directory.Schema.Layout, [record.Employee!.Value], cancellation)).Single());
    }
}
