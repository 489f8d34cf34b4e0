using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>What a person does at the terminal, from the configuration file to the undo, over HTTP against every emulated HRIS.</summary>
public sealed class SyncStories(PostgresServer postgres)
{
    public static TheoryData<string, bool> Combinations => EveryTarget.Combinations();

    public static TheoryData<string> Vendors => EveryTarget.Vendors;

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_plan_right_after_a_sync_is_empty_and_one_change_plans_exactly_that_one(string vendor, bool isPostgres)
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.Of(vendor), postgres: isPostgres ? postgres : null);
        await company.Cli.ExpectAsync(0, "plan", "hr");
        var someone = company.Somebody();
        company.Workforce.Change(someone.Number, p => p with { FirstName = "Ada" }, "FirstName");

        var plan = await company.Cli.JsonAsync(2, "plan", "hr");

        var change = plan.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("field").GetString().ShouldBe("first-name");
        change.GetProperty("after").GetString().ShouldBe("Ada");
        await company.Cli.ExpectAsync(9, "sync", "hr", "--plan", new string('0', 12));
        await company.Cli.ExpectAsync(0, "sync", "hr", "--plan", plan.GetProperty("digest").GetString()![..12]);
        await company.Cli.ExpectAsync(0, "plan", "hr");
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Thirty_percent_leaving_stop_at_the_guard_and_approve_and_undo_do_exactly_that(string vendor, bool isPostgres)
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.Of(vendor), employees: 50, postgres: isPostgres ? postgres : null);
        var before = await company.DirectoryAsync();
        var leavers = company.Workforce.People().Where(p => p is { Lifecycle: Lifecycle.Active, TerminationDate: null } && p.HireDate <= company.Workforce.Today).Take(16).ToList();
        foreach (var person in leavers)
        {
            company.Workforce.Terminate(person.Number, company.Workforce.Today.AddDays(-1));
        }

        var stopped = await company.Cli.JsonAsync(3, "sync", "hr");
        stopped.GetProperty("state").GetString().ShouldBe("AwaitingApproval");
        (await company.DirectoryAsync()).ShouldBe(before);

        var run = stopped.GetProperty("run").GetString()!;
        var approved = await company.Cli.JsonAsync(0, "approve", run);
        approved.GetProperty("digest").GetString().ShouldBe(stopped.GetProperty("digest").GetString());
        (await company.Cli.JsonAsync(0, "employees", "--status", "deactivated", "--take", "500")).GetArrayLength().ShouldBe(leavers.Count);
        await company.Cli.ExpectAsync(9, "approve", run);

        await company.Cli.ExpectAsync(2, "undo", run, "--preview");
        await company.Cli.ExpectAsync(0, "undo", run);
        (await company.DirectoryAsync()).ShouldBe(before);
        await company.Cli.ExpectAsync(9, "sync", "hr");
        await company.Cli.ExpectAsync(0, "connections", "resume", "hr");
        await company.Cli.ExpectAsync(3, "plan", "hr");
    }

    [Fact]
    public async Task A_stopped_plan_is_refused_once_the_directory_changed()
    {
        await using var company = await Company.SyncedAsync();
        foreach (var person in company.Workforce.People().Where(p => p.Lifecycle == Lifecycle.Active).Take(14).ToList())
        {
            company.Workforce.Terminate(person.Number, company.Workforce.Today.AddDays(-1));
        }

        var stopped = await company.Cli.JsonAsync(3, "sync", "hr");
        var leaver = company.Workforce.People().First(p => p.TerminationDate == company.Workforce.Today.AddDays(-1) && p.Email != null);
        company.Workforce.Rehire(leaver.Number);
        var plan = await company.Cli.JsonAsync(3, "plan", "hr");
        await company.Cli.ExpectAsync(0, "sync", "hr", "--plan", plan.GetProperty("digest").GetString()![..12]);

        var refused = await company.Cli.RunAsync("approve", stopped.GetProperty("run").GetString()!);

        refused.Exit.ShouldBe(9);
        refused.Errors.ShouldContain("directory changed");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_withdrawn_permission_blanks_nothing_and_says_which_box_to_tick(string vendor)
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.Of(vendor));
        var before = await company.DirectoryAsync();
        company.Workforce.Access.Withdraw(company.Kind.ShirtSize);

        var result = await company.Cli.ExpectAsync(0, "sync", "hr");

        (await company.DirectoryAsync()).ShouldBe(before);
        var someone = company.Workforce.People().First(p => p is { Email: not null, ShirtSizeId: not null, Lifecycle: Lifecycle.Active, TerminationDate: null });
        var answer = (await company.Cli.JsonAsync(0, "explain", someone.Email!, "custom:shirt-size")).EnumerateArray().ShouldHaveSingleItem();
        answer.GetProperty("verdict").GetString().ShouldBe("attribute-not-readable");
        answer.GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain(company.Kind.WhereToGrant);
        result.Errors.ShouldContain("attribute-withdrawn");
        result.Errors.ShouldContain(company.Kind.WhereToGrant);

        company.Workforce.Access.Grant(company.Kind.ShirtSize);
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await company.DirectoryAsync()).ShouldBe(before);
        (await company.Cli.JsonAsync(0, "findings")).EnumerateArray().ShouldNotContain(f => f.GetProperty("finding").GetProperty("code").GetString() == "attribute-withdrawn");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_failing_hris_changes_nothing_and_says_so(string vendor)
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.Of(vendor));
        var before = await company.DirectoryAsync();
        company.Workforce.Rename(company.Somebody().Number, "Half", "Read");
        company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Truncated, Endpoint = company.Kind.PeopleEndpoint });
        var failed = await company.Cli.RunAsync("sync", "hr");
        failed.Exit.ShouldBe(6);
        failed.Errors.ShouldContain("connection-failed");
        (await company.DirectoryAsync()).ShouldBe(before);
        company.Hris.Faults.Clear();
        await company.Cli.ExpectAsync(2, "plan", "hr");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task One_person_now_changes_only_that_person(string vendor)
    {
        await using var company = await Company.SyncedAsync(HrisUnderTest.Of(vendor));
        var (one, other) = (company.Somebody(), company.Somebody(3));
        company.Workforce.Rename(one.Number, "Uno", "Zyxwut");
        company.Workforce.Rename(other.Number, "Due", "Zyxwut");
        await company.Cli.ExpectAsync(0, "sync", "hr", "--employee", one.Email!);
        (await company.Cli.JsonAsync(0, "employees", "--search", "zyxwut")).EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Uno Zyxwut");
        await company.Cli.ExpectAsync(company.Kind.HasDelta ? 0 : 4, "sync", "hr", "--delta");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await company.Cli.JsonAsync(0, "employees", "--search", "zyxwut")).GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_connection_test_proves_what_works_and_names_what_does_not(string vendor)
    {
        await using var company = await Company.StartAsync(HrisUnderTest.Of(vendor));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        (await company.Cli.ExpectAsync(0, "connections", "test", "hr")).Output.ShouldContain($"{company.Workforce.Count}");
        company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Unauthorized });
        var refused = await company.Cli.RunAsync("connections", "test", "hr");
        refused.Exit.ShouldBe(6);
        (refused.Output + refused.Errors).ShouldContain("credential-refused");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task As_a_process_of_its_own_it_does_the_same(string vendor)
    {
        await using var company = await Company.StartAsync(HrisUnderTest.Of(vendor));
        foreach (var (exit, command) in new (int, string[])[] { (0, ["config", "apply", company.File]), (2, ["plan", "hr"]), (0, ["sync", "hr"]), (0, ["plan", "hr", "--format", "json"]) })
        {
            var result = await company.Cli.RunProcessAsync(command);
            result.Exit.ShouldBe(exit, result.Errors);
            if (command.Contains("json"))
            {
                result.Json.GetProperty("changes").ValueKind.ShouldBe(JsonValueKind.Array);
            }
        }
    }
}
