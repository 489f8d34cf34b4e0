using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Rollcall.Tests.Web.Integrations;

/// <summary>A connection is tested before it is stored, changed without losing what others changed, and removed without harm.</summary>
public sealed class IntegrationServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private IServiceScope admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IntegrationService Integrations => admin.ServiceProvider.GetRequiredService<IntegrationService>();

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync();
        admin = await company.AsAsync(MemberRole.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task Every_HRIS_has_a_tile_and_shows_its_connections()
    {
        var tiles = await Integrations.OverviewAsync(Token);

        tiles.Select(t => t.Connector.Key).ShouldBe(Connectors.Connectors.All.Select(c => c.Key));
        var standing = tiles.SelectMany(t => t.Connections).ShouldHaveSingleItem();
        standing.Entry.Config.Name.ShouldBe("hr");
        standing.LastSync!.State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task Nothing_is_stored_before_these_settings_were_tested()
    {
        var draft = await DraftAsync(company.Company.Kind);

        (await Integrations.ConnectAsync("second", draft, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.NotTested);
        (await Integrations.TestNewAsync(draft, Token)).IsUsable.ShouldBeTrue();
        draft.Set("company-domain", "other");
        (await Integrations.ConnectAsync("second", draft, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.NotTested);

        (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_fails_its_test_is_stored_only_on_demand_and_disabled()
    {
        var draft = await DraftAsync(company.Company.Kind);
        draft.Set("api-key", "wrong");
        var outcome = await Integrations.TestNewAsync(draft, Token);

        outcome.IsUsable.ShouldBeFalse();
        outcome.Test.Problems.ShouldContain(p => p.Code == "credential-refused");
        (await Integrations.ConnectAsync("second", draft, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.TestFailed);
        (await Integrations.ConnectAsync("second", draft, despiteProblems: true, Token)).ShouldBe(ConnectOutcome.Connected);

        var view = (await Integrations.FindAsync("second", Token))!;
        view.Entry.Config.Enabled.ShouldBeFalse();
        (await Integrations.SyncAsync(view.Entry.Id, Token)).ShouldBe(new StartOutcome.NotNow(IsPaused: false));
    }

    [Fact]
    public async Task A_taken_name_is_refused_and_an_impossible_setting_is_named()
    {
        var draft = await DraftAsync(company.Company.Kind);
        await Integrations.TestNewAsync(draft, Token);
        (await Integrations.ConnectAsync("hr", draft, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.NameTaken);
        (await Integrations.ConnectAsync("No Name", draft, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.BadName);

        draft.Set("base-url", "ftp://nowhere");
        (await Integrations.TestNewAsync(draft, Token)).Setting.ShouldBe("base-url");
        draft.Set("company-domain", "two words");
        (await Integrations.TestNewAsync(draft, Token)).Setting.ShouldBe("company-domain");
    }

    [Fact]
    public async Task New_settings_are_tried_with_the_stored_secret_which_stays_when_none_is_written()
    {
        var view = (await Integrations.FindAsync("hr", Token))!;
        var draft = new SettingsDraft(view.Connector, view.Entry.Settings, view.SecretsSet);
        draft.Set("company-domain", "acme2");

        (await Integrations.TestAsync(view.Entry.Id, draft, Token))!.IsUsable.ShouldBeTrue();
        (await Integrations.SaveSettingsAsync(view.Entry.Id, draft, Token)).ShouldBe(ChangeOutcome.Done);

        var saved = (await Integrations.FindAsync(view.Entry.Id.ToString(), Token))!;
        saved.Entry.Settings["company-domain"].ShouldBe("acme2");
        saved.SecretsSet.ShouldBe(["api-key"]);
        (await Integrations.TestAsync(view.Entry.Id, draft: null, Token))!.IsUsable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stored_secret_is_not_sent_to_a_new_address()
    {
        var view = (await Integrations.FindAsync("hr", Token))!;

        // As a page that claims that no secret is stored would send it.
        var draft = new SettingsDraft(view.Connector, new Dictionary<string, string> { ["base-url"] = "http://127.0.0.1:9" }, []);
        draft.Set("company-domain", "acme");

        (await Integrations.TestAsync(view.Entry.Id, draft, Token)).ShouldBeNull();
        (await Integrations.SaveSettingsAsync(view.Entry.Id, draft, Token)).ShouldBe(ChangeOutcome.Invalid);
    }

    [Fact]
    public async Task Rules_are_saved_unless_somebody_else_changed_them_and_leave_the_mapping_alone()
    {
        var view = (await Integrations.FindAsync("hr", Token))!;
        var (id, shown) = (view.Entry.Id, view.Entry.Config);

        (await Integrations.SaveRulesAsync(id, shown, shown with { AutoInvite = true, Mappings = [] }, Token)).ShouldBe(ChangeOutcome.Done);
        (await Integrations.SaveRulesAsync(id, shown, shown with { MissingReadsBeforeLeaving = 5 }, Token)).ShouldBe(ChangeOutcome.ChangedMeanwhile);
        (await Integrations.SaveRulesAsync(id, shown with { AutoInvite = true }, shown with { MissingReadsBeforeLeaving = 31 }, Token)).ShouldBe(ChangeOutcome.Invalid);

        var saved = (await Integrations.FindAsync("hr", Token))!.Entry.Config;
        saved.AutoInvite.ShouldBeTrue();
        saved.MissingReadsBeforeLeaving.ShouldBe(2);
        saved.Mappings.ShouldBe(shown.Mappings);
    }

    [Fact]
    public async Task A_paused_connection_is_previewed_and_not_synchronised()
    {
        var view = (await Integrations.FindAsync("hr", Token))!;
        await Integrations.SetPausedAsync(view.Entry.Id, paused: true, Token);

        (await Integrations.SyncAsync(view.Entry.Id, Token)).ShouldBe(new StartOutcome.NotNow(IsPaused: true));
        var preview = (await Integrations.PreviewAsync(view.Entry.Id, Token)).ShouldBeOfType<StartOutcome.Started>();

        (await company.EndedAsync(preview.Run)).State.ShouldBe(RunState.Previewed);
    }

    [Fact]
    public async Task Removing_takes_the_readings_and_leaves_the_people()
    {
        using var owner = await company.AsAsync(MemberRole.Owner);
        var service = owner.ServiceProvider.GetRequiredService<IntegrationService>();
        var view = (await service.FindAsync("hr", Token))!;
        var before = await company.Get<EmployeeQueries>().CountAsync(company.Workspace.Id, Token);
        view.Records.Tied.ShouldBe(before);

        (await service.RemoveAsync(view.Entry.Id, "her", Token)).ShouldBe(ChangeOutcome.Invalid);
        (await service.RemoveAsync(view.Entry.Id, "hr", Token)).ShouldBe(ChangeOutcome.Done);

        (await service.FindAsync("hr", Token)).ShouldBeNull();
        (await service.RemoveAsync(view.Entry.Id, "hr", Token)).ShouldBe(ChangeOutcome.Gone);
        (await company.Get<EmployeeQueries>().CountAsync(company.Workspace.Id, Token)).ShouldBe(before);
    }

    [Fact]
    public async Task A_connection_of_another_workspace_is_not_there()
    {
        var other = await company.Get<WorkspaceStore>().SaveAsync("other", "UTC", Token);
        var config = new ConnectionConfig { Name = "theirs", Provider = "bamboohr", Mappings = [] };
        var id = (await company.Get<ConnectionStore>().CreateAsync(other.Id, config, new Dictionary<string, string>(), new Dictionary<string, string>(), Token))!.Value;

        (await Integrations.FindAsync("theirs", Token)).ShouldBeNull();
        (await Integrations.FindAsync(id.ToString(), Token)).ShouldBeNull();
        (await Integrations.TestAsync(id, draft: null, Token)).ShouldBeNull();
        (await Integrations.PreviewAsync(id, Token)).ShouldBeOfType<StartOutcome.Gone>();
        (await Integrations.SetPausedAsync(id, paused: true, Token)).ShouldBe(ChangeOutcome.Gone);
        (await Integrations.SaveRulesAsync(id, config, config, Token)).ShouldBe(ChangeOutcome.Gone);
    }

    [Fact]
    public async Task Each_action_asks_for_its_role()
    {
        var draft = await DraftAsync(company.Company.Kind);
        var nobody = new ConnectionId(Guid.Empty);
        var config = new ConnectionConfig { Name = "x", Provider = "bamboohr", Mappings = [] };
        RoleRow Row(string name, MemberRole least, Func<IntegrationService, Task> act) => new(name, least, services => act(services.GetRequiredService<IntegrationService>()));
        await RoleTable.CheckAsync(company,
        [
            Row("Overview", MemberRole.Viewer, s => s.OverviewAsync(Token)),
            Row("Find", MemberRole.Viewer, s => s.FindAsync("hr", Token)),
            Row("FreeName", MemberRole.Admin, s => s.FreeNameAsync("hr", Token)),
            Row("Emulated", MemberRole.Admin, s => s.EmulatedAsync("bamboohr", Token)),
            Row("TestNew", MemberRole.Admin, s => s.TestNewAsync(draft, Token)),
            Row("Connect", MemberRole.Admin, s => s.ConnectAsync("hr", draft, despiteProblems: false, Token)),
            Row("Test", MemberRole.Admin, s => s.TestAsync(nobody, draft: null, Token)),
            Row("SaveSettings", MemberRole.Admin, s => s.SaveSettingsAsync(nobody, draft, Token)),
            Row("SaveRules", MemberRole.Admin, s => s.SaveRulesAsync(nobody, config, config, Token)),
            Row("SetPaused", MemberRole.Admin, s => s.SetPausedAsync(nobody, paused: true, Token)),
            Row("Preview", MemberRole.Admin, s => s.PreviewAsync(nobody, Token)),
            Row("Sync", MemberRole.Admin, s => s.SyncAsync(nobody, Token)),
            Row("Remove", MemberRole.Owner, s => s.RemoveAsync(nobody, "x", Token)),
        ]);
    }

    private Task<SettingsDraft> DraftAsync(HrisUnderTest hris) => Task.FromResult(Connecting.Draft(hris, company.Company.Hris));
}
