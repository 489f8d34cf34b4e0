namespace Rollcall.Browser.Tests;

/// <summary>Everything without a mouse, and the focus never lost.</summary>
public sealed class KeyboardTests(Chromium chromium, OwnedDemo owner) : Journey(chromium), IClassFixture<OwnedDemo>
{
    private Visit visit = null!;

    private IPage Page => visit.Page;

    private IKeyboard Keyboard => visit.Page.Keyboard;

    private ILocator Search => Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search people and attributes", Exact = true });

    public override async ValueTask InitializeAsync() => visit = await VisitAsync(owner.Demo.Address, owner.State);

    [Fact]
    public async Task The_skip_link_leads_past_the_navigation_and_stays_on_the_page()
    {
        await visit.OpenAsync("/runs");
        await Page.Link("Skip to content").FocusAsync();
        await Expect(Page.Link("Skip to content")).ToBeInViewportAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        await Page.IsOnAsync("Runs");
        await Keyboard.PressAsync("Tab");
        await Expect(Page.GetByRole(AriaRole.Main).Locator(":focus")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_navigation_shows_its_icons_alone_keeps_its_words_and_stays_so()
    {
        await visit.OpenAsync("/runs");
        var words = Page.GetByRole(AriaRole.Navigation, new() { Name = "Main", Exact = true }).Link("Teams");
        var wide = (await words.BoundingBoxAsync())!.Width;
        await Page.Button("Show only the icons of the menu").FocusAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.Button("Show the words of the menu")).ToBeFocusedAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('.rc-drawer').getBoundingClientRect().width < 80");
        (await words.BoundingBoxAsync())!.Width.ShouldBeLessThan(wide / 2);
        (await visit.AxeAsync()).ShouldBeEmpty();
        await visit.OpenAsync("/runs");
        await Expect(Page.Button("Show the words of the menu")).ToBeVisibleAsync();
        await words.ClickAsync();
        await Page.IsOnAsync("Teams");
        await Page.Button("Show the words of the menu").ClickAsync();
        await Expect(Page.Button("Show only the icons of the menu")).ToBeVisibleAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Slash_searches_j_and_k_move_and_enter_opens()
    {
        await visit.OpenAsync("/runs");
        await Keyboard.PressAsync("/");
        await Expect(Search).ToBeFocusedAsync();
        await Keyboard.TypeAsync("kj/");
        await Expect(Search).ToHaveValueAsync("kj/");
        await Search.FillAsync("berg");
        await Keyboard.PressAsync("Enter");
        await Page.IsOnAsync("Employees");
        await Page.ReadsAsync("people match.");
        var rows = Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await Keyboard.PressAsync("j");
        await Expect(rows.First).ToBeFocusedAsync();
        await Keyboard.PressAsync("j");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await Keyboard.PressAsync("k");
        await Expect(rows.First).ToBeFocusedAsync();
        var name = await rows.First.InnerTextAsync();
        await Keyboard.PressAsync("Enter");
        await Page.IsOnAsync(name);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("/integrations/bamboohr", "Remove connection…")]
    [InlineData("/invitations", "Send invites to")]
    public async Task Escape_closes_a_dialog_and_the_focus_is_back_where_it_was(string path, string button)
    {
        await visit.OpenAsync(path);
        await Page.ButtonWith(button).FocusAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.OpenDialog()).ToBeVisibleAsync();
        for (var i = 0; i < 6; i++)
        {
            await Keyboard.PressAsync("Tab");
            await Expect(Page.OpenDialog().Locator(":focus")).ToHaveCountAsync(1);
        }

        await Keyboard.PressAsync("Escape");
        await Expect(Page.OpenDialog()).ToHaveCountAsync(0);
        await Expect(Page.ButtonWith(button)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Menus_and_lists_open_choose_and_close_by_keyboard()
    {
        await visit.OpenAsync("/employees");
        await Page.Button("Export").FocusAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
        await Expect(Page.Button("Export")).ToBeFocusedAsync();

        await visit.OpenAsync("/settings/members");
        var role = Page.GetByRole(AriaRole.Combobox, new() { Name = "Role", Exact = true });
        await role.FocusAsync();
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await Keyboard.PressAsync("ArrowDown");
        await Expect(role).ToHaveValueAsync("Admin");
        await Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await Expect(role).ToBeFocusedAsync();
    }
}
