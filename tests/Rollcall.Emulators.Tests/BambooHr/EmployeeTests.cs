using System.Net;
using System.Text.Json.Nodes;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class EmployeeTests
{
    [Fact]
    public async Task An_unknown_id_is_not_found_with_a_misspelt_header_beside_the_right_one()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/v1/employees/99999");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Headers.GetValues("x-bamboohr-error-message").ShouldBe(["Employee not found, Employee not found"]);
        answer.Headers.GetValues("x-bamboohr-error-messsage").ShouldBe(["Employee not found, Employee not found"]);
    }

    [Fact]
    public async Task Someone_outside_the_access_level_is_forbidden_alone_and_absent_in_lists()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.HiddenEmployees = [4]);

        using var one = await account.GetAsync("/api/v1/employees/4?fields=firstName");
        var report = await account.ReportAsync("""{"fields":["id"]}""");

        one.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        one.Headers.GetValues("X-BambooHR-Error-Message").ShouldBe(["Insufficient Permissions to view this employee"]);
        report["employees"]!.AsArray().Select(row => row!["id"]!.GetValue<string>()).ShouldNotContain("4");
    }

    [Fact]
    public async Task A_forbidden_field_is_left_out_without_a_word_whichever_name_it_is_asked_by()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Access.Withdraw("customShirtsize");

        var employee = await account.JsonAsync("/api/v1/employees/2?fields=firstName,customShirtsize,4378,nonsense,customSquad");

        employee.AsObject().Select(pair => pair.Key).ShouldBe(["id", "firstName", "customSquad"]);
    }

    [Fact]
    public async Task More_than_400_fields_are_refused()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var fits = await account.GetAsync("/api/v1/employees/2?fields=" + string.Join(',', Enumerable.Range(1, 400)));
        using var exceeds = await account.GetAsync("/api/v1/employees/2?fields=" + string.Join(',', Enumerable.Range(1, 401)));

        fits.StatusCode.ShouldBe(HttpStatusCode.OK);
        exceeds.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_managers_number_is_not_the_managers_id()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.SetManager(10, 9);
        var manager = account.Host.Workforce.Find(9)!;

        var employee = await account.JsonAsync("/api/v1/employees/10?fields=supervisorId,supervisorEId,supervisor,supervisorEmail");
        var number = (await account.JsonAsync("/api/v1/employees/9?fields=employeeNumber"))["employeeNumber"]!.GetValue<string>();

        employee["supervisorEId"]!.GetValue<string>().ShouldBe("9");
        employee["supervisorId"]!.GetValue<string>().ShouldBe(number);
        number.ShouldNotBe("9");
        employee["supervisor"]!.GetValue<string>().ShouldBe(manager.LastName + ", " + manager.FirstName);
    }

    [Fact]
    public async Task Employment_status_under_its_old_name_says_active_or_inactive()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Terminate(7, new DateOnly(2026, 10, 1));

        var employee = await account.JsonAsync("/api/v1/employees/7?fields=employmentStatus,status,employmentHistoryStatus");

        employee.ToJsonString().ShouldBe("""{"id":"7","employmentStatus":"Inactive","status":"Inactive","employmentHistoryStatus":"Terminated"}""");
    }

    [Fact]
    public async Task Empty_values_have_several_spellings()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.Change(6, person => person with { TerminationDate = null, BirthDate = null, Salary = null, SquadId = null, PreferredName = null, Lifecycle = Lifecycle.Active }, "all");

        var employee = await account.JsonAsync("/api/v1/employees/6?fields=terminationDate,dateOfBirth,payRate,customSquad,preferredName,age,birthday");
        var row = (await account.ReportAsync("""{"fields":["terminationDate","payRate","state","customSquad"],"filters":{"employeeIds":[6]}}"""))["employees"]![0]!;

        employee.ToJsonString().ShouldBe("""{"id":"6","terminationDate":"0000-00-00","dateOfBirth":"0000-00-00","payRate":null,"customSquad":null,"preferredName":null,"age":"-1","birthday":""}""");
        row.ToJsonString().ShouldBe("""{"id":"6","terminationDate":"0000-00-00","payRate":" USD","state":"","customSquad":null}""");
    }

    [Fact]
    public async Task A_future_hires_job_shows_only_when_future_values_are_asked_for()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var department = account.Host.Workforce.Units.Of(UnitKind.Department)[0];
        var hired = account.Host.Workforce.Hire(person => person with { HireDate = new DateOnly(2026, 11, 1), Lifecycle = Lifecycle.Onboarding, DepartmentId = department.Id, ManagerNumber = 1 });

        var now = await account.JsonAsync($"/api/v1/employees/{hired.Number}?fields=department,supervisorEId,status");
        var then = await account.JsonAsync($"/api/v1/employees/{hired.Number}?fields=department,supervisorEId,status&onlyCurrent=false");

        now.ToJsonString().ShouldBe($$"""{"id":"{{hired.Number}}","department":null,"supervisorEId":null,"status":"Inactive"}""");
        then["department"]!.GetValue<string>().ShouldBe(department.Name);
        then["supervisorEId"]!.GetValue<string>().ShouldBe("1");
    }

    [Fact]
    public async Task A_record_without_a_hire_date_is_active_with_no_employment_status()
    {
        await using var account = await BambooHrAccount.StartAsync();
        var hired = account.Host.Workforce.Hire(person => person with { HireDate = null });

        var employee = await account.JsonAsync($"/api/v1/employees/{hired.Number}?fields=status,employmentHistoryStatus,hireDate,employeeNumber");

        employee.ToJsonString().ShouldBe($$"""{"id":"{{hired.Number}}","status":"Active","employmentHistoryStatus":null,"hireDate":"0000-00-00","employeeNumber":null}""");
    }

    [Theory]
    [InlineData(MultiSelectForm.CommaText, "\"C#, SQL\"")]
    [InlineData(MultiSelectForm.Array, "[\"C#\",\"SQL\"]")]
    public async Task Several_choices_read_as_the_switch_says(MultiSelectForm form, string expected)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.MultiSelect = form);
        var skills = account.Host.Workforce.Units.Of(UnitKind.Skill);
        account.Host.Workforce.Change(5, person => person with { SkillIds = [skills[0].Id, skills[1].Id] }, nameof(Person.SkillIds));

        var employee = await account.JsonAsync("/api/v1/employees/5?fields=customSkills");

        JsonNode.DeepEquals(employee["customSkills"], JsonNode.Parse(expected)).ShouldBeTrue(employee.ToJsonString());
    }

    [Fact]
    public async Task A_changed_id_is_another_record_to_every_endpoint()
    {
        await using var account = await BambooHrAccount.StartAsync();
        account.Host.Workforce.SetExternalId(5, "5000");

        using var old = await account.GetAsync("/api/v1/employees/5");
        var moved = await account.JsonAsync("/api/v1/employees/5000?fields=firstName");

        old.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        moved["id"]!.GetValue<string>().ShouldBe("5000");
    }

    [Fact]
    public async Task The_photo_is_a_picture_or_not_found()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var picture = await account.GetAsync("/api/v1/employees/3/photo/small");
        using var none = await account.GetAsync("/api/v1/employees/4/photo/small");

        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Take(2).ShouldBe([0xFF, 0xD8]);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
