using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Applying;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Suggesting;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;
using Rollcall.Tests.Web.Integrations;

namespace Rollcall.Tests.Web.Mapping;

/// <summary>From an HRIS that nobody has connected to a preview of a mapped select, and what must not happen on the way.</summary>
public sealed class MappingServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Vendors => [.. HrisUnderTest.All.Select(h => h.Vendor)];

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task An_HRIS_is_connected_a_select_is_mapped_saved_and_previewed_and_the_preview_is_applied(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await WebCompany.StartAsync(hris, yaml: Empty, isSynced: false);
        using var admin = await company.AsAsync(MemberRole.Admin);
        var integrations = admin.ServiceProvider.GetRequiredService<IntegrationService>();
        var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();

        var settings = Connecting.Draft(hris, company.Company.Hris);
        settings.Check().ShouldBeEmpty();
        (await integrations.TestNewAsync(settings, Token)).IsUsable.ShouldBeTrue();
        (await integrations.ConnectAsync(vendor, settings, despiteProblems: false, Token)).ShouldBe(ConnectOutcome.Connected);

        var view = (await mappings.OpenAsync(vendor, Token))!;
        var id = view.Entry.Id;
        var source = (await mappings.DiscoverAsync(id, Token)).Answer!;
        var draft = new MappingDraft(view.Entry.Config);
        draft.Add(hris.ShirtSize, Target.Custom("shirt-size"));

        // The directory says “XL” and has no “1. Small”: said before anything is held.
        var row = MappingRows.Of(draft, id, view.Connector, source, view.Directory, view.Baseline).Single(r => r.Attribute.Key == hris.ShirtSize);
        row.Gaps.Values.ShouldHaveSingleItem().ShouldBe(["4. X-Large"]);
        (await mappings.SaveAsync(id, draft, isOver: false, Token)).ShouldBe(SaveOutcome.Saved);

        var started = (await mappings.PreviewAsync(id, new MappingDraft((await mappings.OpenAsync(vendor, Token))!.Entry.Config), Token)).ShouldBeOfType<StartOutcome.Started>();
        var preview = await company.EndedAsync(started.Run);
        preview.State.ShouldBe(RunState.Previewed);
        preview.Findings.ShouldContain(f => f.Code == FindingCodes.OptionUnknown && f.Value == "4. X-Large");
        var outcome = await company.Get<LiveRuns>().ApproveAsync(company.Workspace, preview, "somebody", Token);
        outcome.ShouldBeOfType<ApplyOutcome.Applied>().Changes.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_preview_of_unsaved_edits_writes_nothing_and_is_applied_only_once_they_are_saved(string vendor)
    {
        var hris = HrisUnderTest.Of(vendor);
        await using var company = await WebCompany.StartAsync(hris, yaml: hris.Yaml().Replace($"      - {{ from: {hris.ShirtSize}, to: \"custom:shirt-size\" }}\n", "", StringComparison.Ordinal));
        using var admin = await company.AsAsync(MemberRole.Admin);
        var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();
        var view = (await mappings.OpenAsync("hr", Token))!;
        var id = view.Entry.Id;
        var source = (await mappings.DiscoverAsync(id, Token)).Answer!;
        var draft = new MappingDraft(view.Entry.Config);
        draft.RulesOf(hris.ShirtSize).ShouldBeEmpty();
        draft.Accept(
            new MappingSuggestion(source.Find(hris.ShirtSize)!, Target.Custom("dress"), MappingSuggestions.AttributeFrom(source.Find(hris.ShirtSize)!, view.Directory) with { Key = "dress", Name = "Dress" }, 1, ""),
            view.Directory);

        var started = (await mappings.PreviewAsync(id, draft, Token)).ShouldBeOfType<StartOutcome.Started>();
        var preview = await company.EndedAsync(started.Run);
        var plan = (await company.Get<RunStore>().LoadPlanAsync(company.Workspace.Id, preview.Id, Token))!;
        plan.Changes.ShouldContain(c => c.Field == "custom:dress");
        (await mappings.DirectoryAsync(Token)).Attributes.ShouldNotContain(a => a.Key == "dress");
        (await mappings.OpenAsync("hr", Token))!.Entry.Config.Mappings.ShouldBe(view.Entry.Config.Mappings);

        // Not saved: applying it would be taken back by the next sync.
        var live = company.Get<LiveRuns>();
        (await live.ApproveAsync(company.Workspace, preview, "somebody", Token)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>();

        // The edits were kept for whoever comes back from the preview.
        var kept = (await mappings.OpenAsync("hr", Token))!.Kept!;
        var back = MappingDraft.Restore(kept.From, kept.Edited, kept.NewAttributes);
        (await mappings.SaveAsync(id, back, isOver: false, Token)).ShouldBe(SaveOutcome.Saved);
        (await mappings.OpenAsync("hr", Token))!.Kept.ShouldBeNull();
        (await live.ApproveAsync(company.Workspace, preview, "somebody", Token)).ShouldBeOfType<ApplyOutcome.Applied>();

        var second = (await mappings.PreviewAsync(id, new MappingDraft((await mappings.OpenAsync("hr", Token))!.Entry.Config), Token)).ShouldBeOfType<StartOutcome.Started>();
        (await company.EndedAsync(second.Run)).Counts!.Updated.ShouldBe(0);
    }

    [Fact]
    public async Task A_mapping_that_somebody_else_saved_meanwhile_is_not_overwritten_unasked()
    {
        await using var company = await WebCompany.StartAsync();
        using var one = await company.AsAsync(MemberRole.Admin);
        using var other = await company.AsAsync(MemberRole.Owner);
        var mine = one.ServiceProvider.GetRequiredService<MappingService>();
        var theirs = other.ServiceProvider.GetRequiredService<MappingService>();
        var view = (await mine.OpenAsync("hr", Token))!;
        var (id, hris) = (view.Entry.Id, company.Company.Kind);
        var draft = new MappingDraft(view.Entry.Config);
        draft.Remove(draft.RulesOf(hris.Skills).Single().Id);
        var rival = new MappingDraft(view.Entry.Config);
        rival.Remove(rival.RulesOf(hris.Money).Single().Id);

        (await theirs.SaveAsync(id, rival, isOver: false, Token)).ShouldBe(SaveOutcome.Saved);
        (await mine.SaveAsync(id, draft, isOver: false, Token)).ShouldBe(SaveOutcome.ChangedMeanwhile);
        (await mine.OpenAsync("hr", Token))!.Entry.Config.Mappings.ShouldContain(m => m.From[0] == hris.Skills);

        (await mine.SaveAsync(id, draft, isOver: true, Token)).ShouldBe(SaveOutcome.Saved);
        var saved = (await mine.OpenAsync("hr", Token))!.Entry.Config;
        saved.Mappings.ShouldContain(m => m.From[0] == hris.Money);
        saved.Mappings.ShouldNotContain(m => m.From[0] == hris.Skills);
    }

    [Fact]
    public async Task An_edit_of_the_rules_meanwhile_is_no_conflict_and_stays()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();
        var view = (await mappings.OpenAsync("hr", Token))!;
        var draft = new MappingDraft(view.Entry.Config);
        draft.Criteria.AddPerson("1");
        await admin.ServiceProvider.GetRequiredService<IntegrationService>().SaveRulesAsync(view.Entry.Id, view.Entry.Config, view.Entry.Config with { AutoInvite = true }, Token);

        (await mappings.SaveAsync(view.Entry.Id, draft, isOver: false, Token)).ShouldBe(SaveOutcome.Saved);

        var saved = (await mappings.OpenAsync("hr", Token))!.Entry.Config;
        saved.AutoInvite.ShouldBeTrue();
        saved.Exclusions.People.ShouldBe(["1"]);
    }

    [Fact]
    public async Task Samples_are_live_and_the_count_of_who_is_left_out_is_what_the_next_sync_does()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();
        var view = (await mappings.OpenAsync("hr", Token))!;
        var (id, hris) = (view.Entry.Id, company.Company.Kind);
        var samples = (await mappings.SamplesAsync(id, [hris.ShirtSize], Token)).Answer!;
        samples[hris.ShirtSize].Count.ShouldBe(3);

        var draft = new MappingDraft(view.Entry.Config);
        draft.Criteria.Exclude.Criteria.Add(new CriterionDraft { Attribute = hris.ShirtSize, Value = samples[hris.ShirtSize].First() });
        var audience = (await mappings.AudienceAsync(id, draft.ToConfig(), progress: null, Token)).Answer!;
        var count = audience.Count(draft.ToConfig(), key => key);
        count.Excluded.ShouldBeGreaterThan(0);
        count.Everybody.ShouldAllBe(p => p.Name != null);

        var started = (await mappings.PreviewAsync(id, draft, Token)).ShouldBeOfType<StartOutcome.Started>();
        var preview = await company.EndedAsync(started.Run);
        preview.Counts!.Excluded.ShouldBe(count.Excluded);
        preview.Counts.Read.ShouldBe(count.People);
    }

    [Fact]
    public async Task Missing_options_are_added_and_a_failing_HRIS_is_said()
    {
        await using var company = await WebCompany.StartAsync();
        using var admin = await company.AsAsync(MemberRole.Admin);
        var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();
        var view = (await mappings.OpenAsync("hr", Token))!;

        (await mappings.AddOptionsAsync("shirt-size", ["5. Tent", "1. Small"], Token)).ShouldBeTrue();
        (await mappings.AddOptionsAsync("no-such", ["x"], Token)).ShouldBeFalse();
        (await mappings.DirectoryAsync(Token)).Attributes.Single(a => a.Key == "shirt-size").Options.Select(o => o.Label).ShouldBe(["1. Small", "2. Medium", "3. Large", "4. X-Large", "5. Tent"]);

        var settings = view.Entry.Settings.ToDictionary();
        settings["base-url"] = "http://127.0.0.1:9";
        await company.Get<ConnectionStore>().ChangeSettingsAsync(company.Workspace.Id, view.Entry.Id, settings, new Dictionary<string, string> { ["api-key"] = "x" }, Token);
        var asked = await mappings.DiscoverAsync(view.Entry.Id, Token);
        asked.Answer.ShouldBeNull();
        asked.Fault!.Fix.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_mapping_of_another_workspace_is_not_there_and_each_action_asks_for_an_admin()
    {
        await using var company = await WebCompany.StartAsync();
        var other = await company.Get<WorkspaceStore>().SaveAsync("other", "UTC", Token);
        var config = new ConnectionConfig { Name = "theirs", Provider = "bamboohr", Mappings = [] };
        var id = (await company.Get<ConnectionStore>().CreateAsync(other.Id, config, new Dictionary<string, string>(), new Dictionary<string, string>(), Token))!.Value;
        var draft = new MappingDraft(config);
        using (var admin = await company.AsAsync(MemberRole.Admin))
        {
            var mappings = admin.ServiceProvider.GetRequiredService<MappingService>();
            (await mappings.OpenAsync("theirs", Token)).ShouldBeNull();
            (await mappings.DiscoverAsync(id, Token)).ShouldBe(new Asked<Core.Connecting.SourceSchema>(null, null));
            (await mappings.SaveAsync(id, draft, isOver: true, Token)).ShouldBe(SaveOutcome.Gone);
            (await mappings.PreviewAsync(id, draft, Token)).ShouldBeOfType<StartOutcome.Gone>();
        }

        RoleRow Row(string name, Func<MappingService, Task> act) => new(name, MemberRole.Admin, services => act(services.GetRequiredService<MappingService>()));
        await RoleTable.CheckAsync(company,
        [
            Row("Open", s => s.OpenAsync("hr", Token)),
            Row("Discover", s => s.DiscoverAsync(id, Token)),
            Row("Samples", s => s.SamplesAsync(id, [], Token)),
            Row("Audience", s => s.AudienceAsync(id, config, progress: null, Token)),
            Row("Keep", s => s.KeepAsync(id, draft, Token)),
            Row("Forget", s => s.ForgetAsync(id, Token)),
            Row("Save", s => s.SaveAsync(id, draft, isOver: false, Token)),
            Row("Preview", s => s.PreviewAsync(id, draft, Token)),
            Row("Sync", s => s.SyncAsync(id, Token)),
            Row("AddOptions", s => s.AddOptionsAsync("no-such", [], Token)),
            Row("Directory", s => s.DirectoryAsync(Token)),
        ]);
    }

    private const string Empty = """
        workspace: acme
        timeZone: Europe/Berlin
        customAttributes:
          - { key: shirt-size, name: T-shirt size, type: single-select, options: ["1. Small", "2. Medium", "3. Large", XL] }
        connections: []
        """;
}
