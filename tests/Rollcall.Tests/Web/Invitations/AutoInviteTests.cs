using Rollcall.Core.Runs;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web.Invitations;

/// <summary>Whoever a sync creates as active is mailed once (R17), and a mail that cannot be sent never fails a sync.</summary>
public sealed class AutoInviteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_people_are_mailed_once_and_nobody_without_auto_invite()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, isSynced: false, yaml: Yaml(isOn: true));
        var mails = Path.Combine(company.Company.DataFolder, "mail");
        await SyncAsync(company);
        var invited = await ListAsync(company);

        await SyncAsync(company);
        await company.Company.WriteAsync(Yaml(isOn: false));
        await company.Company.Cli.ExpectAsync(0, "config", "apply", company.Company.File);
        company.Company.Workforce.Hire();
        await SyncAsync(company);

        invited.Count.ShouldBeGreaterThan(5);
        invited.ShouldAllBe(i => i.State == InvitationState.Open && i.InvitedBy == null);
        Directory.GetFiles(mails, "*.eml").Length.ShouldBe(invited.Count);
        (await ListAsync(company)).Count.ShouldBe(invited.Count);
    }

    [Fact]
    public async Task The_terminal_mails_too_and_waits_until_it_has()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, isSynced: false, yaml: Yaml(isOn: true));
        await company.Get<MailStore>().SaveAsync(company.Workspace.Id, MailSettings.None with { Address = "https://rollcall.acme.example" }, null, Token);

        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        (await ListAsync(company)).ShouldAllBe(i => i.State == InvitationState.Open);
        Directory.GetFiles(Path.Combine(company.Company.DataFolder, "mail"), "*.eml").Length.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_sent_is_on_the_list_and_the_sync_is_fine()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, isSynced: false, yaml: Yaml(isOn: true));

        // A terminal knows no address of the web app by itself.
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        var invitations = await ListAsync(company);
        invitations.Count.ShouldBeGreaterThan(5);
        invitations.ShouldAllBe(i => i.State == InvitationState.Failed && i.Error == MailFault.NoLink);
        (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 5, Token)).Single().State.ShouldBe(RunState.Succeeded);
    }

    private static string Yaml(bool isOn) => HrisUnderTest.BambooHr.Yaml(isOn ? "    autoInvite: true" : "");

    private static async Task SyncAsync(WebCompany company)
    {
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        var report = await company.Get<SyncService>().RunAsync(company.Workspace, connection, new ReadMode.Full(), new ApplyMode.Apply(), RunTrigger.Manual, new Unwatched(), Token);
        report!.State.ShouldBe(RunState.Succeeded);
        await company.Get<AfterRuns>().IdleAsync();
    }

    private static async Task<IReadOnlyList<Invitation>> ListAsync(WebCompany company) =>
        (await company.Get<InvitationStore>().ListAsync(company.Workspace.Id, new InvitationFilter(null, null, 0, 100), Token)).Invitations;
}
