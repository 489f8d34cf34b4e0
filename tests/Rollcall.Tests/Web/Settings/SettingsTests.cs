using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Configuration;
using Rollcall.Core.Directory;
using Rollcall.Features.Alerts;
using Rollcall.Features.Invitations;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Settings;

/// <summary>What holds for the workspace, and who may do what in it.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync(employees: 12);

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public Task Each_role_may_do_what_it_may() => RoleTable.CheckAsync(company,
    [
        new("settings: workspace", MemberRole.Admin, s => s.GetRequiredService<SettingsService>().WorkspaceAsync(Token)),
        new("settings: save", MemberRole.Admin, s => s.GetRequiredService<SettingsService>().SaveAsync("", "UTC", Token)),
        new("retention: look", MemberRole.Admin, s => s.GetRequiredService<RetentionService>().FindAsync(Token)),
        new("retention: preview", MemberRole.Admin, s => s.GetRequiredService<RetentionService>().PreviewAsync(Retention.Usual, Token)),
        new("retention: save", MemberRole.Admin, s => s.GetRequiredService<RetentionService>().SaveAsync(Retention.Usual, Token)),
        new("alerts: list", MemberRole.Admin, s => s.GetRequiredService<AlertService>().ListAsync(Token)),
        new("alerts: recent", MemberRole.Admin, s => s.GetRequiredService<AlertService>().RecentAsync(1, Token)),
        new("alerts: add", MemberRole.Admin, s => s.GetRequiredService<AlertService>().AddAsync(new AlertChannel("", [], null, []), Token)),
        new("alerts: save", MemberRole.Admin, s => s.GetRequiredService<AlertService>().SaveAsync(Guid.Empty, new AlertChannel("", [], null, []), Token)),
        new("alerts: test", MemberRole.Admin, s => s.GetRequiredService<AlertService>().TestAsync(Guid.Empty, Token)),
        new("alerts: roll", MemberRole.Admin, s => s.GetRequiredService<AlertService>().RollAsync(Guid.Empty, Token)),
        new("alerts: remove", MemberRole.Admin, s => s.GetRequiredService<AlertService>().RemoveAsync(Guid.Empty, Token)),
        new("alerts: stale after", MemberRole.Admin, s => s.GetRequiredService<AlertService>().SetStaleAfterHoursAsync(null, Token)),
        new("settings: about", MemberRole.Admin, s => s.GetRequiredService<SettingsService>().AboutAsync(Token)),
        new("members: list", MemberRole.Owner, s => s.GetRequiredService<MemberService>().ListAsync(Token)),
        new("members: role", MemberRole.Owner, s => s.GetRequiredService<MemberService>().ChangeRoleAsync(Guid.CreateVersion7(), MemberRole.Admin, Token)),
        new("members: remove", MemberRole.Owner, s => s.GetRequiredService<MemberService>().RemoveAsync(Guid.CreateVersion7(), Token)),
        new("members: invite", MemberRole.Owner, s => s.GetRequiredService<MemberService>().InviteAsync("", MemberRole.Admin, Token)),
        new("members: link", MemberRole.Owner, s => s.GetRequiredService<MemberService>().LinkAsync("", MemberRole.Admin, new Uri("http://127.0.0.1"), Token)),
        new("members: server", MemberRole.Owner, s => s.GetRequiredService<MemberService>().ServerAsync(Token)),
        new("tokens: list", MemberRole.Admin, s => s.GetRequiredService<TokenService>().ListAsync(Token)),
        new("tokens: scopes", MemberRole.Admin, s => s.GetRequiredService<TokenService>().ScopesAsync(Token)),
        new("tokens: create", MemberRole.Admin, s => s.GetRequiredService<TokenService>().CreateAsync("", ApiScope.Read, 1, Token)),
        new("tokens: revoke", MemberRole.Admin, s => s.GetRequiredService<TokenService>().RevokeAsync("none", Token)),
        new("workspaces: current", MemberRole.Viewer, s => s.GetRequiredService<WorkspacesService>().CurrentAsync(Token)),
        new("workspaces: list", MemberRole.Owner, s => s.GetRequiredService<WorkspacesService>().ListAsync(Token)),
        new("workspaces: create", MemberRole.Owner, s => s.GetRequiredService<WorkspacesService>().CreateAsync("", "", "", owner: null, new Uri("http://127.0.0.1"), Token)),
        new("configuration: read", MemberRole.Admin, s => s.GetRequiredService<ConfigurationService>().ReadAsync(Token)),
        new("configuration: store", MemberRole.Admin, StoreNothingAsync),
        new("mail: settings", MemberRole.Admin, s => s.GetRequiredService<MailService>().SettingsAsync(Token)),
        new("mail: save", MemberRole.Admin, s => s.GetRequiredService<MailService>().SaveAsync(MailSettings.None, null, Token)),
        new("mail: test", MemberRole.Admin, s => s.GetRequiredService<MailService>().SendTestAsync(Token)),
        new("mail: test to somebody", MemberRole.Admin, s => s.GetRequiredService<MailService>().SendTestAsync((string?)null, Token)),
        new("mail: template", MemberRole.Admin, s => s.GetRequiredService<MailService>().TemplateAsync(Token)),
        new("mail: preview", MemberRole.Admin, s => s.GetRequiredService<MailService>().PreviewAsync("a", "b", Token)),
        new("mail: save template", MemberRole.Admin, s => s.GetRequiredService<MailService>().SaveTemplateAsync("", "", Token)),
        new("mail: reset template", MemberRole.Admin, s => s.GetRequiredService<MailService>().ResetTemplateAsync(Token)),
        new("invitations: list", MemberRole.Admin, s => s.GetRequiredService<InvitationService>().ListAsync(new InvitationFilter(null, null, 0, 1), Token)),
        new("invitations: send", MemberRole.Admin, s => s.GetRequiredService<InvitationService>().SendAsync([], Token)),
        new("invitations: send to all", MemberRole.Admin, s => s.GetRequiredService<InvitationService>().SendToUninvitedAsync(new Progress<int>(), Token)),
        new("invitations: resend", MemberRole.Admin, s => s.GetRequiredService<InvitationService>().ResendAsync(Guid.CreateVersion7(), Token)),
        new("invitations: revoke", MemberRole.Admin, s => s.GetRequiredService<InvitationService>().RevokeAsync(Guid.CreateVersion7(), Token)),
    ]);

    [Theory]
    [InlineData(MemberRole.Admin, ApiScope.Configure, null)]
    [InlineData(MemberRole.Admin, ApiScope.Admin, TokenProblem.Scope)]
    [InlineData(MemberRole.Owner, ApiScope.Admin, null)]
    [InlineData(MemberRole.Owner, ApiScope.Server, TokenProblem.Scope)]
    public async Task Nobody_makes_a_token_that_may_do_more_than_they_may(MemberRole role, ApiScope scope, TokenProblem? problem)
    {
        using var services = await company.AsAsync(role);
        var tokens = services.ServiceProvider.GetRequiredService<TokenService>();
        var (made, why) = await tokens.CreateAsync(" nightly ", scope, 30, Token);
        why.ShouldBe(problem);
        (made is null).ShouldBe(problem is not null);
        (await tokens.ListAsync(Token)).Select(t => t.Name).ShouldBe(problem is null ? ["nightly"] : []);
        (await tokens.CreateAsync(" ", ApiScope.Read, 30, Token)).Problem.ShouldBe(TokenProblem.Name);
        (await tokens.CreateAsync("long", ApiScope.Read, TokenService.MostDays + 1, Token)).Problem.ShouldBe(TokenProblem.Name);
        if (problem is null)
        {
            (await tokens.CreateAsync("nightly", ApiScope.Read, 30, Token)).Problem.ShouldBe(TokenProblem.NameTaken);
            (await tokens.RevokeAsync("nightly", Token)).ShouldBeTrue();
            (await tokens.RevokeAsync("nightly", Token)).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("  Acme GmbH ", "America/New_York", null)]
    [InlineData(" ", "UTC", "name")]
    [InlineData("Acme", "Mars/Olympus", "zone")]
    [InlineData("Acme", null, "zone")]
    public async Task Name_and_time_zone_are_saved_if_they_can_be(string title, string? zone, string? problem)
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var settings = scope.ServiceProvider.GetRequiredService<SettingsService>();

        (await settings.SaveAsync(title, zone, Token)).ShouldBe(problem);

        var now = await settings.WorkspaceAsync(Token);
        (now.Name, now.Title, now.TimeZone).ShouldBe(problem is null ? ("acme", "Acme GmbH", "America/New_York") : ("acme", "acme", "Europe/Berlin"));
    }

    [Fact]
    public async Task The_last_owner_stays_and_others_come_and_go()
    {
        var (first, second) = (await AccountAsync(MemberRole.Owner), await AccountAsync(MemberRole.Viewer));
        using var scope = await company.AsAsync(MemberRole.Owner);
        var members = scope.ServiceProvider.GetRequiredService<MemberService>();

        (await members.ChangeRoleAsync(first, MemberRole.Admin, Token)).ShouldBe(MemberOutcome.LastOwner);
        (await members.RemoveAsync(first, Token)).ShouldBe(MemberOutcome.LastOwner);
        (await members.RemoveAsync(Guid.CreateVersion7(), Token)).ShouldBe(MemberOutcome.Unknown);
        (await members.ChangeRoleAsync(second, MemberRole.Owner, Token)).ShouldBe(MemberOutcome.Done);
        (await members.ListAsync(Token)).Select(m => m.Role).ShouldAllBe(role => role == MemberRole.Owner);
        (await members.RemoveAsync(first, Token)).ShouldBe(MemberOutcome.Done);
        await Should.ThrowAsync<Features.Access.NotAllowedException>(() => members.ListAsync(Token));
        (await company.Get<MemberStore>().ListAsync(company.Workspace.Id, Token)).ShouldHaveSingleItem().Account.ShouldBe(second);
    }

    [Fact]
    public async Task Of_two_owners_who_demote_each_other_at_once_one_stays()
    {
        var (first, second) = (await AccountAsync(MemberRole.Owner), await AccountAsync(MemberRole.Viewer));
        var store = company.Get<MemberStore>();
        await store.ChangeRoleAsync(company.Workspace.Id, second, MemberRole.Owner, Token);

        var outcomes = await Task.WhenAll(
            store.ChangeRoleAsync(company.Workspace.Id, first, MemberRole.Viewer, Token), store.ChangeRoleAsync(company.Workspace.Id, second, MemberRole.Viewer, Token));

        outcomes.ShouldBe([MemberOutcome.Done, MemberOutcome.LastOwner], ignoreOrder: true);
    }

    [Fact]
    public async Task A_removed_employee_can_be_invited_again()
    {
        var employee = (await company.Get<InvitationStore>().UninvitedAsync(company.Workspace.Id, Token))[0];
        var account = await AccountAsync(MemberRole.Employee, employee);
        await company.Get<DirectoryEditStore>().SetStatusAsync(company.Workspace.Id, employee, [AccountStatus.Created], AccountStatus.Active, "test", Token);
        using var scope = await company.AsAsync(MemberRole.Owner);

        await scope.ServiceProvider.GetRequiredService<MemberService>().RemoveAsync(account, Token);

        (await scope.ServiceProvider.GetRequiredService<InvitationService>().SendAsync([employee], Token)).Sent.ShouldBe(1);
    }

    [Fact]
    public async Task A_member_is_invited_with_a_role_and_never_twice()
    {
        using var scope = await company.AsAsync(MemberRole.Owner);
        var members = scope.ServiceProvider.GetRequiredService<MemberService>();

        (await members.InviteAsync("nobody", MemberRole.Admin, Token)).ShouldBe(MemberInvite.NoEmail);
        (await members.InviteAsync("OWNER@acme.example", MemberRole.Admin, Token)).ShouldBe(MemberInvite.Member);
        (await members.InviteAsync("new@acme.example", MemberRole.Viewer, Token)).ShouldBe(MemberInvite.Sent);
        (await members.InviteAsync("New@acme.example", MemberRole.Admin, Token)).ShouldBe(MemberInvite.Sent);

        var invitation = (await company.Get<InvitationStore>().ListAsync(company.Workspace.Id, new InvitationFilter(null, null, 0, 5), Token)).Invitations.ShouldHaveSingleItem();
        (invitation.Role, invitation.Employee).ShouldBe((MemberRole.Admin, null));
        using var admin = await company.AsAsync(MemberRole.Admin);
        await Should.ThrowAsync<Features.Access.NotAllowedException>(() => admin.ServiceProvider.GetRequiredService<InvitationService>().ResendAsync(invitation.Id, Token));
    }

    [Fact]
    public async Task A_test_mail_goes_to_whoever_asks()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);

        var test = await scope.ServiceProvider.GetRequiredService<MailService>().SendTestAsync(Token);

        test.ShouldBe(new TestMail("Admin@acme.example", null, IsSmtp: false));
        var file = Directory.GetFiles(Path.Combine(company.Company.DataFolder, "mail")).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(file, Token)).ShouldContain("To: Admin@acme.example");
    }

    [Fact]
    public async Task A_mail_password_stays_until_host_or_user_name_change()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<MailService>();
        var settings = new MailSettings("smtp.acme.example", 587, MailSecurity.StartTls, "u", HasPassword: false, "people@acme.example", null, "https://rollcall.acme.example");

        (await service.SaveAsync(settings, "secret words", Token)).ShouldBeNull();
        (await service.SaveAsync(settings with { Port = 465, Security = MailSecurity.Tls }, null, Token)).ShouldBeNull();
        (await company.Get<MailStore>().PasswordAsync(company.Workspace.Id, Token)).ShouldBe("secret words");
        (await service.SaveAsync(settings with { Host = "smtp.evil.example" }, null, Token)).ShouldBeNull();

        (await company.Get<MailStore>().PasswordAsync(company.Workspace.Id, Token)).ShouldBeNull();
        (await service.SettingsAsync(Token)).Settings.HasPassword.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "{link}", "empty")]
    [InlineData("Hello", "Come in", "link")]
    [InlineData("Hello {frist-name}", "{link}", "{frist-name}")]
    [InlineData("Hello {first-name}", "{link}", null)]
    public async Task An_invitations_words_are_saved_if_they_can_work(string subject, string text, string? problem)
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<MailService>();
        var usual = await service.TemplateAsync(Token);

        (await service.SaveTemplateAsync(subject, text, Token)).ShouldBe(problem);

        (await service.TemplateAsync(Token)).ShouldBe(problem is null ? (subject, text) : usual);
        await service.ResetTemplateAsync(Token);
        (await service.TemplateAsync(Token)).ShouldBe(usual);
    }

    private async Task<Guid> AccountAsync(MemberRole role, EmployeeId? employee = null)
    {
        using var scope = await company.AsAsync(role, employee);
        return (await scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>().FindByEmailAsync($"{role}@acme.example"))!.Id;
    }

    /// <summary>Another refusal than the role's is fine.</summary>
    private static async Task StoreNothingAsync(IServiceProvider services)
    {
        var refused = await Record.ExceptionAsync(() => services.GetRequiredService<ConfigurationService>().StoreAsync("{}", new Dictionary<string, string>(), isDry: true, Token));
        if (refused is not ConfigException)
        {
            throw refused ?? new InvalidOperationException("nothing was refused");
        }
    }
}
