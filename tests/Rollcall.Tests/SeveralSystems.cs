using Rollcall.Emulators.Hosting;

namespace Rollcall.Tests;

/// <summary>Two HR systems carry the same company: somebody says which one wins, and one takes the other's place (R18).</summary>
public sealed class SeveralSystems : IAsyncLifetime
{
    private Company company = null!;
    private EmulatorHost next = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await Company.SyncedAsync();
        next = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = HrisUnderTest.Personio.Vendor, Employees = 40 }, Token);
        company.Cli.Environment["PERSONIO_CLIENT_SECRET"] = next.Credentials["clientSecret"];
    }

    public async ValueTask DisposeAsync()
    {
        await next.DisposeAsync();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task Which_one_wins_is_set_for_everything_and_for_one_field_R18()
    {
        await ConnectAsync();
        await company.Cli.ExpectAsync(0, "sync", "next");
        var person = company.Somebody();
        next.Workforce.Rename(person.Number, "Ada", person.LastName);
        await company.Cli.ExpectAsync(0, "sync", "next");
        (await FirstNameAsync(person.Email!)).ShouldBe(person.FirstName, "hr is first");

        (await company.Cli.ExpectAsync(0, "connections", "order", "next", "hr", "--target", "first-name")).Errors.ShouldContain("next sync");
        (await company.Cli.JsonAsync(0, "connections", "order")).EnumerateArray().Select(o => $"{o.GetProperty("target")}: {string.Join(", ", o.GetProperty("connections").EnumerateArray())}")
            .ShouldBe(["everything: hr, next", "first-name: next, hr"]);
        await company.Cli.ExpectAsync(0, "sync", "next");
        (await FirstNameAsync(person.Email!)).ShouldBe("Ada");
        var answer = (await company.Cli.JsonAsync(0, "explain", person.Email!, "first-name")).EnumerateArray().Single();
        answer.GetProperty("steps").EnumerateArray().First().GetProperty("text").GetString().ShouldNotBeNull().ShouldStartWith("next ");

        await company.Cli.ExpectAsync(0, "connections", "order", "--target", "first-name", "--usual");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await FirstNameAsync(person.Email!)).ShouldBe(person.FirstName);
        await company.Cli.ExpectAsync(0, "connections", "order", "next");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await FirstNameAsync(person.Email!)).ShouldBe("Ada");

        (await company.Cli.ExpectAsync(7, "connections", "order", "nxt")).Errors.ShouldContain("There are: next, hr");
        (await company.Cli.ExpectAsync(4, "connections", "order", "hr", "--target", "titel")).Errors.ShouldContain("no target");
        (await company.Cli.ExpectAsync(4, "connections", "order", "hr", "--target", "custom:none")).Errors.ShouldContain("no custom attribute");
        (await company.Cli.ExpectAsync(4, "connections", "order", "hr", "--usual")).Errors.ShouldContain("--target");
    }

    [Fact]
    public async Task A_file_says_which_one_wins_and_comes_back_as_it_was_R18()
    {
        await ConnectAsync("precedence: [{ target: first-name, connections: [next, hr] }]");
        (company.Cli.Environment["HR_API_KEY"], company.Cli.Environment["NEXT_CLIENT_SECRET"]) = (company.Hris.Credentials["apiKey"], next.Credentials["clientSecret"]);
        var exported = (await company.Cli.ExpectAsync(0, "config", "export")).Output;
        await File.WriteAllTextAsync(company.File, exported, Token);
        await company.Cli.ExpectAsync(0, "config", "plan", company.File);

        exported.ShouldContain("precedence:");
        await File.WriteAllTextAsync(company.File, exported[..exported.IndexOf("precedence:", StringComparison.Ordinal)], Token);
        await company.Cli.ExpectAsync(0, "config", "plan", company.File);
        await File.AppendAllTextAsync(company.File, "precedence: []\n", Token);
        (await company.Cli.ExpectAsync(2, "config", "plan", company.File)).Output.ShouldContain("order for first-name");
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        (await company.Cli.JsonAsync(0, "connections", "order")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_company_moves_to_another_HRIS_and_nobody_is_doubled_or_deactivated_R18()
    {
        var before = await PeopleAsync();
        await ConnectAsync();

        var preview = await company.Cli.JsonAsync(2, "plan", "next");
        preview.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("kind").GetString()).ShouldNotContain("deactivate");
        await company.Cli.ExpectAsync(0, "sync", "next");
        await company.Cli.ExpectAsync(0, "connections", "order", "next");
        await company.Cli.ExpectAsync(0, "sync", "next");
        (await company.Cli.ExpectAsync(9, "connections", "remove", "hr")).Errors.ShouldContain("--yes");
        await company.Cli.ExpectAsync(0, "connections", "remove", "hr", "--yes");
        await company.Cli.ExpectAsync(0, "sync", "next");

        var after = await PeopleAsync();
        after.Where(p => p.Email.Length > 0).ShouldBe(before.Where(p => p.Email.Length > 0));
        (await company.Cli.ExpectAsync(0, "plan", "next")).Exit.ShouldBe(0);
        var leaver = company.Somebody();
        next.Workforce.Terminate(leaver.Number, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1));
        await company.Cli.ExpectAsync(0, "sync", "next");
        (await PeopleAsync()).Single(p => p.Email == leaver.Email).Status.ShouldBe("deactivated", "the new one alone decides who leaves");
    }

    private async Task ConnectAsync(string more = "")
    {
        var hris = HrisUnderTest.Personio;
        await company.WriteAsync(HrisUnderTest.BambooHr.Yaml(HrisUnderTest.Filled($$"""
              - name: next
                provider: {{hris.Vendor}}
                settings: {{hris.Settings}}
                secrets: {{hris.Secrets}}
            {{more}}
            """, next)));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
    }

    private async Task<string?> FirstNameAsync(string email) =>
        (await company.Cli.JsonAsync(0, "employee", email)).EnumerateArray().Single(v => v.GetProperty("field").GetString() == "first-name").GetProperty("value").GetString();

    private async Task<IReadOnlyList<(string Email, string Status)>> PeopleAsync() =>
        [.. (await company.Cli.JsonAsync(0, "employees", "--take", "1000")).EnumerateArray().Select(p => (p.GetProperty("email").GetString() ?? "", p.GetProperty("status").GetString()!)).Order()];
}
