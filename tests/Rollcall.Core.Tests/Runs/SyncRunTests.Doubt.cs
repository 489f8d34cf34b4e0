using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>What is not known decides nothing: dates, emails, statuses, and who somebody is.</summary>
public sealed partial class SyncRunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_first_day_that_stops_coming_makes_no_future_hire_a_leaver_R12(bool isWithdrawn)
    {
        var world = World.Create();
        for (var i = 0; i < 3; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}", ("status", "inactive"), ("start", "2026-12-20")));
        }

        await world.SyncAsync();
        world.Directory.People.Count().ShouldBe(3);
        DropStart(world, isWithdrawn);
        world.Hris.With("new", World.PersonOf("new", ("status", "inactive")));

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldContain(f => f.Severity == FindingSeverity.Held && f.Code == (isWithdrawn ? FindingCodes.AttributeWithdrawn : FindingCodes.CoverageDrop) && f.People.Contains("new"));
        world.Directory.People.ShouldAllBe(p => p.Status == AccountStatus.Created && p.Get(Fields.StartDate) == "2026-12-20");
    }

    private static void DropStart(World world, bool isWithdrawn)
    {
        if (isWithdrawn)
        {
            world.Hris.Withdraw("start");
            return;
        }

        for (var i = 0; i < 3; i++)
        {
            world.Hris.With($"{i}", ("start", null));
        }
    }

    [Fact]
    public async Task A_last_day_that_stops_coming_brings_no_leaver_back_R12()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("end", "2026-11-25"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Time.Advance(TimeSpan.FromDays(3));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
        world.Hris.Withdraw("end");

        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
    }

    [Fact]
    public async Task A_leaver_whose_last_day_is_known_needs_no_first_day()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas", ("start", "2020-01-01")));
        await world.SyncAsync();
        world.Hris.Withdraw("start");
        world.Hris.With("1", ("status", "inactive"), ("end", "2026-11-01"));

        await world.SyncAsync();

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
    }

    [Fact]
    public async Task Somebody_held_in_another_connection_has_not_left_there_R18()
    {
        var world = World.Create();
        var payroll = world.Connect("payroll", World.Payroll);
        world.Hris.With("1", World.PersonOf("mara"));
        payroll.With("A", ("email", "mara@example.com"), ("status", "active"), ("title", "Payroll title"));
        await world.SyncAsync();
        await world.SyncAsync(connection: "payroll");
        payroll.With("A", ("status", "garden"));
        await world.SyncAsync(connection: "payroll");
        world.Hris.With("1", ("status", "inactive"));

        await world.SyncAsync();

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Created);
        world.Directory["mara@example.com"].Get(Fields.Title).ShouldBe("Payroll title");
    }

    [Fact]
    public async Task A_read_of_somebody_else_judges_nobody_by_what_they_were_before_the_doubt()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("end", "2026-11-30"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.With("1", ("end", null), ("status", "garden"));
        (await world.SyncAsync()).Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.StatusUnknown);
        world.Time.Advance(TimeSpan.FromDays(10));

        foreach (ReadMode mode in (ReadMode[])[new ReadMode.People(["2"]), new ReadMode.Changes(world.Time.GetUtcNow()), new ReadMode.Full()])
        {
            (await world.SyncAsync(mode)).Plan!.Changes.ShouldBeEmpty();
        }

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Created);
    }

    /// <summary>Mara's external id is Otto's from one read to the next, and held.</summary>
    private static async Task<World> WithSwapAsync()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara", ("birthday", "1990-01-01"))).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.With("1", [.. World.PersonOf("otto", ("birthday", "1970-05-05")), ("last", "Else")]);
        (await world.SyncAsync()).Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.IdentitySwap);
        return world;
    }

    [Fact]
    public async Task Somebody_decided_is_read_anew_by_whichever_read_comes_first_R1()
    {
        var world = await WithSwapAsync();
        world.Directory.Decisions.Add(new("1", Employee: null));

        await world.SyncAsync(new ReadMode.People(["2"]));

        world.Directory.People.Count().ShouldBe(3);
        world.Directory["otto@example.com"].Get(Fields.LastName).ShouldBe("Else");
        world.Directory["mara@example.com"].Get(Fields.LastName).ShouldBe("Test");
        (await world.SyncAsync()).Plan!.ShouldSatisfyAllConditions(p => p.Changes.ShouldBeEmpty(), p => p.Records.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_decision_is_carried_out_once_R1()
    {
        var world = await WithSwapAsync();
        world.Directory.Decisions.Add(new("1", Employee: null));
        await world.SyncAsync();
        world.Directory.Decisions.ShouldBeEmpty();

        world.Hris.With("1", ("status", "garden"));
        await world.SyncAsync();
        world.Hris.With("1", ("status", "active"));
        (await world.SyncAsync()).Plan!.Changes.ShouldBeEmpty();
        world.Directory.People.Count().ShouldBe(3);

        world.Hris.With("1", [.. World.PersonOf("ida", ("birthday", "1980-03-03")), ("last", "Third")]);
        (await world.SyncAsync()).Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.IdentitySwap);
    }

    [Fact]
    public async Task A_decision_that_changed_since_the_plan_was_made_is_not_carried_out()
    {
        var world = await WithSwapAsync();
        world.Directory.Decisions.Add(new("1", Employee: null));
        var preview = await world.PreviewAsync();
        world.Directory.Decisions[0] = new("1", world.Directory["mara@example.com"].Id);

        var approved = PlanGuard.Approve(preview.Plan!, preview.Plan!.Digest, "admin").ShouldNotBeNull();
        (await world.Directory.ApplyAsync(approved, preview.Run, null, TestContext.Current.CancellationToken)).ShouldBeOfType<Core.Applying.ApplyOutcome.DirectoryChanged>();
    }

    [Fact]
    public async Task An_unreadable_email_makes_nobody_new_R1()
    {
        var world = World.Create();
        var payroll = world.Connect("payroll", World.Payroll);
        world.Hris.With("1", World.PersonOf("mara"));
        await world.SyncAsync();
        payroll.With("A", ("email", SourceValue.OfUnreadable("an object")), ("status", "active"));

        var report = await world.SyncAsync(connection: "payroll");

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldContain(f => f.Code == FindingCodes.ValueUnreadable && f.People.Contains("A"));
        payroll.With("A", ("email", "mara@example.com"));
        (await world.SyncAsync(connection: "payroll")).Plan!.Changes.ShouldHaveSingleItem().Field.ShouldBe(Fields.ExternalId);
    }

    [Fact]
    public async Task A_fallen_fill_rate_of_what_a_criterion_asks_lets_nobody_in_R12()
    {
        var world = World.Create();
        world.Configure(c => c with
        {
            Exclusions = new ExclusionCriteria(new CriteriaGroup(All: false, [new Criterion("title", CriterionOperator.Is, ["Contractor"])]), CriteriaGroup.None, []),
        });
        for (var i = 0; i < 10; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}", ("title", i < 5 ? "Contractor" : "Engineer")));
        }

        await world.SyncAsync();
        world.Directory.People.Count().ShouldBe(5);
        for (var i = 0; i < 10; i++)
        {
            world.Hris.With($"{i}", ("title", null));
        }

        var report = await world.SyncAsync();

        report.Plan!.Changes.ShouldBeEmpty();
        report.Findings.ShouldContain(f => f.Code == FindingCodes.CriterionUnreadable && f.Count == 10);
    }

    [Fact]
    public async Task A_fallen_fill_rate_of_emails_makes_nobody_new_R1()
    {
        var world = World.Create();
        var payroll = world.Connect("payroll", World.Payroll);
        for (var i = 0; i < 10; i++)
        {
            world.Hris.With($"{i}", World.PersonOf($"p{i}"));
            payroll.With($"A{i}", ("email", $"p{i}@example.com"), ("status", i < 5 ? "active" : "inactive"));
        }

        await world.SyncAsync();
        await world.SyncAsync(connection: "payroll");
        world.Hris.With("later", World.PersonOf("later"));
        await world.SyncAsync();
        for (var i = 0; i < 10; i++)
        {
            payroll.With($"A{i}", ("email", null));
        }

        payroll.With("B", ("email", null), ("status", "active"));

        (await world.SyncAsync(connection: "payroll")).Plan!.Changes.ShouldBeEmpty();

        world.Directory.People.Count().ShouldBe(11);
    }

    [Fact]
    public async Task Nobody_gets_the_email_of_somebody_whose_email_is_pinned()
    {
        var world = World.Create();
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Pins.Add(Fields.Email);
        world.Hris.With("1", ("email", "mara2@example.com")).With("2", ("email", "mara@example.com"));

        var report = await world.SyncAsync();

        report.Findings.ShouldContain(f => f.Code == FindingCodes.EmailTaken && f.People.Contains("2"));
        world.Directory.People.Select(p => p.Get(Fields.Email)).Order(StringComparer.Ordinal).ShouldBe(["jonas@example.com", "mara@example.com"]);
    }
}
