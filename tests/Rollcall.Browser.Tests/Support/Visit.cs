using Deque.AxeCore.Commons;

namespace Rollcall.Browser.Tests.Support;

/// <summary>One person's browser: its size and theme, and everything that went wrong while it looked.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string AxeScript = new BundledAxeScriptProvider().GetScript();
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    /// <summary>An event was on its way from something that the page has taken away meanwhile, such as an option of a list that has closed. It is dropped, and nothing else happens.</summary>
    private const string LateEvent = "There is no event handler associated with this event";

    private Visit(IBrowserContext context, IPage page, Uri address)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) =>
        {
            if (!error.Contains(LateEvent, StringComparison.Ordinal))
            {
                complaints.Add($"script: {error}");
            }
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } asked && asked.Authority != address.Authority)
            {
                complaints.Add($"asked elsewhere: {asked.Authority}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The browser itself, to cut its connection or to look at its cookies.</summary>
    public IBrowserContext Browser => context;

    /// <summary>Errors and warnings of the console, scripts that threw, and requests to other servers.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Visit> BeginAsync(IBrowser browser, Uri address, Screen screen, string? storageState = null)
    {
        var made = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            StorageState = storageState,
        });
        made.SetDefaultTimeout(30_000);
        return new Visit(made, await made.NewPageAsync(), address);
    }

    /// <summary>Goes there and waits until the page has said what it is and what it knows.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await SettledAsync();
    }

    /// <summary>Waits until nothing on the page is still being loaded.</summary>
    public async Task SettledAsync()
    {
        await Page.Locator("h1").First.WaitForAsync();
        await Page.WaitForFunctionAsync("() => !document.querySelector('.rc-skeleton, .mud-progress-linear, .mud-skeleton')");
        await Page.WaitForFunctionAsync("() => document.fonts.status === 'loaded'");
    }

    /// <summary>What axe finds wrong, as rule and place. It runs in the page itself: its own driver for frames opens a second page each time, and there are no frames here.</summary>
    /// <param name="isColoursOnly">Only what the theme can change.</param>
    public async Task<IReadOnlyList<string>> AxeAsync(bool isColoursOnly = false)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(AxeScript);
        }

        return await Page.EvaluateAsync<string[]>(
            """
            async isColoursOnly => {
                const options = { resultTypes: ['violations'], ...(isColoursOnly ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {}) };
                const found = await axe.run(document, options);
                return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.html.slice(0, 120)}`));
            }
            """,
            isColoursOnly);
    }

    /// <summary>How many pixels the page can be scrolled sideways.</summary>
    public Task<int> SidewaysAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>The cookies, for another visit of the same person.</summary>
    public Task<string> StateAsync() => context.StorageStateAsync();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
