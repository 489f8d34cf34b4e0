using System.Text.Json;

namespace Rollcall.Tests;

/// <summary>Every cause of a missing value: explain names it and its fix, and the fix works.</summary>
public sealed class Troubleshooting
{
    [Fact]
    public async Task The_target_is_not_set()
    {
        await using var company = await Company.SyncedAsync();
        var answer = await ExplainAsync(company, company.Somebody().Email!, "preferred-name");
        Verdict(answer).ShouldBe("target-not-set");
        Fix(answer).ShouldContain("Map an HRIS attribute");
    }

    [Fact]
    public async Task The_option_is_spelled_differently_and_each_fix_works()
    {
        await using var company = await Company.StartAsync(yaml: Company.Yaml.Replace("\"4. X-Large\"", "\"XL\"", StringComparison.Ordinal));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        await company.Cli.ExpectAsync(0, "sync", "hr");
        var size = company.Hris.Workforce.Units.Of(Emulators.Company.UnitKind.ShirtSize).Single(u => u.Name == "4. X-Large").Id;
        var person = company.Hris.Workforce.People().First(p => p.ShirtSizeId == size && p.Email is not null && p.Lifecycle == Emulators.Company.Lifecycle.Active);
        var answer = await ExplainAsync(company, person.Email!, "custom:shirt-size");
        Verdict(answer).ShouldBe("held");
        answer.GetProperty("code").GetString().ShouldBe("option-unknown");
        Fix(answer).ShouldContain("4. X-Large");
        answer.GetProperty("steps").GetArrayLength().ShouldBe(5);

        await company.Cli.ExpectAsync(0, "options", "alias", "shirt-size", "4. X-Large", "XL");
        await company.Cli.ExpectAsync(0, "sync", "hr");

        var fixedAnswer = await ExplainAsync(company, person.Email!, "custom:shirt-size");
        Verdict(fixedAnswer).ShouldBe("in-step");
        fixedAnswer.GetProperty("value").GetString().ShouldBe("XL");
    }

    [Fact]
    public async Task The_person_is_excluded()
    {
        await using var company = await Company.SyncedAsync();
        var person = company.Somebody();
        await company.WriteAsync(Company.Yaml + $"\n    exclusions: {{ people: [\"{person.Email}\"] }}\n");
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        company.Hris.Workforce.Rename(person.Number, "Never", "Seen");
        await company.Cli.ExpectAsync(0, "sync", "hr");

        var answer = await ExplainAsync(company, person.Email!, "first-name");

        Verdict(answer).ShouldBe("excluded");
        Fix(answer).ShouldContain("named person");
        (await company.Cli.JsonAsync(0, "employees", "--search", "never seen")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_credential_cannot_see_the_person()
    {
        await using var company = await Company.SyncedAsync();
        var answer = await ExplainAsync(company, "nobody-the-key-sees", "title");
        Verdict(answer).ShouldBe("not-visible");
        Fix(answer).ShouldContain("must see this person");
    }

    [Fact]
    public async Task There_was_no_first_sync_yet()
    {
        await using var company = await Company.StartAsync();
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        var answer = await ExplainAsync(company, company.Somebody().Email!, "title");
        Verdict(answer).ShouldBe("no-first-sync");
        Fix(answer).ShouldContain("rollcall sync hr");
    }

    private static async Task<JsonElement> ExplainAsync(Company company, string who, string target) =>
        (await company.Cli.JsonAsync(0, "explain", who, target)).EnumerateArray().Single();

    private static string Verdict(JsonElement answer) => answer.GetProperty("verdict").GetString()!;

    private static string Fix(JsonElement answer) => answer.GetProperty("fix").GetString().ShouldNotBeNull();
}
