using System.Text.RegularExpressions;
using Rollcall.Storage;

namespace Rollcall.Tests.Remote;

/// <summary>The same verbs over a server elsewhere: what they say, how they end, what they do.</summary>
public sealed partial class RemoteCommandTests : IAsyncLifetime
{
    private RemoteCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await RemoteCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task Every_verb_that_looks_says_the_same_as_where_the_data_is()
    {
        var (here, email) = (await company.HereAsync(ApiScope.Admin), company.Company.Somebody().Email!);
        await company.There.ExpectAsync(0, "pin", email, "title", "Queen");
        await company.There.ExpectAsync(0, "webhooks", "create", "hr", "--address", "https://rollcall.acme.example");
        await company.There.ExpectAsync(0, "invitations", "create", "mara@acme.example", "--address", "https://rollcall.acme.example");
        using (await company.Web.AsAsync(MemberRole.Owner))
        {
        }

        string[][] verbs =
        [
            ["connections", "list"], ["connections", "order"], ["connections", "test", "hr"], ["attributes", "hr", "--samples"], ["attributes", "hr", "--not-mapped"], ["suggest", "hr"], ["coverage", "list", "hr"],
            ["employees", "--show", "custom:shirt-size", "--show", "start-date", "--show", "additional-manager", "--show", "custom:company-car"], ["employees", "--where", "title=Queen"],
            ["employees", "--where", "title="], ["employees", "--status", "deactivated"], ["employees", "--take", "7", "--skip", "3"], ["employees", "--search", "a"], ["employees", "--as-of", "2100-01-01", "--show", "custom:shirt-size", "--take", "9", "--skip", "2"], ["employees", "--as-of", "2001-01-01"],
            ["employee", email], ["history", email], ["history", email, "--as-of", "2100-01-01"], ["explain", email], ["explain", email, "custom:shirt-size"], ["explain", "nobody-knows", "title"],
            ["findings"], ["teams", "list"], ["runs"], ["runs", (await company.There.JsonAsync(0, "runs"))[0].GetProperty("run").GetString()![..30]], ["tokens", "list"],
            ["subscriptions", "list"], ["config", "export"], ["alerts", "list"], ["alerts", "recent"], ["retention", "show"], ["mail", "show"], ["members", "list"], ["invitations", "list"], ["webhooks", "show", "hr"],
        ];
        foreach (var verb in verbs)
        {
            foreach (var format in new[] { "text", "json", "csv" })
            {
                var (ours, theirs) = (await here.RunAsync([.. verb, "--format", format]), await company.There.RunAsync([.. verb, "--format", format]));
                (ours.Exit, ours.Errors).ShouldBe((theirs.Exit, theirs.Errors), string.Join(' ', verb));
                ours.Output.ShouldBe(theirs.Output, string.Join(' ', verb));
            }
        }

        foreach (var wrong in (string[][])[["employee", "nobody@acme.example"], ["runs", "zz"], ["coverage", "list", "none"], ["plan", "none"], ["sync", "none"], ["connections", "order", "none"], ["connections", "order", "hr", "--target", "titel"], ["connections", "order", "hr", "--target", "custom:none"], ["connections", "remove", "hr"], ["connections", "remove", "none"], ["employees", "--show", "titel"], ["employees", "--as-of", "yesterday"], ["employees", "--as-of", "2026-01-01", "--search", "a"], ["pin", email, "start-date", "soon"], ["options", "add", "none", "x"], ["subscriptions", "log", "none"], ["webhooks", "show", "none"], ["webhooks", "create", "hr"], ["webhooks", "create", "hr", "--address", "acme"], ["webhooks", "secret", "hr", "NO_SUCH_VARIABLE"], ["mail", "set"], ["mail", "set", "--host", "smtp.acme.example"], ["mail", "set", "--security", "ssl"], ["mail", "test", "nobody"], ["members", "role", "owner@acme.example", "viewer"], ["members", "role", "nobody@acme.example", "viewer"], ["members", "role", "owner@acme.example", "king"], ["members", "remove", "owner@acme.example", "--yes"], ["invitations", "create", "nobody"], ["invitations", "create", "owner@acme.example", "--address", "https://rollcall.acme.example"], ["invitations", "create", "mara@acme.example", "--role", "employee"], ["invitations", "revoke", "nobody@acme.example"]])
        {
            var (ours, theirs) = (await here.RunAsync(wrong), await company.There.RunAsync(wrong));
            ours.Exit.ShouldBe(theirs.Exit, $"{string.Join(' ', wrong)}: {ours.Errors}");
            ours.Errors.ShouldContain("→");
        }

        var doctor = await here.RunAsync("doctor");
        doctor.Output.ShouldContain("answers, and takes the token");
        doctor.Exit.ShouldBe((await company.There.RunAsync("doctor")).Exit);
    }

    [Fact]
    public async Task A_plan_is_shown_applied_exactly_and_taken_back()
    {
        var here = await company.HereAsync(ApiScope.Configure);
        var person = company.Company.Somebody();
        await here.ExpectAsync(0, "plan", "hr");
        company.Company.Workforce.Rename(person.Number, "Ada", "Stone");

        var plan = await here.JsonAsync(2, "plan", "hr");
        Shape(plan).ShouldBe(Shape(await company.There.JsonAsync(2, "plan", "hr")), "the same names, wherever it was asked");
        plan.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("after").GetString()).ShouldBe(["Ada", "Stone"], ignoreOrder: true);
        await here.ExpectAsync(9, "sync", "hr", "--plan", "0123456789abcdef");
        var synced = await here.JsonAsync(0, "sync", "hr", "--plan", plan.GetProperty("digest").GetString()![..12]);
        (synced.GetProperty("state").GetString(), synced.GetProperty("applied").GetInt32()).ShouldBe(("Succeeded", 2));
        var run = synced.GetProperty("run").GetString()!;
        (await here.JsonAsync(0, "runs", run)).GetProperty("changes").GetArrayLength().ShouldBe(2);

        (await here.JsonAsync(2, "undo", run, "--preview")).GetArrayLength().ShouldBe(2);
        await here.ExpectAsync(0, "undo", run);
        await here.ExpectAsync(9, "sync", "hr");
        await here.ExpectAsync(0, "connections", "resume", "hr");
        (await here.JsonAsync(0, "sync", "hr", "--employee", person.Email!)).GetProperty("applied").GetInt32().ShouldBe(2);
        (await here.JsonAsync(0, "employees", "--search", "Ada Stone")).GetArrayLength().ShouldBe(1);

        company.Company.Workforce.Rename(person.Number, "Bea", "Stone");
        await here.ExpectAsync(2, "plan", "hr");
        var preview = (await here.JsonAsync(0, "runs"))[0].GetProperty("run").GetString()!;
        (await here.JsonAsync(0, "approve", preview)).GetProperty("applied").GetInt32().ShouldBe(1);
        await here.ExpectAsync(9, "approve", preview);
    }

    [Fact]
    public async Task What_the_guard_stops_is_approved_or_rejected_from_elsewhere()
    {
        var here = await company.HereAsync(ApiScope.Sync);
        foreach (var person in company.Company.Workforce.People().Where(p => p.Lifecycle == Emulators.Company.Lifecycle.Active).Take(15))
        {
            company.Company.Workforce.Terminate(person.Number, new DateOnly(2020, 1, 1));
        }

        var stopped = await here.RunAsync("sync", "hr");
        stopped.Exit.ShouldBe(3, stopped.Errors);
        stopped.Errors.ShouldContain("guard: ");
        var run = Id().Match(stopped.Output).Value;
        await here.ExpectAsync(0, "reject", run, "--reason", "too many");
        await here.ExpectAsync(9, "reject", run);
        (await here.JsonAsync(0, "runs", run)).GetProperty("reason").GetString()!.ShouldContain("too many");

        run = Id().Match((await here.RunAsync("sync", "hr")).Output).Value;
        await here.ExpectAsync(0, "approve", run, "--reason", "they left");
        (await here.JsonAsync(0, "runs", run)).GetProperty("approvedBy").GetString()!.ShouldContain("they left");
    }

    [Fact]
    public async Task What_is_edited_elsewhere_is_edited()
    {
        var (here, person) = (await company.HereAsync(ApiScope.Admin), company.Company.Somebody());
        await here.ExpectAsync(0, "pin", person.Email!, "title", "Queen");
        (await company.There.JsonAsync(0, "history", person.Email!))[0].GetProperty("after").GetString().ShouldBe("Queen");
        await here.ExpectAsync(0, "unpin", person.Email!, "title");
        await here.ExpectAsync(7, "match", "hr", "999", "new");
        var doubted = await company.Company.DoubtedAsync();
        await here.ExpectAsync(0, "match", "hr", doubted, person.Email!);
        await here.ExpectAsync(0, "match", "hr", doubted, "new");
        await here.ExpectAsync(0, "options", "add", "shirt-size", "Gigantic");
        await here.ExpectAsync(0, "options", "alias", "shirt-size", "GG", "Gigantic");
        await here.ExpectAsync(0, "options", "to-text", "shirt-size");
        (await company.There.RunAsync("config", "export")).Output.ShouldContain("key: shirt-size\n  name: ");
        await here.ExpectAsync(0, "teams", "create", "Moon", "--kind", "team");
        await here.ExpectAsync(9, "teams", "create", "Moon", "--kind", "team");
        await here.ExpectAsync(0, "teams", "create", "Sun", "--kind", "team");
        await here.ExpectAsync(0, "teams", "bind", "Luna", "Moon", "--kind", "team");
        (await here.ExpectAsync(0, "teams", "merge", "Moon", "Sun", "--kind", "team")).Errors.ShouldContain("Nothing was changed");
        await here.ExpectAsync(0, "teams", "merge", "Moon", "Sun", "--kind", "team", "--yes");
        (await company.There.RunAsync("teams", "list")).Output.ShouldContain("Luna");
        var attribute = (await here.JsonAsync(0, "coverage", "list", "hr"))[0].GetProperty("attribute").GetString()!;
        await here.ExpectAsync(0, "coverage", "accept", "hr", attribute);
        await here.ExpectAsync(7, "coverage", "accept", "hr", attribute);

        var token = (await here.JsonAsync(0, "tokens", "create", "nightly", "--scope", "sync")).GetProperty("token").GetString()!;
        await RemoteCompany.Of(company.Web.Server.Address, token).ExpectAsync(0, "runs");
        await here.ExpectAsync(9, "tokens", "create", "nightly");
        await here.ExpectAsync(4, "tokens", "create", "more", "--scope", "server");
        await here.ExpectAsync(0, "tokens", "revoke", "nightly");
        await here.ExpectAsync(7, "tokens", "revoke", "nightly");

        (await here.JsonAsync(0, "subscriptions", "add", "laptops", "https://inventory.acme.example/hook")).GetProperty("secret").GetString().ShouldStartWith("whsec_");
        await here.ExpectAsync(0, "subscriptions", "edit", "laptops", "--name", "keys", "--field", "title", "--employees-only");
        var subscription = (await company.There.JsonAsync(0, "subscriptions", "list"))[0];
        (subscription.GetProperty("name").GetString(), subscription.GetProperty("only").GetString(), subscription.GetProperty("url").GetString()).ShouldBe(("keys", "employees, title", "https://inventory.acme.example/hook"));
        await here.ExpectAsync(4, "subscriptions", "edit", "keys", "--url", "nowhere");
        await here.ExpectAsync(0, "subscriptions", "pause", "keys");
        await here.ExpectAsync(0, "subscriptions", "roll", "keys");
        await here.ExpectAsync(0, "subscriptions", "remove", "keys", "--yes");

        (await here.JsonAsync(0, "alerts", "add", "pager", "--webhook", "https://alerts.acme.example/hook", "--only", "stale")).GetProperty("secret").GetString().ShouldStartWith("whsec_");
        (await company.There.JsonAsync(0, "alerts", "list"))[0].GetProperty("only").GetString().ShouldBe("stale");
        await here.ExpectAsync(9, "alerts", "add", "pager", "--mail", "it@acme.example");
        (await here.JsonAsync(0, "alerts", "roll", "pager")).GetProperty("secret").GetString().ShouldStartWith("whsec_");
        await here.ExpectAsync(4, "alerts", "test", "pager", "--allow-private-targets");
        await here.ExpectAsync(0, "alerts", "stale-after", "24");
        await here.ExpectAsync(0, "alerts", "remove", "pager", "--yes");
        await here.ExpectAsync(7, "alerts", "remove", "pager", "--yes");
        await here.ExpectAsync(0, "retention", "set", "--history", "730");
        (await company.There.JsonAsync(0, "retention", "show"))[0].GetProperty("days").GetInt32().ShouldBe(730);
        await here.ExpectAsync(4, "retention", "purge");
    }

    [Fact]
    public async Task Webhooks_mail_members_and_invitations_are_seen_to_from_elsewhere()
    {
        var here = await company.HereAsync(ApiScope.Admin);
        here.Environment["ROLLCALL_TEST_REMOTE_SECRET"] = "s3cret";
        var made = await here.JsonAsync(0, "webhooks", "create", "hr");
        var address = made.GetProperty("address").GetString()!;
        address.ShouldStartWith($"{company.Web.Server.Address}hooks/");
        await here.ExpectAsync(9, "webhooks", "create", "hr");
        (await here.ExpectAsync(0, "webhooks", "secret", "hr", "ROLLCALL_TEST_REMOTE_SECRET")).Errors.ShouldNotContain("s3cret");
        (await company.There.JsonAsync(0, "webhooks", "show", "hr")).GetProperty("hasSecret").GetBoolean().ShouldBeTrue();
        var renewed = await here.RunAsync("webhooks", "create", "hr", "--yes", "--address", "https://rollcall.acme.example");
        renewed.Output.ShouldContain("https://rollcall.acme.example/hooks/");
        renewed.Output.ShouldContain("1. ");
        renewed.Errors.ShouldBeEmpty();
        await here.ExpectAsync(0, "webhooks", "remove", "hr");
        await here.ExpectAsync(7, "webhooks", "remove", "hr");
        await here.ExpectAsync(7, "webhooks", "secret", "hr", "ROLLCALL_TEST_REMOTE_SECRET");

        (await here.ExpectAsync(0, "mail", "test", "it@acme.example")).Output.ShouldContain("left in ");
        await here.ExpectAsync(0, "mail", "set", "--host", "smtp.acme.example", "--user", "rollcall", "--password-variable", "ROLLCALL_TEST_REMOTE_SECRET", "--from", "people@acme.example", "--address", "https://rollcall.acme.example");
        (await company.Web.Get<MailStore>().PasswordAsync(company.Web.Workspace.Id, Token)).ShouldBe("s3cret");
        var shown = await company.There.ExpectAsync(0, "mail", "show");
        shown.Output.ShouldContain("smtp.acme.example");
        shown.Output.ShouldNotContain("s3cret");
        await here.ExpectAsync(0, "mail", "set", "--port", "465", "--security", "tls");
        (await company.Web.Get<MailStore>().PasswordAsync(company.Web.Workspace.Id, Token)).ShouldBe("s3cret", "it stays with host and user name");
        (await here.ExpectAsync(0, "mail", "set", "--host", "smtp.other.example")).Errors.ShouldContain("The password was forgotten");
        await here.ExpectAsync(4, "mail", "set", "--no-password", "--password-variable", "ROLLCALL_TEST_REMOTE_SECRET");
        await here.ExpectAsync(0, "mail", "set", "--host", "", "--user", "");
        (await company.Web.Get<MailStore>().SettingsAsync(company.Web.Workspace.Id, Token)).Host.ShouldBeNull();

        var link = (await here.JsonAsync(0, "invitations", "create", "mara@acme.example", "--role", "admin")).GetProperty("link").GetString()!;
        link.ShouldStartWith("https://rollcall.acme.example/invite/");
        (await company.There.ExpectAsync(0, "invitations", "list")).Output.ShouldContain("mara@acme.example");
        await here.ExpectAsync(0, "invitations", "revoke", "Mara@acme.example");
        await here.ExpectAsync(7, "invitations", "revoke", "mara@acme.example");

        using (await company.Web.AsAsync(MemberRole.Owner))
        using (await company.Web.AsAsync(MemberRole.Viewer))
        {
            (await here.ExpectAsync(9, "members", "role", "owner@acme.example", "admin")).Errors.ShouldContain("no owner left");
            await here.ExpectAsync(9, "members", "remove", "owner@acme.example", "--yes");
            await here.ExpectAsync(0, "members", "role", "Viewer@acme.example", "owner");
            (await company.There.JsonAsync(0, "members", "list")).EnumerateArray().Select(m => m.GetProperty("role").GetString()).ShouldBe(["owner", "owner"]);
            (await here.ExpectAsync(9, "members", "remove", "owner@acme.example")).Errors.ShouldContain("--yes");
            await here.ExpectAsync(0, "members", "remove", "owner@acme.example", "--yes");
            await here.ExpectAsync(7, "members", "remove", "owner@acme.example", "--yes");
        }
    }

    [Fact]
    public async Task A_configuration_file_is_applied_from_elsewhere_and_a_secret_that_is_not_set_stays()
    {
        var here = await company.HereAsync(ApiScope.Configure);
        here.Environment["BAMBOOHR_API_KEY"] = company.Company.Hris.Credentials["apiKey"];
        await File.WriteAllTextAsync(company.Company.File, (await here.ExpectAsync(0, "config", "export")).Output, Token);
        await here.ExpectAsync(0, "config", "plan", company.Company.File);
        await File.AppendAllTextAsync(company.Company.File, "\n# the end\n", Token);
        var text = await File.ReadAllTextAsync(company.Company.File, Token);
        await File.WriteAllTextAsync(company.Company.File, text.Replace("customAttributes:", "customAttributes:\n- key: shoe-size\n  name: Shoe size\n  type: number", StringComparison.Ordinal), Token);
        (await here.ExpectAsync(2, "config", "plan", company.Company.File)).Output.ShouldContain("custom attribute shoe-size");
        await here.ExpectAsync(0, "config", "apply", company.Company.File);
        (await here.ExpectAsync(0, "config", "apply", company.Company.File)).Errors.ShouldContain("Nothing changed.");
        await here.ExpectAsync(0, "connections", "test", "hr");
        await File.WriteAllTextAsync(company.Company.File, text.Replace("workspace: acme", "workspace: other", StringComparison.Ordinal), Token);
        (await here.ExpectAsync(7, "config", "apply", company.Company.File)).Errors.ShouldContain("other");
    }

    private static string Shape(System.Text.Json.JsonElement json) => string.Join(' ', json.EnumerateObject().Select(p => p.Name));

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
