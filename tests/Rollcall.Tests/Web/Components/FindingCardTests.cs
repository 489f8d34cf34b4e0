using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Rollcall.Core.Planning;
using Rollcall.Features.Findings;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Components;

/// <summary>A finding offers what fixes it, to who may, and says what came of it.</summary>
public sealed class FindingCardTests : Rendered, IAsyncLifetime
{
    private static readonly HrisUnderTest Hris = HrisUnderTest.BambooHr;
    private WebCompany company = null!;
    private IServiceScope admin = null!;
    private CurrentFinding held = null!;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(yaml: Hris.Yaml().Replace("\"4. X-Large\"", "\"XL\"", StringComparison.Ordinal));
        admin = await company.AsAsync(MemberRole.Admin);
        Services.AddFallbackServiceProvider(admin.ServiceProvider);
        held = (await admin.ServiceProvider.GetRequiredService<FindingsService>().ListAsync(Xunit.TestContext.Current.CancellationToken)).All.Single(f => f.Finding.Code == FindingCodes.OptionUnknown);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        admin.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public void Who_may_fix_it_has_one_main_button_and_who_may_not_has_none()
    {
        Buttons(Show(mayFix: true)).ShouldBe(["Add option “4. X-Large”", "Treat as “XL”", "Another …", "Change to text"]);
        Show(mayFix: true).FindAll(".mud-button-filled").Count.ShouldBe(1);
        Buttons(Show(mayFix: false)).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_near_option_another_one_is_chosen_from_the_list()
    {
        var dialogs = Render<MudDialogProvider>();
        var card = Render<FindingCard>(p => p.Add(c => c.Item, held with { Finding = held.Finding with { Nearest = null } }).Add(c => c.MayFix, true));
        Buttons(card).ShouldBe(["Add option “4. X-Large”", "Treat as another option …", "Change to text"]);

        card.FindAll("button")[1].Click();

        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("What does “4. X-Large” stand for?"), TimeSpan.FromSeconds(30));
        dialogs.FindAll("input").Count.ShouldBe(1);
    }

    [Fact]
    public void The_people_are_named_and_where_the_words_stand_already_there_are_only_buttons()
    {
        var card = Show(mayFix: true);
        card.FindAll(".rc-people a").Count.ShouldBe(held.People.Count(p => p.Employee is not null));
        var bare = Render<FindingCard>(p => p.Add(c => c.Item, held).Add(c => c.MayFix, true).Add(c => c.IsBare, true));

        bare.FindAll("h2, p").ShouldBeEmpty();
        bare.Find("article").GetAttribute("aria-label")!.ShouldContain("4. X-Large");
        Buttons(bare).Count.ShouldBe(4);
    }

    [Fact]
    public void After_the_fix_the_buttons_are_gone_and_the_next_step_is_offered()
    {
        var card = Show(mayFix: true);

        card.FindAll("button").Single(b => b.TextContent.Trim() == "Treat as “XL”").Click();

        card.WaitForAssertion(() => card.Markup.ShouldContain("“4. X-Large” is taken for “XL”."), TimeSpan.FromSeconds(30));
        Buttons(card).ShouldBe(["Preview changes"]);
    }

    [Fact]
    public void What_somebody_else_has_removed_meanwhile_is_said()
    {
        var gone = held with { Finding = held.Finding with { Target = "custom:no-such" } };
        var card = Render<FindingCard>(p => p.Add(c => c.Item, gone).Add(c => c.MayFix, true));

        card.FindAll("button")[0].Click();

        card.WaitForAssertion(() => card.Markup.ShouldContain("Nothing was changed: it is no longer there."), TimeSpan.FromSeconds(30));
    }

    private IRenderedComponent<FindingCard> Show(bool mayFix) => Render<FindingCard>(p => p.Add(c => c.Item, held).Add(c => c.MayFix, mayFix));

    private static IReadOnlyList<string> Buttons(IRenderedComponent<FindingCard> card) => [.. card.FindAll("button").Select(b => b.TextContent.Trim())];
}
