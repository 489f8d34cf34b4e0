using System.Text.Json;

namespace Rollcall.Tests;

/// <summary>Every cause of a missing value: explain names it and its fix, and the fix works.</summary>
public sealed class Troubleshooting
{
    public static TheoryData<string> Vendors => EveryTarget.Vendors;

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_target_is_not_set(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.SyncedAsync(hris);
        var answer = await ExplainAsync(company, company.Somebody().Email!, "preferred-name");
        Verdict(answer).ShouldBe("target-not-set");
        Fix(answer).ShouldContain("Map an HRIS attribute");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_option_is_spelled_differently_and_each_fix_works(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.StartAsync(hris, yaml: hris.Yaml().Replace("\"4. X-Large\"", "\"XL\"", StringComparison.Ordinal));
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

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_person_is_excluded(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.SyncedAsync(hris);
        var person = company.Somebody();
        await company.WriteAsync(hris.Yaml($"    exclusions: {{ people: [\"{person.Email}\"] }}"));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        company.Hris.Workforce.Rename(person.Number, "Never", "Seen");
        await company.Cli.ExpectAsync(0, "sync", "hr");

        var answer = await ExplainAsync(company, person.Email!, "first-name");

        Verdict(answer).ShouldBe("excluded");
        Fix(answer).ShouldContain("named person");
        (await company.Cli.JsonAsync(0, "employees", "--search", "never seen")).GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_credential_cannot_see_the_person(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.SyncedAsync(hris);
        var answer = await ExplainAsync(company, "nobody-the-key-sees", "title");
        Verdict(answer).ShouldBe("not-visible");
        Fix(answer).ShouldContain("must see this person");
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task The_attribute_is_not_readable(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.StartAsync(hris);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        company.Hris.Workforce.Access.Withdraw(hris.Subcompany);
        await company.Cli.ExpectAsync(0, "sync", "hr");

        var answer = await ExplainAsync(company, company.Somebody().Email!, "custom:subcompany");

        Verdict(answer).ShouldBe("attribute-not-readable");
        Fix(answer).ShouldContain(hris.WhereToGrant);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task There_was_no_first_sync_yet(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await Company.StartAsync(hris);
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
