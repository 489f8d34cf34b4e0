using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Rollcall.Alerts;
using Rollcall.Cli;
using Rollcall.Emulators.Faults;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mail;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Subscriptions;
using Rollcall.Tests.Api;
using Rollcall.Tests.Subscriptions;
using Rollcall.Tests.Web;
using Rollcall.Tests.Web.Invitations;

namespace Rollcall.Tests.Alerts;

/// <summary>Whoever wants to know is told once when something begins, and once more when it is over, whatever happens on the way.</summary>
public sealed class AlertStories
{
    /// <summary>As in earnest, but with little patience.</summary>
    private static readonly AlertPace s_quick = new(
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30),
        new DeliveryPace(TimeSpan.FromSeconds(2), [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 100)], TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_sync_is_told_once_by_mail_and_once_more_when_it_is_solved_though_two_nodes_look_and_the_mail_server_is_away_at_first()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);
        await using var inbox = new SmtpInbox { IsBusy = true };
        await company.Get<MailStore>().SaveAsync(
            company.Workspace.Id, new MailSettings("localhost", inbox.Port, MailSecurity.None, null, HasPassword: false, "rollcall@acme.example", "Rollcall", "https://rollcall.acme.example"), null, Token);
        var cli = company.Company.Cli;
        await cli.ExpectAsync(0, "alerts", "add", "on-call", "--mail", "ada@acme.example", "--mail", "bea@acme.example");
        await using var one = await RunningWorker.StartAsync(company);
        await using var other = await RunningWorker.StartAsync(company);

        company.Company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Unauthorized });
        await cli.ExpectAsync(ExitCodes.ConnectionFailed, "sync", "hr");
        await Eventually.TrueAsync(async () => (await ChannelAsync(company)).LastError == MailFault.Refused, "the refusal");
        inbox.Mails.ShouldBeEmpty();
        inbox.IsBusy = false;
        await Eventually.TrueAsync(() => Task.FromResult(inbox.Mails.Count == 2), "both mails");

        // The same cause again is nothing new.
        await cli.ExpectAsync(ExitCodes.ConnectionFailed, "sync", "hr");
        await LookedAsync(company);
        inbox.Mails.Count.ShouldBe(2);

        company.Company.Hris.Faults.Clear();
        await cli.ExpectAsync(0, "sync", "hr");
        await Eventually.TrueAsync(() => Task.FromResult(inbox.Mails.Count == 4), "that it is solved");
        await LookedAsync(company);
        var mails = inbox.Mails.Select(m => (m.To, Read(m.Mail).Subject)).ToList();
        mails[..2].ShouldBe([("ada@acme.example", "acme: A sync of hr failed"), ("bea@acme.example", "acme: A sync of hr failed")], ignoreOrder: true);
        mails[2..].ShouldBe([("ada@acme.example", "acme: Solved: A sync of hr failed"), ("bea@acme.example", "acme: Solved: A sync of hr failed")], ignoreOrder: true);
        using var first = Read(inbox.Mails.First().Mail);
        first.TextBody.ShouldNotBeNull().ShouldContain("The HRIS refused the credential");
        first.TextBody.ShouldContain("What to do: Enter a valid credential");
        first.TextBody.ShouldMatch(@"https://rollcall\.acme\.example/runs/\S+\?workspace=acme\s");
        first.TextBody.ShouldContain("https://rollcall.acme.example/settings/alerts?workspace=acme");
        (await ChannelAsync(company)).LastError.ShouldBeNull();
        var told = (await cli.JsonAsync(0, "alerts", "recent")).EnumerateArray().ShouldHaveSingleItem();
        (told.GetProperty("kind").GetString(), told.GetProperty("state").GetString(), told.GetProperty("sent").GetInt32(), told.GetProperty("waiting").GetInt32()).ShouldBe(("run-failed", "solved", 4, 0));
    }

    [Fact]
    public async Task A_stopped_sync_and_a_withdrawn_attribute_are_told_by_a_signed_webhook_without_any_person()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);
        await using var consumer = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        var secret = (await cli.JsonAsync(0, "alerts", "add", "pager", "--webhook", consumer.Address.ToString())).GetProperty("secret").GetString()!;
        await cli.ExpectAsync(0, "alerts", "add", "only-silence", "--webhook", consumer.Address.ToString(), "--only", "webhooks-silent");
        await using var worker = await RunningWorker.StartAsync(company);

        company.Company.Workforce.Access.Withdraw(company.Company.Kind.ShirtSize);
        await cli.ExpectAsync(0, "sync", "hr");
        await Eventually.TrueAsync(() => Task.FromResult(consumer.Taken.Count == 1), "the attribute");
        foreach (var person in company.Company.Workforce.People().Where(p => p.Email is not null).Take(8).ToList())
        {
            company.Company.Workforce.Terminate(person.Number);
        }

        await cli.ExpectAsync(ExitCodes.NeedsApproval, "sync", "hr");
        await Eventually.TrueAsync(() => Task.FromResult(consumer.Taken.Count == 2), "the guard");
        await cli.ExpectAsync(0, "reject", (await company.Get<RunStore>().WaitingAsync(company.Workspace.Id, Token)).Single().Id.ToString());
        await Eventually.TrueAsync(() => Task.FromResult(consumer.Taken.Count == 3), "the decision");
        await LookedAsync(company);

        consumer.All.ShouldAllBe(r => r.IsSignedWith(secret));
        var told = consumer.Taken.Select(t => t.Json).Select(j => (j.GetProperty("type").GetString(), j.GetProperty("data").GetProperty("kind").GetString(), j.GetProperty("data").GetProperty("state").GetString()));
        told.ShouldBe([("alert.began", "coverage", "open"), ("alert.began", "awaiting-approval", "open"), ("alert.ended", "awaiting-approval", "solved")]);
        var withdrawn = consumer.Taken.First().Json.GetProperty("data");
        (withdrawn.GetProperty("code").GetString(), withdrawn.GetProperty("workspace").GetString(), withdrawn.GetProperty("subject").GetString()).ShouldBe(("attribute-withdrawn", "acme", "hr"));
        withdrawn.GetProperty("link").GetString().ShouldNotBeNull().ShouldEndWith("workspace=acme");
        foreach (var person in company.Company.Workforce.People())
        {
            consumer.Taken.ShouldAllBe(t => !t.Json.ToString().Contains(person.LastName, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Whoever_is_added_later_is_told_of_what_is_open_and_a_removed_connection_is_not_called_solved()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);
        await using var consumer = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        company.Company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Unauthorized });
        await cli.ExpectAsync(ExitCodes.ConnectionFailed, "sync", "hr");
        await cli.ExpectAsync(0, "alerts", "add", "pager", "--webhook", consumer.Address.ToString());
        await using var worker = await RunningWorker.StartAsync(company);
        await Eventually.TrueAsync(() => Task.FromResult(consumer.Taken.Count == 1), "what was open already");

        using (var scope = await company.AsAsync(MemberRole.Owner))
        {
            var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token))[0].Id;
            await scope.ServiceProvider.GetRequiredService<IntegrationService>().RemoveAsync(connection, "hr", Token);
        }

        await Eventually.TrueAsync(() => Task.FromResult(consumer.Taken.Count == 2), "the end");
        consumer.Taken.Last().Json.GetProperty("data").GetProperty("state").GetString().ShouldBe("not-watched");
    }

    [Fact]
    public async Task Wrong_input_is_said_and_a_test_goes_where_it_may()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web, isSynced: false);
        await using var consumer = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "add", "pager");
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "add", "pager", "--mail", "nobody");
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "add", "pager", "--webhook", "ftp://x.example");
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "add", "pager", "--mail", "a@acme.example", "--webhook", "https://x.example");
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "add", "pager", "--mail", "a@acme.example", "--only", "weather");
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "stale-after", "0");
        await cli.ExpectAsync(0, "alerts", "add", "pager", "--webhook", consumer.Address.ToString());
        await cli.ExpectAsync(ExitCodes.Refused, "alerts", "add", "pager", "--mail", "a@acme.example");
        (await cli.ExpectAsync(ExitCodes.ConnectionFailed, "alerts", "test", "pager")).Errors.ShouldContain("--allow-private-targets");
        (await cli.JsonAsync(0, "alerts", "list"))[0].GetProperty("lastError").GetString().ShouldBe("refused");
        await cli.ExpectAsync(0, "alerts", "test", "pager", "--allow-private-targets");
        consumer.All.ShouldHaveSingleItem().Json.GetProperty("type").GetString().ShouldBe("rollcall.test");
        (await cli.ExpectAsync(0, "alerts", "add", "it", "--mail", "a@acme.example")).Errors.ShouldContain("No mail server is set");
        (await cli.ExpectAsync(0, "alerts", "test", "it")).Output.ShouldContain("left in the folder");
        Directory.GetFiles(Path.Combine(company.Company.DataFolder, "mail")).ShouldHaveSingleItem();
        await cli.ExpectAsync(ExitCodes.Refused, "alerts", "remove", "pager");
        await cli.ExpectAsync(0, "alerts", "remove", "pager", "--yes");
        await cli.ExpectAsync(ExitCodes.NotFound, "alerts", "test", "pager");
    }

    [Fact]
    public async Task A_new_secret_is_shown_once_and_the_old_one_signs_too_for_a_day()
    {
        await using var company = await WebCompany.StartAsync(employees: 5, duty: ServerDuty.Web, isSynced: false);
        await using var consumer = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        using var api = await ApiClient.OfAsync(company, ApiScope.Configure);
        var first = (await cli.JsonAsync(0, "alerts", "add", "pager", "--webhook", consumer.Address.ToString())).GetProperty("secret").GetString()!;
        await cli.ExpectAsync(0, "alerts", "add", "it", "--mail", "it@acme.example");
        var (mail, pager) = ((await ChannelAsync(company, "it")).Id, (await ChannelAsync(company, "pager")).Id);
        await cli.ExpectAsync(ExitCodes.Usage, "alerts", "roll", "it");
        await cli.ExpectAsync(ExitCodes.NotFound, "alerts", "roll", "none");
        (await api.SendAsync(HttpMethod.Post, $"alert-channels/{mail}/secret")).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Post, $"alert-channels/{Guid.Empty}/secret")).Refuses(HttpStatusCode.NotFound, "not-found");

        var second = (await cli.JsonAsync(0, "alerts", "roll", "pager")).GetProperty("secret").GetString()!;
        await cli.ExpectAsync(0, "alerts", "test", "pager", "--allow-private-targets");
        consumer.All[^1].ShouldSatisfyAllConditions(r => r.IsSignedWith(first).ShouldBeTrue(), r => r.IsSignedWith(second).ShouldBeTrue());
        var rolled = (await api.SendAsync(HttpMethod.Post, $"alert-channels/{pager}/secret", key: "once")).Expect(HttpStatusCode.OK);
        var third = rolled.Json.GetProperty("secret").GetString()!;
        (await api.SendAsync(HttpMethod.Post, $"alert-channels/{pager}/secret", key: "once")).Text.ShouldBe(rolled.Text);
        await cli.ExpectAsync(0, "alerts", "test", "pager", "--allow-private-targets");
        consumer.All[^1].ShouldSatisfyAllConditions(r => r.IsSignedWith(first).ShouldBeFalse(), r => r.IsSignedWith(second).ShouldBeTrue(), r => r.IsSignedWith(third).ShouldBeTrue());
        var shown = await api.GetAsync($"alert-channels/{pager}");
        shown.Text.ShouldNotContain(third);
        shown.Json.GetProperty("oldSecretUntil").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));

        var later = new AlertChannelStore(
            company.Get<IDbContextFactory<RollcallDbContext>>(), company.Get<IDataProtectionProvider>(), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(25)));
        (await later.RevealAsync(company.Workspace.Id, pager, Token))!.Secrets.ShouldBe([third]);
        (await later.FindAsync(company.Workspace.Id, pager, Token))!.OldSecretUntil.ShouldBeNull();
    }

    private static MimeMessage Read(string mail)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail));
        return MimeMessage.Load(stream, Token);
    }

    private static async Task<AlertChannelEntry> ChannelAsync(WebCompany company, string name) => (await company.Get<AlertChannelStore>().FindAsync(company.Workspace.Id, name, Token))!;

    private static async Task<AlertChannelEntry> ChannelAsync(WebCompany company) => (await company.Get<AlertChannelStore>().ListAsync(company.Workspace.Id, Token))[0];

    /// <summary>Until nothing waits, and once more: what would be told twice would have been told by then.</summary>
    private static async Task LookedAsync(WebCompany company)
    {
        for (var i = 0; i < 2; i++)
        {
            await company.Get<AlertWatch>().LookAsync(company.Workspace.Id, Token);
            await Eventually.TrueAsync(async () => (await company.Get<AlertChannelStore>().ListAsync(company.Workspace.Id, Token)).All(c => c.Waiting == 0), "nothing waits");
        }
    }

    /// <summary>A node's worker with a pace of its own; the server of the company beside it tells nothing.</summary>
    private sealed class RunningWorker(DeliverySender sender, AlertWorker worker) : IAsyncDisposable
    {
        public static async Task<RunningWorker> StartAsync(WebCompany company)
        {
            var sender = new DeliverySender(company.Get<DeliveryStore>(), new TargetRule(AllowsPrivate: true), s_quick.Sending, TimeProvider.System);
            var alerts = new AlertSender(
                company.Get<AlertChannelStore>(), company.Get<WorkspaceStore>(), company.Get<MailStore>(), company.Get<Mailer>(), company.Get<PublicAddress>(), sender, s_quick, TimeProvider.System);
            var worker = new AlertWorker(
                company.Get<AlertStore>(), company.Get<AlertChannelStore>(), company.Get<AlertWatch>(), alerts, s_quick, TimeProvider.System, NullLogger<AlertWorker>.Instance);
            await worker.StartAsync(Token);
            return new RunningWorker(sender, worker);
        }

        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
            sender.Dispose();
        }
    }
}
