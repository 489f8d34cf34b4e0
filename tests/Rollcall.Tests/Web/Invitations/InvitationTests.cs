using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Invitations;

/// <summary>From the button to the employee who looks around.</summary>
public sealed partial class InvitationTests : IAsyncLifetime
{
    private const string Password = "a long sentence about boats";
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(company.Company.DataFolder, "mail");

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync(employees: 12);

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task An_invited_employee_chooses_a_password_and_is_in_once()
    {
        var somebody = await SomebodyAsync();
        var counts = await SendAsync(somebody);
        using var mail = await MailAsync();
        var link = LinkIn(mail);
        using var browser = new Browser(company.Server.Address);
        using var second = new Browser(company.Server.Address);

        var page = await browser.TextAsync(link);
        using var accepted = await browser.PostAsync(link, link, ("password", Password));
        using var seen = await browser.GetAsync("/employees");
        var used = await second.TextAsync(link);

        counts.Sent.ShouldBe(1);
        page.ShouldContain("Welcome to acme");
        accepted.Headers.Location!.OriginalString.ShouldBe("/employees");
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        used.ShouldContain("used already");
        (await StatusAsync(somebody)).ShouldBe(AccountStatus.Active);
        var member = (await company.Get<MemberStore>().ListAsync(company.Workspace.Id, Token)).Single(m => m.Employee == somebody);
        member.Role.ShouldBe(MemberRole.Employee);
        (await StatusesAsync(somebody)).ShouldBe(["invited → active", "created → invited"]);
        (await SendAsync(somebody))[InvitationOutcome.NotInvitable].ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_is_plain_and_html_and_says_what_the_template_says()
    {
        await company.Get<MailStore>().SaveTemplateAsync(company.Workspace.Id, "Hi {first-name}", "Come in, {name}: {link}", Token);
        var somebody = await SomebodyAsync();
        await SendAsync(somebody);

        using var mail = await MailAsync();

        var invitee = (await company.Get<InvitationStore>().InviteesAsync(company.Workspace.Id, [somebody], Token)).Single();
        mail.Subject.ShouldBe("Hi " + invitee.FirstName);
        mail.TextBody!.ShouldStartWith($"Come in, {invitee.Name}: http://127.0.0.1:");
        mail.HtmlBody!.ShouldContain("<a href=\"http://127.0.0.1:");
        mail.To.Mailboxes.Single().Address.ShouldBe(invitee.Email);
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        Directory.GetFiles(Folder).Select(Path.GetFileName).ShouldAllBe(name => FileName().IsMatch(name!));
    }

    [Fact]
    public async Task A_link_that_was_replaced_or_revoked_lets_nobody_in()
    {
        var somebody = await SomebodyAsync();
        await SendAsync(somebody);
        using var first = await MailAsync();
        File.Delete(Directory.GetFiles(Folder).Single());
        var id = (await ListAsync()).Single().Id;
        using (var scope = await company.AsAsync(MemberRole.Admin))
        {
            (await scope.ServiceProvider.GetRequiredService<InvitationService>().ResendAsync(id, Token)).ShouldBe(InvitationOutcome.Sent);
        }

        using var second = await MailAsync();
        using var browser = new Browser(company.Server.Address);

        (await browser.TextAsync(LinkIn(first))).ShouldContain("replaced by a newer one");
        (await browser.TextAsync(LinkIn(second))).ShouldContain("Choose a password");
        (await company.Get<InvitationStore>().RevokeAsync(company.Workspace.Id, id, Token)).ShouldBeTrue();
        using var refused = await browser.PostAsync("/sign-in", LinkIn(second), ("password", Password));
        (await browser.TextAsync(LinkIn(second))).ShouldContain("revoked");
        (await company.Get<MemberStore>().ListAsync(company.Workspace.Id, Token)).ShouldNotContain(m => m.Employee == somebody);
    }

    [Fact]
    public async Task A_weak_password_is_refused_and_the_link_stays()
    {
        await SendAsync(await SomebodyAsync());
        using var mail = await MailAsync();
        var link = LinkIn(mail);
        using var browser = new Browser(company.Server.Address);

        using var refused = await browser.PostAsync(link, link, ("password", "passwordpassword"));
        using var accepted = await browser.PostAsync(link, link, ("password", Password));

        refused.Headers.Location!.OriginalString.ShouldEndWith("?problem=weak");
        accepted.Headers.Location!.OriginalString.ShouldBe("/employees");
    }

    [Fact]
    public async Task Of_two_that_use_a_link_at_once_one_gets_in()
    {
        await SendAsync(await SomebodyAsync());
        using var mail = await MailAsync();
        var link = LinkIn(mail);
        using var first = new Browser(company.Server.Address);
        using var second = new Browser(company.Server.Address);
        // Both have the form before either sends it: afterwards there is none to be had.
        var (firstToken, secondToken) = (await first.FormTokenAsync(link), await second.FormTokenAsync(link));

        var answers = await Task.WhenAll(
            first.PostWithoutTokenAsync(link, firstToken, ("password", Password)), second.PostWithoutTokenAsync(link, secondToken, ("password", Password)));

        answers.Count(a => a.Headers.Location!.OriginalString == "/employees").ShouldBe(1);
        answers[0].Dispose();
        answers[1].Dispose();
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        await SendAsync(await SomebodyAsync());
        using var mail = await MailAsync();
        using var browser = new Browser(company.Server.Address);

        using var forged = await browser.PostWithoutTokenAsync(LinkIn(mail), ("password", Password));

        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whoever_left_cannot_come_in_and_whoever_was_in_is_out()
    {
        var somebody = await SomebodyAsync();
        await SendAsync(somebody);
        using var mail = await MailAsync();
        var link = LinkIn(mail);
        using var browser = new Browser(company.Server.Address);
        using var accepted = await browser.PostAsync(link, link, ("password", Password));

        await company.Get<DirectoryEditStore>().SetStatusAsync(company.Workspace.Id, somebody, [AccountStatus.Active], AccountStatus.Deactivated, "test", Token);

        using var after = await browser.GetAsync("/employees");
        after.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await SendAsync(somebody))[InvitationOutcome.NotInvitable].ShouldBe(1);
        (await browser.TextAsync(link)).ShouldContain("not in the directory any more");
    }

    [Fact]
    public async Task An_address_that_has_an_account_signs_in_and_joins_with_what_it_may_do()
    {
        var somebody = await SomebodyAsync();
        var email = (await company.Get<InvitationStore>().InviteesAsync(company.Workspace.Id, [somebody], Token)).Single().Email!;
        using var owner = new Browser(company.Server.Address);
        var setup = (await company.Server.SetupLinkAsync(Token))!.PathAndQuery;
        using var made = await owner.PostAsync(setup, setup, ("workspace", "acme"), ("email", email), ("password", Password));
        await SendAsync(somebody);
        using var mail = await MailAsync();
        var link = LinkIn(mail);
        using var stranger = new Browser(company.Server.Address);

        (await stranger.TextAsync(link)).ShouldContain("There is an account");
        using var refused = await stranger.PostAsync("/sign-in", link, ("password", Password));
        (await owner.TextAsync(link)).ShouldContain("Join with this account?");
        using var joined = await owner.PostAsync(link, link);

        refused.Headers.Location!.OriginalString.ShouldBe(link);
        joined.Headers.Location!.OriginalString.ShouldBe("/employees");
        var member = (await company.Get<MemberStore>().ListAsync(company.Workspace.Id, Token)).Single(m => m.Email == email);
        (member.Role, member.Employee).ShouldBe((MemberRole.Owner, somebody));
    }

    [Fact]
    public async Task Everybody_who_has_none_is_invited_and_the_next_time_nobody()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<InvitationService>();
        var before = (await service.ListAsync(new InvitationFilter(null, null, 0, 50), Token)).Uninvited;

        var counts = await service.SendToUninvitedAsync(new Progress<int>(), Token);
        var view = await service.ListAsync(new InvitationFilter(null, InvitationState.Open, 0, 5), Token);

        before.ShouldBeGreaterThan(5);
        counts.Sent.ShouldBe(before);
        (view.Total, view.Invitations.Count, view.Uninvited).ShouldBe((before, 5, 0));
        (await service.ListAsync(new InvitationFilter(view.Invitations[0].Email, null, 0, 5), Token)).Invitations.ShouldHaveSingleItem().Id.ShouldBe(view.Invitations[0].Id);
        Directory.GetFiles(Folder, "*.eml").Length.ShouldBe(before);
    }

    [Fact]
    public async Task A_mail_server_takes_mails_and_what_it_does_not_take_says_why()
    {
        await using var inbox = new SmtpInbox();
        var people = await PeopleAsync();
        var invitees = await company.Get<InvitationStore>().InviteesAsync(company.Workspace.Id, [.. people.Take(3)], Token);
        inbox.Unknown = invitees[0].Email;
        await company.Get<MailStore>().SaveAsync(
            company.Workspace.Id, new MailSettings("127.0.0.1", inbox.Port, MailSecurity.None, null, HasPassword: false, "people@acme.example", "Acme", "https://rollcall.acme.example"), null, Token);

        var counts = await SendAsync([.. people.Take(3)]);

        (counts.Sent, counts.Failed).ShouldBe((2, 1));
        inbox.Mails.Select(m => m.To).ShouldBe(invitees.Skip(1).Select(i => i.Email), ignoreOrder: true);
        inbox.Mails.ShouldAllBe(m => m.Mail.Contains("https://rollcall.acme.example/invite/", StringComparison.Ordinal));
        (await ListAsync()).Single(i => i.State == InvitationState.Failed).Error.ShouldBe(MailFault.Recipient);
        Directory.Exists(Folder).ShouldBeFalse();
        (await StatusAsync(invitees[0].Employee!.Value)).ShouldBe(AccountStatus.Created);
    }

    [Theory]
    [InlineData(MailSecurity.None, true, MailFault.Unreachable)]
    [InlineData(MailSecurity.StartTls, false, MailFault.Tls)]
    public async Task A_mail_server_that_cannot_be_used_fails_everybody_with_its_reason(MailSecurity security, bool isGone, string reason)
    {
        await using var inbox = new SmtpInbox();

        // Nothing listens on port 1.
        var port = isGone ? 1 : inbox.Port;
        await company.Get<MailStore>().SaveAsync(
            company.Workspace.Id, new MailSettings("127.0.0.1", port, security, null, HasPassword: false, "people@acme.example", null, "https://rollcall.acme.example"), null, Token);

        (await SendAsync([.. (await PeopleAsync()).Take(2)])).Failed.ShouldBe(2);
        (await ListAsync()).Select(i => i.Error).ShouldAllBe(error => error == reason);
    }

    [Fact]
    public async Task Mails_that_leave_this_machine_need_an_address_for_their_links()
    {
        await using var inbox = new SmtpInbox();
        await company.Get<MailStore>().SaveAsync(
            company.Workspace.Id, new MailSettings("127.0.0.1", inbox.Port, MailSecurity.None, null, HasPassword: false, "people@acme.example", null, null), null, Token);

        (await SendAsync(await SomebodyAsync())).Failed.ShouldBe(1);

        (await ListAsync()).Single().Error.ShouldBe(MailFault.NoLink);
        inbox.Mails.ShouldBeEmpty();
    }

    private async Task<InvitationCounts> SendAsync(params EmployeeId[] people)
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        return await scope.ServiceProvider.GetRequiredService<InvitationService>().SendAsync(people, Token);
    }

    private async Task<IReadOnlyList<Invitation>> ListAsync() =>
        (await company.Get<InvitationStore>().ListAsync(company.Workspace.Id, new InvitationFilter(null, null, 0, 50), Token)).Invitations;

    private Task<IReadOnlyList<EmployeeId>> PeopleAsync() => company.Get<InvitationStore>().UninvitedAsync(company.Workspace.Id, Token);

    private async Task<EmployeeId> SomebodyAsync() => (await PeopleAsync())[0];

    private async Task<AccountStatus> StatusAsync(EmployeeId employee) =>
        (await company.Get<InvitationStore>().InviteesAsync(company.Workspace.Id, [employee], Token)).Single().Status;

    private async Task<IEnumerable<string>> StatusesAsync(EmployeeId employee) =>
        (await company.Get<HistoryQueries>().OfEmployeeAsync(company.Workspace.Id, employee, Token)).Select(h => h.Change)
            .Where(c => c is { Verb: ChangeVerb.Set, Field: Fields.Status }).Select(c => $"{c.Before} → {c.After}");

    private async Task<MimeMessage> MailAsync() => await MimeMessage.LoadAsync(Directory.GetFiles(Folder, "*.eml").Single(), Token);

    private static string LinkIn(MimeMessage mail) => new Uri(Link().Match(mail.TextBody!).Value).PathAndQuery;

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/invite/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^[0-9T]{15}-[0-9a-f]{32}\\.eml$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
