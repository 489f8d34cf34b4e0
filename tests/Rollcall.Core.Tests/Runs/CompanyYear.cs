using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>One story, many engines: a company's year replayed by full reads, delta reads, single people and with the process killed.
/// The directory at the end is the same every time.</summary>
public sealed class CompanyYear
{
    /// <summary>A month of the story: what happens at the source, and to whom.</summary>
    private sealed record Month(Action<Hris> Happens, string[] Touches);

    private static readonly Month[] Story =
    [
        new(h => h.With("31", World.PersonOf("noor", ("department", "Sales"), ("boss", "02"))), ["31"]),
        new(h => h.With("04", ("department", "Sales"), ("title", "Account executive")), ["04"]),
        new(h => h.With("05", ("last", "Renamed"), ("email", "five@example.com")), ["05"]),
        new(h => h.With("06", ("status", "inactive"), ("end", "2026-10-01")), ["06"]),
        new(h => h.With("07", ("shirt", "XXL")), ["07"]),
        new(h => h.With("32", World.PersonOf("late", ("boss", "33"))), ["32"]),
        new(h => h.With("33", World.PersonOf("later", ("title", "Head"))), ["33"]),
        new(h => h.With("06", ("status", "active"), ("end", null)), ["06"]),
        new(h => h.With("08", ("boss", "09")).With("09", ("boss", "08")), ["08", "09"]),
        new(h => h.With("09", ("boss", "02")), ["09"]),
        new(h => h.With("10", ("title", null), ("shirt", null)), ["10"]),
        new(h => h.With("11", ("status", "leave")), ["11"]),
        new(h => h.With("12", ("shirt", "XXL"), ("department", "sales")), ["12"]),
    ];

    [Fact]
    public async Task Every_engine_ends_with_the_same_directory()
    {
        var full = await ReplayAsync((world, _) => [world.SyncAsync()]);
        var delta = await ReplayAsync((world, month) =>
        {
            world.Hris.ChangedSince = month.Touches.ToHashSet();
            return [world.SyncAsync(new ReadMode.Changes(world.Time.GetUtcNow()))];
        });
        var single = await ReplayAsync((world, month) => month.Touches.Select(id => world.SyncAsync(new ReadMode.People([id]))));
        var rare = await ReplayAsync((_, _) => []);
        var killed = await ReplayAsync((world, _) => [KilledAsync(world)]);
        var faulty = await ReplayAsync((world, _) => [FaultyAsync(world)]);

        full.ShouldContain("email=five@example.com");
        delta.ShouldBe(full);
        single.ShouldBe(full);
        rare.ShouldBe(full);
        killed.ShouldBe(full);
        faulty.ShouldBe(full);
    }

    private static async Task KilledAsync(World world)
    {
        world.Directory.FailNextApply = true;
        try
        {
            await world.SyncAsync();
        }
        catch (IOException)
        {
            await world.SyncAsync();
        }
    }

    private static async Task FaultyAsync(World world)
    {
        world.Hris.FailAfter = 7;
        (await world.SyncAsync()).State.ShouldBe(RunState.Failed);
        world.Hris.FailAfter = null;
        world.Hris.Withdraw("title");
        await world.SyncAsync();
        world.Hris.Offer("title");
        await world.SyncAsync();
    }

    private static async Task<string> ReplayAsync(Func<World, Month, IEnumerable<Task>> sync)
    {
        var world = World.Create(MappingRule.Of("shirt", Target.Custom("shirt-size")));
        world.Directory.Schema = new([], [], [new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect, Options = [new("S", [], false), new("M", [], false)] }]);
        for (var i = 1; i <= 30; i++)
        {
            world.Hris.With($"{i:00}", World.PersonOf($"p{i}", ("department", i % 2 == 0 ? "Product" : "Sales"), ("boss", i > 3 ? "02" : null), ("shirt", i % 3 == 0 ? "S" : "M"), ("title", $"Title {i % 4}")));
        }

        await world.SyncAsync();
        foreach (var month in Story)
        {
            month.Happens(world.Hris);
            foreach (var run in sync(world, month))
            {
                await run;
            }

            world.Time.Advance(TimeSpan.FromDays(1));
        }

        var last = await world.SyncAsync();
        last.State.ShouldBe(RunState.Succeeded);
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        return world.Directory.Dump();
    }
}
