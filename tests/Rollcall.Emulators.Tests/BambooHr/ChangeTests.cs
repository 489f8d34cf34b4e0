using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class ChangeTests
{
    [Fact]
    public async Task Hires_changes_and_deletions_since_a_moment_are_told_apart()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Clock.Advance(TimeSpan.FromMinutes(1));
        account.Host.Workforce.Rename(4, "New", "Name");
        account.Host.Workforce.Delete(5);
        account.Clock.Advance(TimeSpan.FromSeconds(30));
        var hired = account.Host.Workforce.Hire();
        account.Host.Workforce.Terminate(6);

        var changed = await account.JsonAsync("/api/v1/employees/changed?since=2026-10-05T09:30:30Z");
        var deleted = await account.JsonAsync("/api/v1/employees/changed?since=2026-10-05T09:30:30Z&type=deleted");

        changed["latest"]!.GetValue<string>().ShouldBe("2026-10-05T09:31:30+00:00");
        changed["employees"]!.AsObject().Select(pair => pair.Key + " " + pair.Value!["action"])
            .ShouldBe(["4 Updated", "5 Deleted", "6 Updated", hired.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) + " Inserted"]);
        deleted["employees"]!.AsObject().Select(pair => pair.Key).ShouldBe(["5"]);
    }

    [Fact]
    public async Task Nothing_changed_is_an_empty_array_where_an_object_belongs()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/v1/employees/changed?since=2026-10-05T09:30:30Z");

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"latest":"2026-10-05T09:30:30+00:00","employees":[]}""");
        account.Switches.EmptyObjectsAreArrays = false;
        (await account.JsonAsync("/api/v1/employees/changed?since=2026-10-05T09:30:30Z"))["employees"]!.ToJsonString().ShouldBe("{}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?since=yesterday")]
    [InlineData("?since=2026-10-05T09:30:30+02:00")]
    [InlineData("?since=2026-10-05T09:30:30Z&type=changed")]
    public async Task A_missing_or_wrong_moment_is_refused(string query)
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/v1/employees/changed" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Renaming_an_option_does_not_count_as_a_change_of_people()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Clock.Advance(TimeSpan.FromMinutes(1));
        account.Host.Workforce.RenameUnit(account.Host.Workforce.Units.Of(UnitKind.Department)[0].Id, "Renamed");

        (await account.JsonAsync("/api/v1/employees/changed?since=2026-10-05T09:30:30Z"))["employees"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Changed_table_rows_lack_the_ids_that_table_rows_have()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Clock.Advance(TimeSpan.FromMinutes(1));
        account.Host.Workforce.Move(4, account.Host.Workforce.Units.Of(UnitKind.Office)[0].Id);

        var rows = (await account.JsonAsync("/api/v1/employees/4/tables/jobInfo")).AsArray();
        var changed = await account.JsonAsync("/api/v1/employees/changed/tables/jobInfo?since=2026-10-05T09:30:30Z");

        rows[0]!["employeeId"]!.GetValue<string>().ShouldBe("4");
        var only = changed["employees"]!.AsObject().Single();
        only.Key.ShouldBe("4");
        only.Value!["lastChanged"]!.GetValue<string>().ShouldBe("2026-10-05T09:31:00Z");
        only.Value["rows"]![0]!.AsObject().Select(pair => pair.Key).ShouldBe(["date", "location", "department", "division", "jobTitle", "reportsTo", "teams"]);
    }

    [Fact]
    public async Task Table_columns_that_may_not_be_read_are_left_out()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Access.Withdraw("department");

        var row = (await account.JsonAsync("/api/v1/employees/2/tables/jobInfo"))[0]!.AsObject();
        using var unknown = await account.GetAsync("/api/v1/employees/2/tables/nonsense");

        row.ContainsKey("department").ShouldBeFalse();
        row.ContainsKey("location").ShouldBeTrue();
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_leaver_has_a_row_that_says_terminated()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Terminate(7, new DateOnly(2026, 10, 1));

        var rows = (await account.JsonAsync("/api/v1/employees/7/tables/employmentStatus")).AsArray();

        rows.Select(row => row!["employmentStatus"]!.GetValue<string>()).Last().ShouldBe("Terminated");
        rows.Last()!["date"]!.GetValue<string>().ShouldBe("2026-10-01");
        rows.Last()!["terminationReasonId"]!.GetValue<string>().ShouldBe("");
    }

    [Fact]
    public async Task The_directory_has_active_published_people_only()
    {
        await using var account = await BambooHrAccount.StartAsync(employees: 150);
        account.Host.Workforce.Terminate(7, new DateOnly(2026, 10, 1));

        var directory = await account.JsonAsync("/api/v1/employees/directory");

        var ids = directory["employees"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()).ToList();
        ids.ShouldNotContain("7");
        ids.ShouldNotContain("5");
        ids.Count.ShouldBeLessThan(150);
        directory["employees"]![0]!.AsObject().Skip(1).Select(pair => pair.Key).ShouldBe(directory["fields"]!.AsArray().Select(field => field!["id"]!.GetValue<string>()));
        directory["employees"]![0]!["supervisor"]!.GetValue<string>().ShouldBe("");
        directory["employees"]![0]!["canUploadPhoto"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData(DirectorySharing.Off, 403)]
    [InlineData(DirectorySharing.Empty, 404)]
    [InlineData(DirectorySharing.OrgChart, 200)]
    public async Task The_directory_is_what_the_account_shares(DirectorySharing sharing, int status)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.Directory = sharing);

        using var answer = await account.GetAsync("/api/v1/employees/directory");

        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 200)
        {
            var row = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["employees"]![0]!.AsObject();
            row.ContainsKey("workEmail").ShouldBeFalse();
            row.ContainsKey("supervisor").ShouldBeFalse();
        }
    }
}
