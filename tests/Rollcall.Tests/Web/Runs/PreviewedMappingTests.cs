using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Findings;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mapping;
using Rollcall.Features.Runs;
using Rollcall.Storage;
using Rollcall.Tests.Web.Integrations;

namespace Rollcall.Tests.Web.Runs;

/// <summary>A preview of edits that are not saved is fixed, saved and applied from its own page.</summary>
public sealed class PreviewedMappingTests : IAsyncLifetime
{
    private static readonly HrisUnderTest Hris = HrisUnderTest.BambooHr;
    private WebCompany company = null!;
    private IServiceScope admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunsService Runs => admin.ServiceProvider.GetRequiredService<RunsService>();

    private MappingService Mappings => admin.ServiceProvider.GetRequiredService<MappingService>();

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(yaml: Hris.Yaml().Replace($"      - {{ from: {Hris.ShirtSize}, to: \"custom:shirt-size\" }}\n", "", StringComparison.Ordinal));
        admin = await company.AsAsync(MemberRole.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task What_a_preview_would_hold_is_fixed_before_the_mapping_is_saved_and_then_all_is_applied()
    {
        var (id, first) = await PreviewAsync(options: ["1. Small"]);
        var findings = admin.ServiceProvider.GetRequiredService<FindingsService>();
        var held = (await findings.OfPreviewAsync(first, Token)).Where(f => f.Finding.Code == FindingCodes.OptionUnknown).ToList();
        held.ShouldContain(f => f.Finding.Value == "4. X-Large");
        held.SelectMany(f => f.People).ShouldAllBe(p => p.Name != p.ExternalId && p.Employee != null);
        foreach (var finding in held)
        {
            (await admin.ServiceProvider.GetRequiredService<FindingFixes>().AddOptionAsync("dress", finding.Finding.Value!, Token)).ShouldBe(FixOutcome.Done);
        }

        var again = await company.EndedAsync((await Runs.PreviewAsync(id, withDraft: true, Token)).ShouldBeOfType<StartOutcome.Started>().Run);
        (await Runs.ChangesAsync(first, Token))!.Changes.ShouldBe(0);
        (await Runs.ChangesAsync(again.Id, Token))!.Mapping.ShouldBe(PreviewedWith.Draft);
        (await findings.OfPreviewAsync(again.Id, Token)).ShouldNotContain(f => f.Finding.Code == FindingCodes.OptionUnknown);
        var decision = await Runs.ApplyAsync(again.Id, again.Digest!, savesMapping: true, Token);

        decision.Outcome.ShouldBe(DecisionOutcome.Done);
        (await Mappings.OpenAsync("hr", Token))!.Kept.ShouldBeNull();
        (await Mappings.DirectoryAsync(Token)).Attributes.Single(a => a.Key == "dress").Options.Select(o => o.Label).ShouldContain("4. X-Large");
        (await company.EndedAsync((await Runs.PreviewAsync(id, withDraft: true, Token)).ShouldBeOfType<StartOutcome.Started>().Run)).Counts!.Updated.ShouldBe(0);
    }

    [Fact]
    public async Task A_preview_of_edits_that_are_not_the_visitors_own_or_changed_since_says_so_and_is_not_applied()
    {
        var (id, preview) = await PreviewAsync(options: ["1. Small"]);
        using var other = await company.AsAsync(MemberRole.Owner);
        var theirs = other.ServiceProvider.GetRequiredService<RunsService>();
        var digest = (await Runs.GetAsync(preview, Token))!.Run.Digest!;

        (await theirs.ChangesAsync(preview, Token))!.Mapping.ShouldBe(PreviewedWith.Other);
        (await theirs.ApplyAsync(preview, digest, savesMapping: true, Token)).Outcome.ShouldBe(DecisionOutcome.MappingChanged);
        (await Runs.ApplyAsync(preview, digest, savesMapping: false, Token)).Outcome.ShouldBe(DecisionOutcome.DirectoryChanged);
        await Mappings.ForgetAsync(id, Token);
        (await Runs.ChangesAsync(preview, Token))!.Mapping.ShouldBe(PreviewedWith.Other);
        (await company.EndedAsync((await Runs.PreviewAsync(id, withDraft: true, Token)).ShouldBeOfType<StartOutcome.Started>().Run)).State.ShouldBe(RunState.Previewed);
        (await Mappings.DirectoryAsync(Token)).Attributes.ShouldNotContain(a => a.Key == "dress");
    }

    private async Task<(ConnectionId Connection, RunId Preview)> PreviewAsync(string[] options)
    {
        var view = (await Mappings.OpenAsync("hr", Token))!;
        var draft = new MappingDraft(view.Entry.Config);
        draft.Add(Hris.ShirtSize, draft.Create(
            new CustomAttribute { Key = "dress", Name = "Dress", Type = AttributeType.SingleSelect, Options = [.. options.Select(o => new AttributeOption(o, [], Archived: false))] }, view.Directory));
        var started = (await Mappings.PreviewAsync(view.Entry.Id, draft, Token)).ShouldBeOfType<StartOutcome.Started>();
        return (view.Entry.Id, (await company.EndedAsync(started.Run)).Id);
    }
}
