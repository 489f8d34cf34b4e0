using Rollcall.Configuration;

namespace Rollcall.Tests;

/// <summary>Wrong input, exit codes and formats.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(4, "no-such-command")]
    [InlineData(4, "plan")]
    [InlineData(4, "employees", "--format", "xml")]
    [InlineData(7, "plan", "hr")]
    [InlineData(7, "config", "apply", "/no/such/file.yaml")]
    [InlineData(4, "emulate", "workday")]
    [InlineData(4, "emulate", "hibob", "--employees", "-1")]
    [InlineData(4, "emulate", "hibob", "--port", "70000")]
    [InlineData(4, "emulate-control", "http://example.com", "state")]
    public async Task Wrong_input_has_its_exit_code_and_says_what_to_do(int exit, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("rollcall-test-").FullName;
        var result = await new Cli("--data", folder).RunProcessAsync(arguments);
        result.Exit.ShouldBe(exit, result.Errors);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldContain("error");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("“abc” is no whole number: --port takes one.", "“rollcall mail set --help”", "mail", "set", "--port", "abc")]
    [InlineData("“xml” is nothing that --format takes. It takes text, json, csv, markdown.", "“rollcall employees --help”", "employees", "--format", "xml")]
    [InlineData("Required argument missing for option: '--port'.", "“rollcall mail set --help”", "mail", "set", "--port")]
    [InlineData("Unrecognized command or argument 'mial'.", "“rollcall --help”", "mial", "show")]
    public async Task What_cannot_be_read_is_told_in_words_of_the_command_line(string problem, string help, params string[] arguments)
    {
        var result = await new Cli().RunAsync(arguments);
        result.Exit.ShouldBe(4, result.Errors);
        result.Errors.ShouldContain(problem);
        result.Errors.ShouldContain(help);
        result.Errors.ShouldNotContain("System.");
        result.Errors.ShouldNotContain("Rollcall.");
    }

    [Fact]
    public void All_problems_of_a_file_are_told_at_once_with_their_lines()
    {
        var invalid = Should.Throw<ConfigException>(() => ConfigReader.Read("c.yaml", """
            workspace: Acme Inc
            timeZone: Europe/Nowhere
            customAttributes:
              - { key: shirt, typ: text }
            connections:
              - name: hr
                provider: bambohr
              - name: hr2
                provider: bamboohr
                settings: { company-domain: acme }
                secrets: { api-key: in-the-clear }
                mappings:
                  - { from: customSquad, to: tem }
                  - { from: customShirt, to: "custom:shrt" }
                  - { to: title }
            """));
        var texts = invalid.Problems.Select(p => p.ToString()).ToList();
        texts.ShouldContain(t => t.StartsWith("1:12:", StringComparison.Ordinal) && t.Contains("Acme Inc", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("2:", StringComparison.Ordinal) && t.Contains("time zone", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("4:", StringComparison.Ordinal) && t.Contains("typ", StringComparison.Ordinal) && t.Contains("Did you mean “type”", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("7:", StringComparison.Ordinal) && t.Contains("Did you mean “bamboohr”", StringComparison.Ordinal));
        texts.ShouldContain(t => t.Contains("written out", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("13:", StringComparison.Ordinal));
        texts.ShouldContain(t => t.Contains("Did you mean “shirt”", StringComparison.Ordinal));
        texts.ShouldContain(t => t.StartsWith("15:", StringComparison.Ordinal) && t.Contains("without “from”", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exported_file_applied_again_changes_nothing()
    {
        await using var company = await Company.StartAsync(yaml: HrisUnderTest.BambooHr.Yaml("""
                autoInvite: true
                whenReturning: ask
                exclusions:
                  exclude: { all: [{ attribute: customSubcompany, isOneOf: [A, B] }, { attribute: hireDate, before: "2020-01-01" }] }
                limits: { maxCreatedPercent: 80 }
            """));
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        var exported = (await company.Cli.ExpectAsync(0, "config", "export")).Output;
        exported.ShouldContain("HR_API_KEY");
        exported.ShouldContain("isOneOf");
        exported.ShouldNotContain(company.Hris.Credentials["apiKey"]);
        await File.WriteAllTextAsync(company.File, exported, TestContext.Current.CancellationToken);
        await company.Cli.ExpectAsync(0, "config", "plan", company.File);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_told_and_nothing_is_stored()
    {
        await using var company = await Company.StartAsync();
        company.Cli.Environment["BAMBOOHR_API_KEY"] = "";
        var result = await company.Cli.RunProcessAsync("config", "apply", company.File);
        result.Exit.ShouldBe(5);
        result.Errors.ShouldContain("BAMBOOHR_API_KEY");
        company.Cli.Environment.Clear();
        await company.Cli.ExpectAsync(7, "connections", "list");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("text")]
    public async Task Data_goes_to_standard_output_in_every_format(string format)
    {
        await using var company = await Company.SyncedAsync();
        foreach (var command in (string[][])[["employees"], ["teams", "list"], ["runs"], ["connections", "list"], ["findings"], ["coverage", "list", "hr"], ["attributes", "hr"], ["suggest", "hr"], ["history", company.Somebody().Email!], ["employee", company.Somebody().Email!]])
        {
            var result = await company.Cli.ExpectAsync(0, [.. command, "--format", format]);
            if (format == "json")
            {
                result.Json.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Array);
            }
        }
    }

    [Fact]
    public async Task Pin_unpin_history_doctor_and_match_do_what_they_say()
    {
        await using var company = await Company.SyncedAsync();
        var email = company.Somebody().Email!;
        await company.Cli.ExpectAsync(0, "pin", email, "title", "Queen");
        await company.Cli.ExpectAsync(0, "plan", "hr");
        (await company.Cli.JsonAsync(0, "history", email))[0].GetProperty("after").GetString().ShouldBe("Queen");
        await company.Cli.ExpectAsync(4, "pin", email, "start-date", "soon");
        await company.Cli.ExpectAsync(0, "unpin", email, "title");
        await company.Cli.ExpectAsync(2, "plan", "hr");
        await company.Cli.ExpectAsync(7, "employee", "nobody@example.com");
        (await company.Cli.ExpectAsync(7, "match", "hr", "999", "new")).Errors.ShouldContain("nothing to decide");
        (await company.Cli.ExpectAsync(7, "match", "hr", $"{company.Somebody().Number}", "new")).Errors.ShouldContain("nothing to decide");
        await company.Cli.ExpectAsync(0, "match", "hr", await company.DoubtedAsync(), "new");
        (await company.Cli.RunAsync("doctor")).Output.ShouldContain("hr");
    }

    [Fact]
    public async Task The_demo_shows_a_first_sync_what_was_held_and_an_explained_value()
    {
        var folder = Directory.CreateTempSubdirectory("rollcall-test-").FullName;
        var cli = new Cli("--data", folder);
        var demo = await cli.RunProcessAsync("demo", "--once", "--employees", "40");
        demo.Exit.ShouldBe(0, demo.Errors);
        demo.Output.ShouldContain("people created");
        demo.Output.ShouldContain("[option-unknown]");
        demo.Output.ShouldContain("5 Result");
        (await cli.JsonAsync(0, "employees")).GetArrayLength().ShouldBeGreaterThan(20);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("serve", "--database", "bad")]
    [InlineData("serve", "--data", "/dev/null/rollcall")]
    [InlineData("employees", "--database", "bad")]
    [InlineData("serve", "--database", "Host=127.0.0.1;Port=1;Timeout=1")]
    public async Task A_database_that_does_not_open_is_said_in_words(params string[] arguments)
    {
        var refused = await new Cli().RunAsync(arguments);

        refused.Exit.ShouldBe(6);
        refused.Errors.ShouldContain("The database cannot be opened");
        refused.Errors.ShouldContain("--database");
    }

    [Fact]
    public async Task The_demo_starts_the_web_app_and_prints_a_link_that_signs_in()
    {
        var folder = Directory.CreateTempSubdirectory("rollcall-test-").FullName;
        using var demo = new Cli("--data", folder).Start("demo", "--employees", "12", "--url", "http://127.0.0.1:0");
        try
        {
            var link = "";
            while (!link.StartsWith("http", StringComparison.Ordinal))
            {
                link = (await demo.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull("the demo ended early").Trim();
            }

            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
            using var signedIn = await http.GetAsync(new Uri(link), TestContext.Current.CancellationToken);
            signedIn.Headers.Location!.OriginalString.ShouldBe("/");
        }
        finally
        {
            demo.Kill(entireProcessTree: true);
            await demo.WaitForExitAsync(CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
    }
}
