using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>Who has left, who has not, and who only seems to have.</summary>
public sealed partial class SyncRunTests
{
    [Fact]
    public async Task A_failed_page_is_not_people_who_left_R11()
    {
        var world = World.Create();
        for (var i = 0; i < 10; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}"));
        }

        await world.SyncAsync();
        var writes = world.Directory.Writes;
        world.Hris.FailAfter = 4;

        for (var i = 0; i < 3; i++)
        {
            var report = await world.SyncAsync();
            report.State.ShouldBe(RunState.Failed);
            report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.ConnectionFailed);
        }

        world.Directory.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task Absent_is_not_terminated_until_two_complete_reads_R11()
    {
        var world = World.Create();
        for (var i = 0; i < 20; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}"));
        }

        await world.SyncAsync();
        world.Hris.People.Remove("7");

        var once = await world.SyncAsync();
        once.Plan!.Changes.ShouldBeEmpty();
        once.Findings.ShouldContain(f => f.Code == FindingCodes.PersonMissing);
        world.Hris.Unproven = "total shrank";
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        world.Hris.Unproven = null;
        await world.SyncAsync();
        world.Directory["p7@example.com"].Status.ShouldBe(AccountStatus.Deactivated);

        (await world.SyncAsync()).Plan!.ShouldSatisfyAllConditions(p => p.Changes.ShouldBeEmpty(), p => p.Records.ShouldBeEmpty());
        world.Hris.With("7", World.PersonOf("p7"));
        await world.SyncAsync();
        world.Directory["p7@example.com"].Status.ShouldBe(AccountStatus.Created);
    }

    [Fact]
    public async Task A_delta_or_single_read_never_concludes_absence()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.People.Remove("2");

        for (var i = 0; i < 4; i++)
        {
            (await world.SyncAsync(new ReadMode.Changes(world.Time.GetUtcNow()))).Plan!.IsEmpty.ShouldBeTrue();
            (await world.SyncAsync(new ReadMode.People(["2"]))).Plan!.IsEmpty.ShouldBeTrue();
        }

        world.Directory["jonas@example.com"].Status.ShouldBe(AccountStatus.Created);
    }

    [Fact]
    public async Task An_empty_source_is_never_approved()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara"));
        await world.SyncAsync();
        world.Hris.People.Clear();

        var report = await world.SyncAsync();

        report.State.ShouldBe(RunState.Failed);
        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.EmptySource);
    }

    [Fact]
    public async Task An_unknown_status_holds_the_person()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("title", "Engineer")));
        await world.SyncAsync();
        world.Hris.With("1", ("status", "garden"), ("title", "Gardener")).With("2", World.PersonOf("jonas", ("status", "garden")));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe(FindingCodes.StatusUnknown);
        finding.Value.ShouldBe("garden");
        finding.Count.ShouldBe(2);
        world.Directory.People.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Thirty_percent_leaving_stops_at_the_guard_and_writes_nothing_R13()
    {
        var world = World.Create();
        for (var i = 0; i < 20; i++)
        {
            world.Hris.With($"{i:00}", World.PersonOf($"p{i}"));
        }

        await world.SyncAsync();
        var writes = world.Directory.Writes;
        for (var i = 0; i < 6; i++)
        {
            world.Hris.With($"{i:00}", ("status", "inactive"));
        }

        var stopped = await world.SyncAsync();

        stopped.State.ShouldBe(RunState.AwaitingApproval);
        stopped.GuardReasons.ShouldNotBeEmpty();
        world.Directory.Writes.ShouldBe(writes);
        PlanGuard.Approve(stopped.Plan!, new string('a', 64), "admin").ShouldBeNull();
        var approved = PlanGuard.Approve(stopped.Plan!, stopped.Plan!.Digest, "admin").ShouldNotBeNull();
        await world.Directory.ApplyAsync(approved, stopped.Run, null, TestContext.Current.CancellationToken);
        world.Directory.People.Count(p => p.Status == AccountStatus.Deactivated).ShouldBe(6);
    }

    [Fact]
    public async Task Leaving_needs_every_connection_and_values_fall_back_R18()
    {
        var world = World.Create();
        var payroll = world.Connect("payroll", World.Payroll);
        for (var i = 0; i < 5; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}", ("title", "Engineer")));
        }

        payroll.With("A", ("email", "p1@example.com"), ("status", "active"), ("title", "Payroll title"));
        await world.SyncAsync();
        (await world.SyncAsync(connection: "payroll")).Plan!.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.ExternalId);
        world.Directory["p1@example.com"].Get(Fields.Title).ShouldBe("Engineer");

        world.Hris.With("1", ("title", null));
        await world.SyncAsync();
        world.Directory["p1@example.com"].Get(Fields.Title).ShouldBe("Payroll title");
        world.Hris.With("1", ("status", "inactive"));
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        payroll.With("A", ("status", "inactive"));
        await world.SyncAsync(connection: "payroll");
        world.Directory["p1@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
    }

    [Fact]
    public async Task An_end_date_that_passes_deactivates_without_any_change_at_the_source_R11()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("end", "2026-11-25"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(2));
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        world.Time.Advance(TimeSpan.FromDays(1));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldHaveSingleItem().Cause.ShouldBe(Fields.EndDate);
        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
    }

    [Fact]
    public async Task A_future_hire_is_created_and_invited_on_the_first_day_R2()
    {
        var world = World.Create();
        world.Configure(c => c with { AutoInvite = true });
        world.Hris.With("1", World.PersonOf("mara", ("status", "onboarding"), ("start", "2026-12-01"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Created);
        world.Directory["jonas@example.com"].Status.ShouldBe(AccountStatus.Invited);
        world.Time.Advance(TimeSpan.FromDays(8));
        world.Hris.With("1", ("status", "active"));

        await world.SyncAsync();

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Invited);
    }
}
