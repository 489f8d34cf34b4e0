using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class PreparedTests
{
    private const string Body =
        """{"fields":["root.id","root.displayName","root.email","work.title","work.manager","work.reportsTo","work.directReports","work.custom.field_1700000000105"],"showInactive":true,"humanReadable":"APPEND"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData(Body)]
    [InlineData("""{"fields":["root.id"]}""")]
    [InlineData("""{"fields":["root.id"],"showInactive":true}""")]
    [InlineData("""{"fields":["work.title"],"humanReadable":"REPLACE"}""")]
    public async Task Prepared_answers_are_the_same_bytes(string body)
    {
        await using var fresh = await HiBobAccount.StartAsync(employees: 150);
        await using var prepared = await HiBobAccount.StartAsync(employees: 150, prepared: true);

        var expected = await fresh.SearchTextAsync(body);

        (await prepared.SearchTextAsync(body)).ShouldBe(expected);
        (await prepared.SearchTextAsync(body)).ShouldBe(expected);
    }

    [Fact]
    public async Task Prepared_chunks_by_id_are_the_same_bytes()
    {
        await using var fresh = await HiBobAccount.StartAsync(employees: 150);
        await using var prepared = await HiBobAccount.StartAsync(employees: 150, prepared: true);
        var ids = string.Join(',', Enumerable.Range(50, 40).Select(number => $"\"{fresh.Id(number)}\""));
        foreach (var inactive in new[] { "true", "false" })
        {
            var body = $$$"""{"fields":["root.id","work.title"],"showInactive":{{{inactive}}},"filters":[{"fieldPath":"root.id","operator":"equals","values":[{{{ids}}}]}]}""";

            (await prepared.SearchTextAsync(body)).ShouldBe(await fresh.SearchTextAsync(body));
        }
    }

    [Fact]
    public async Task Ever_new_sets_of_fields_stay_right()
    {
        await using var prepared = await HiBobAccount.StartAsync(employees: 70, prepared: true);
        var fields = (await prepared.JsonAsync("/v1/company/people/fields")).AsArray().Select(field => (string)field!["id"]!).Take(12).ToList();
        var first = new List<string>();
        foreach (var round in Enumerable.Range(0, 2))
        {
            foreach (var (field, at) in fields.Select((field, at) => (field, at)))
            {
                var answer = await prepared.SearchTextAsync($$"""{"fields":["{{field}}"],"showInactive":true}""");
                if (round == 0)
                {
                    first.Add(answer);
                }

                answer.ShouldBe(first[at]);
            }
        }

        first.ShouldBeUnique();
    }

    public static TheoryData<string> Mutations =>
        ["rename", "manager", "terminate", "rehire", "hire", "delete", "unit", "move", "id", "withdraw", "email", "hide", "tomorrow"];

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_mutation_shows_in_every_row_it_touches(string mutation)
    {
        await using var fresh = await HiBobAccount.StartAsync(employees: 200);
        await using var prepared = await HiBobAccount.StartAsync(employees: 200, prepared: true);
        var before = await prepared.SearchTextAsync(Body);
        foreach (var account in new[] { fresh, prepared })
        {
            Mutate(account, mutation);
        }

        var after = await prepared.SearchTextAsync(Body);

        after.ShouldBe(await fresh.SearchTextAsync(Body));
        (after == before).ShouldBe(mutation is "tomorrow");
    }

    private static void Mutate(HiBobAccount account, string mutation)
    {
        var company = account.Workforce;
        switch (mutation)
        {
            case "rename":
                company.Rename(2, "Renamed", "Person");
                break;
            case "manager":
                company.SetManager(180, 3);
                break;
            case "terminate":
                company.Terminate(company.People().First(person => person.Lifecycle == Lifecycle.Active && person.Number > 100).Number);
                break;
            case "rehire":
                company.Rehire(company.People().First(person => person.Lifecycle == Lifecycle.Inactive).Number);
                break;
            case "hire":
                company.Hire();
                break;
            case "delete":
                company.Delete(4);
                break;
            case "unit":
                company.RenameUnit(company.Find(1)!.TitleId, "Renamed title");
                break;
            case "move":
                company.Move(77, company.Units.Of(UnitKind.Title).First(title => title.Id != company.Find(77)!.TitleId).Id);
                break;
            case "id":
                company.SetExternalId(2, "3500000000000000001");
                break;
            case "withdraw":
                company.Access.Withdraw("work.title");
                break;
            case "email":
                company.SetEmail(2, "changed@acme.example");
                break;
            case "hide":
                account.Switches.HiddenEmployees = [9];
                break;
            default:
                account.Clock.Advance(TimeSpan.FromDays(1));
                break;
        }
    }
}
