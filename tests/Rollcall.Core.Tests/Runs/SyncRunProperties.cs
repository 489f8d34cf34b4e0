using CsCheck;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>What holds for any company and any history.</summary>
public sealed class SyncRunProperties
{
    private static readonly string[] Departments = ["Product", "Sales", "product ", "R&D", "Vertrieb"];
    private static readonly string[] Shirts = ["S", "M", "L", "XXL"];
    private static readonly string[] Statuses = ["active", "active", "active", "active", "leave", "inactive", "onboarding", "nonsense"];

    /// <summary>One thing that happens at the source: a person (by number) gets values, or goes.</summary>
    private sealed record Step(int Person, int Department, int Boss, int Shirt, int Status, int Title, bool Goes, bool Sync);

    private static readonly Gen<Step> AnyStep =
        from person in Gen.Int[0, 14]
        from department in Gen.Int[-1, Departments.Length - 1]
        from boss in Gen.Int[-1, 14]
        from shirt in Gen.Int[-1, Shirts.Length - 1]
        from status in Gen.Int[0, Statuses.Length - 1]
        from title in Gen.Int[-1, 5]
        from goes in Gen.Int[0, 9]
        from sync in Gen.Int[0, 2]
        select new Step(person, department, boss, shirt, status, title, goes == 0, sync == 0);

    private static readonly Gen<Step[]> History = AnyStep.Array[1, 40];

    [Fact]
    public Task The_second_plan_is_empty_and_nothing_is_written_R15() => History.SampleAsync(async steps =>
    {
        var world = await PlayAsync(steps, ids => ids.Order(StringComparer.Ordinal));
        var writes = world.Directory.Writes;
        var again = await world.SyncAsync();
        again.Plan?.IsEmpty.ShouldNotBe(false);
        world.Directory.Writes.ShouldBe(writes);
    }, iter: 150, threads: 1);

    [Fact]
    public Task The_order_of_people_does_not_matter_R15() => History.SampleAsync(async steps =>
    {
        var up = await PlayAsync(steps, ids => ids.Order(StringComparer.Ordinal));
        var down = await PlayAsync(steps, ids => ids.OrderDescending(StringComparer.Ordinal));
        down.Directory.Dump().ShouldBe(up.Directory.Dump());
    }, iter: 100, threads: 1);

    [Fact]
    public Task Plan_then_apply_is_what_was_planned() => History.SampleAsync(async steps =>
    {
        var world = await PlayAsync(steps, ids => ids);
        Touch(world, new Step(3, 1, 2, 0, 0, 4, Goes: false, Sync: false));
        var preview = await world.PreviewAsync();
        if (preview.State == RunState.Previewed)
        {
            var applied = await world.RunAsync(null, new ApplyMode.Exactly(preview.Plan!.Digest, "admin"));
            applied.State.ShouldBe(RunState.Succeeded);
            (await world.PreviewAsync()).Plan!.Changes.ShouldBeEmpty();
        }
    }, iter: 100, threads: 1);

    [Fact]
    public Task Undo_after_apply_is_as_before() => History.SampleAsync(async steps =>
    {
        var world = await PlayAsync(steps, ids => ids);
        var before = world.Directory.Dump();
        foreach (var person in Enumerable.Range(0, 6))
        {
            Touch(world, new Step(person, person % Departments.Length, (person * 7) % 15, person % Shirts.Length, 0, person % 5, Goes: false, Sync: false));
        }

        var preview = await world.PreviewAsync();
        if (preview.State != RunState.Previewed)
        {
            return;
        }

        var run = await world.RunAsync(null, new ApplyMode.Exactly(preview.Plan!.Digest, "admin"));
        var undo = await UndoRun.PlanAsync(world.Directory, world.Connection, run.Run, world.Time, TestContext.Current.CancellationToken);
        undo.Findings.ShouldBeEmpty();
        var outcome = await world.Directory.ApplyAsync(
            PlanGuard.Approve(undo, undo.Digest, "admin")!, new RunId(Guid.CreateVersion7()), null, TestContext.Current.CancellationToken);
        outcome.ShouldBeOfType<ApplyOutcome.Applied>();
        world.Directory.Dump().ShouldBe(before);
        var redo = await world.RunAsync(null, new ApplyMode.Preview());
        redo.Plan!.Changes.Count.ShouldBe(run.Plan!.Changes.Count);
    }, iter: 100, threads: 1);

    [Fact]
    public Task Every_held_person_stays_exactly_as_they_were() => History.SampleAsync(async steps =>
    {
        var world = await PlayAsync(steps, ids => ids);
        var before = world.Directory.People.ToDictionary(p => p.Id, p => p.Dump(world.Directory.Schema));
        var known = world.Directory.Records.Where(r => r.Employee is not null).ToList();
        foreach (var id in world.Hris.People.Keys)
        {
            world.Hris.With(id, ("status", "garden"), ("title", "changed"), ("last", "changed"));
        }

        await world.SyncAsync();
        foreach (var record in known.Where(r => world.Hris.People.ContainsKey(r.ExternalId)))
        {
            world.Directory.People.Single(p => p.Id == record.Employee!.Value).Dump(world.Directory.Schema).ShouldBe(before[record.Employee!.Value]);
        }
    }, iter: 60, threads: 1);

    [Fact]
    public Task Recognising_answers_by_their_bytes_makes_no_difference() => History.SampleAsync(async steps =>
    {
        var recognising = await PlayAsync(steps, ids => ids);
        var parsing = await PlayAsync(steps, ids => ids, isParsedAlways: true);
        recognising.Directory.Dump().ShouldBe(parsing.Directory.Dump());
        Touch(recognising, new Step(3, 1, 2, 0, 0, 4, Goes: false, Sync: false));
        Touch(parsing, new Step(3, 1, 2, 0, 0, 4, Goes: false, Sync: false));
        var (one, other) = ((await recognising.PreviewAsync()).Plan, (await parsing.PreviewAsync()).Plan);
        one?.Digest.ShouldBe(other!.Digest);
        one?.Counts.ShouldBe(other!.Counts);
        one?.Coverage.ShouldBe(other!.Coverage);
        one?.Findings.ShouldBe(other!.Findings);
    }, iter: 100, threads: 1);

    private static async Task<World> PlayAsync(Step[] steps, Func<IEnumerable<string>, IEnumerable<string>> order, bool isParsedAlways = false)
    {
        var world = World.Create(MappingRule.Of("shirt", Target.Custom("shirt-size")), MappingRule.Of("lead2", Target.AdditionalManager), MappingRule.Of("grade", Target.Level));
        world.Configure(c => c with { Limits = new PlanLimits { MaxCreatedPercent = 100_000, MaxDeactivatedPercent = 100, MaxManagerChangePercent = 100, MaxRebindPercent = 100 } });
        world.Directory.Schema = new([], [], [new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect, Options = [new("S", [], false), new("M", [], false), new("L", [], false)] }]);
        world.Hris.Order = order;
        world.Hris.IsParsedAlways = isParsedAlways;
        foreach (var step in steps)
        {
            Touch(world, step);
            if (step.Sync)
            {
                await world.SyncAsync();
            }
        }

        // Twice more: what waits for a second read (absence) or for somebody who came later is settled then.
        await world.SyncAsync();
        await world.SyncAsync();
        await world.SyncAsync();
        return world;
    }

    private static void Touch(World world, Step step)
    {
        var id = $"{step.Person:00}";
        if (step.Goes)
        {
            world.Hris.People.Remove(id);
            return;
        }

        world.Hris.With(id, World.PersonOf(
            $"p{step.Person}",
            ("department", step.Department < 0 ? null : Departments[step.Department]),
            ("boss", step.Boss < 0 ? null : $"{step.Boss:00}"),
            ("shirt", step.Shirt < 0 ? null : Shirts[step.Shirt]),
            ("lead2", step.Boss % 3 == 0 ? $"p{step.Boss}@example.com" : null),
            ("grade", step.Title < 0 ? null : $"L{step.Title}"),
            ("title", step.Title < 0 ? null : $"Title {step.Title}")));
        world.Hris.With(id, ("status", Statuses[step.Status]));
    }
}
