using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Tests;

/// <summary>What a person does at the terminal, from the configuration file to the undo, over HTTP against an emulated HRIS.</summary>
public sealed class SyncStories
{
    [Fact]
    public async Task A_plan_right_after_a_sync_is_empty_and_one_change_plans_exactly_that_one()
    {
        await using var company = await Company.SyncedAsync();
        await company.Cli.ExpectAsync(0, "plan", "hr");
        var someone = company.Somebody();
        company.Hris.Workforce.Change(someone.Number, p => p with { FirstName = "Ada" }, "FirstName");

        var plan = await company.Cli.JsonAsync(2, "plan", "hr");

        var change = plan.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("Field").GetString().ShouldBe("first-name");
        change.GetProperty("After").GetString().ShouldBe("Ada");
        await company.Cli.ExpectAsync(9, "sync", "hr", "--plan", new string('0', 12));
        await company.Cli.ExpectAsync(0, "sync", "hr", "--plan", plan.GetProperty("digest").GetString()![..12]);
        await company.Cli.ExpectAsync(0, "plan", "hr");
    }

    [Fact]
    public async Task Every_kind_of_target_is_filled()
    {
        await using var company = await Company.SyncedAsync();
        var people = await company.Cli.JsonAsync(0, "employees", "--take", "200", "--show", "custom:subcompany", "--show", "custom:shirt-size", "--show", "level", "--show", "additional-manager");
        foreach (var column in (string[])["custom:subcompany", "custom:shirt-size", "level", "additional-manager", "teams", "manager", "title"])
        {
            people.EnumerateArray().ShouldContain(p => p.GetProperty(column).GetString() != null && p.GetProperty(column).GetString() != "", column);
        }
    }

    [Fact]
    public async Task Thirty_percent_leaving_stop_at_the_guard_and_approve_and_undo_do_exactly_that()
    {
        await using var company = await Company.SyncedAsync();
        var before = (await company.Cli.ExpectAsync(0, "employees", "--take", "500", "--format", "Csv")).Output;
        foreach (var person in company.Hris.Workforce.People().Where(p => p.Lifecycle == Lifecycle.Active).Take(14).ToList())
        {
            company.Hris.Workforce.Terminate(person.Number, company.Hris.Workforce.Today.AddDays(-1));
        }

        var stopped = await company.Cli.JsonAsync(3, "sync", "hr");
        stopped.GetProperty("state").GetString().ShouldBe("AwaitingApproval");
        (await company.Cli.ExpectAsync(0, "employees", "--take", "500", "--format", "Csv")).Output.ShouldBe(before);

        var run = stopped.GetProperty("run").GetString()!;
        var approved = await company.Cli.JsonAsync(0, "approve", run);
        approved.GetProperty("digest").GetString().ShouldBe(stopped.GetProperty("digest").GetString());
        (await company.Cli.JsonAsync(0, "employees", "--status", "deactivated", "--take", "500")).GetArrayLength().ShouldBe(14);
        await company.Cli.ExpectAsync(9, "approve", run);

        await company.Cli.ExpectAsync(2, "undo", run, "--preview");
        await company.Cli.ExpectAsync(0, "undo", run);
        (await company.Cli.ExpectAsync(0, "employees", "--take", "500", "--format", "Csv")).Output.ShouldBe(before);
        await company.Cli.ExpectAsync(9, "sync", "hr");
        await company.Cli.ExpectAsync(0, "connections", "resume", "hr");
        await company.Cli.ExpectAsync(3, "plan", "hr");
    }

    [Fact]
    public async Task A_stopped_plan_is_refused_once_the_directory_changed()
    {
        await using var company = await Company.SyncedAsync();
        foreach (var person in company.Hris.Workforce.People().Where(p => p.Lifecycle == Lifecycle.Active).Take(14).ToList())
        {
            company.Hris.Workforce.Terminate(person.Number, company.Hris.Workforce.Today.AddDays(-1));
        }

        var stopped = await company.Cli.JsonAsync(3, "sync", "hr");
        var leaver = company.Hris.Workforce.People().First(p => p.TerminationDate == company.Hris.Workforce.Today.AddDays(-1) && p.Email != null);
        company.Hris.Workforce.Rehire(leaver.Number);
        var plan = await company.Cli.JsonAsync(3, "plan", "hr");
        await company.Cli.ExpectAsync(0, "sync", "hr", "--plan", plan.GetProperty("digest").GetString()![..12]);

        var refused = await company.Cli.RunAsync("approve", stopped.GetProperty("run").GetString()!);

        refused.Exit.ShouldBe(9);
        refused.Errors.ShouldContain("directory changed");
    }

    [Fact]
    public async Task A_withdrawn_permission_blanks_nothing_and_says_which_box_to_tick()
    {
        await using var company = await Company.SyncedAsync();
        var before = (await company.Cli.ExpectAsync(0, "employees", "--take", "500", "--show", "custom:shirt-size", "--format", "Csv")).Output;
        company.Hris.Workforce.Access.Withdraw("customShirtsize");

        var result = await company.Cli.ExpectAsync(0, "sync", "hr");

        (await company.Cli.ExpectAsync(0, "employees", "--take", "500", "--show", "custom:shirt-size", "--format", "Csv")).Output.ShouldBe(before);
        var explained = await company.Cli.JsonAsync(0, "explain", company.Somebody().Email!, "custom:shirt-size");
        var answer = explained.EnumerateArray().ShouldHaveSingleItem();
        answer.GetProperty("verdict").GetString().ShouldBe("attribute-not-readable");
        answer.GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain("Access Levels");
        result.Errors.ShouldContain("→");
    }

    [Fact]
    public async Task A_failing_hris_changes_nothing_and_says_so()
    {
        await using var company = await Company.SyncedAsync();
        company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Truncated, Endpoint = "*/reports/custom" });
        var failed = await company.Cli.RunAsync("sync", "hr");
        failed.Exit.ShouldBe(6);
        failed.Errors.ShouldContain("connection-failed");
        company.Hris.Faults.Clear();
        await company.Cli.ExpectAsync(0, "plan", "hr");
    }

    [Fact]
    public async Task One_person_now_changes_only_that_person()
    {
        await using var company = await Company.SyncedAsync();
        var (one, other) = (company.Somebody(), company.Somebody(3));
        company.Hris.Workforce.Rename(one.Number, "Uno", "Zyxwut");
        company.Hris.Workforce.Rename(other.Number, "Due", "Zyxwut");
        await company.Cli.ExpectAsync(0, "sync", "hr", "--employee", one.Email!);
        (await company.Cli.JsonAsync(0, "employees", "--search", "zyxwut")).EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Uno Zyxwut");
        await company.Cli.ExpectAsync(0, "sync", "hr", "--delta");
        (await company.Cli.JsonAsync(0, "employees", "--search", "zyxwut")).GetArrayLength().ShouldBe(2);
    }
}
