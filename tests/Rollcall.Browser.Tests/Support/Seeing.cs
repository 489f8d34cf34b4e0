namespace Rollcall.Browser.Tests.Support;

/// <summary>Finds things on a page as a person does: by what they are and what they are called.</summary>
public static class Seeing
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Button(this ILocator part, string name) => part.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A button that has this in its name: the rest is a number.</summary>
    public static ILocator ButtonWith(this IPage page, string part) => page.GetByRole(AriaRole.Button, new() { Name = part });

    public static ILocator ButtonWith(this ILocator place, string part) => place.GetByRole(AriaRole.Button, new() { Name = part });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Link(this ILocator part, string name) => part.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A field of a form, by its label.</summary>
    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true }).And(page.Locator("input, textarea, select"));

    /// <summary>A part of the page that has a title.</summary>
    public static ILocator Part(this IPage page, string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>The row of a table that has this in it.</summary>
    public static ILocator Row(this IPage page, string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public static ILocator OpenDialog(this IPage page) => page.GetByRole(AriaRole.Dialog);

    /// <summary>Chooses from a list that opens.</summary>
    public static async Task PickAsync(this IPage page, string label, string option)
    {
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true });
        await field.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();

        // The list closes before the choice has arrived; nobody sees it so fast, but a program does.
        var box = await page.Locator(".mud-select").Filter(new() { Has = field }).First.ElementHandleAsync();
        await page.WaitForFunctionAsync("a => a[0].innerText.includes(a[1]) || [...a[0].querySelectorAll('input')].some(i => i.value === a[1])", new object[] { box, option });
    }

    /// <summary>Types a part of a name into a field that suggests, waits until only that name is left, and takes it: before, the list still moves.</summary>
    public static async Task TakeSuggestedAsync(this IPage page, string label, string typed, string name)
    {
        await page.GetByLabel(label, new() { Exact = true }).And(page.Locator("input")).FillAsync(typed);
        var left = page.Locator(".mud-popover-open").GetByRole(AriaRole.Option);
        await Expect(left).ToHaveTextAsync([name]);
        await left.ClickAsync();
    }

    /// <summary>Goes to another page by the navigation.</summary>
    public static async Task GoToAsync(this IPage page, string name)
    {
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main", Exact = true }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await page.IsOnAsync(name);
    }

    /// <summary>The page's own title is this.</summary>
    public static Task IsOnAsync(this IPage page, string title) => Expect(page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true, Level = 1 })).ToBeVisibleAsync();

    /// <summary>Searches from the top bar. A page that is just coming up takes the focus to its title, so Enter is pressed where the text is.</summary>
    public static async Task SearchPeopleAsync(this IPage page, string text)
    {
        var search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search people and attributes", Exact = true });
        await search.FillAsync(text);
        await search.PressAsync("Enter");
    }

    /// <summary>These words stand there.</summary>
    public static Task ReadsAsync(this IPage page, string words) => Expect(page.GetByText(words).First).ToBeVisibleAsync();

    public static Task ReadsAsync(this ILocator part, string words) => Expect(part).ToContainTextAsync(words);
}
