using System.Globalization;

namespace Rollcall.Browser.Tests.Support;

/// <summary>What a person does with the program, in one browser or several. When it goes wrong, the test's output says what was on the page.</summary>
public abstract class Journey(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visit> visits = [];
    private readonly List<IAsyncDisposable> started = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var visit in visits)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                await TellAsync(visit);
            }

            await visit.DisposeAsync();
        }

        foreach (var each in Enumerable.Reverse(started))
        {
            await each.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody's browser.</summary>
    protected async Task<Visit> VisitAsync(Uri address, string? state = null, Screen? screen = null)
    {
        var visit = await Visit.BeginAsync(chromium.Browser, address, screen ?? Screen.Wide, state);
        visits.Add(visit);
        return visit;
    }

    /// <summary>Ends with the test.</summary>
    protected async Task<T> WithAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var made = await starting;
        started.Add(made);
        return made;
    }

    private static async Task TellAsync(Visit visit)
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{visit.Page.Url}\n{string.Join('\n', visit.Complaints)}");
        if (Environment.GetEnvironmentVariable("ROLLCALL_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"failed-{TestContext.Current.Test!.UniqueID[..8]}-{Guid.CreateVersion7():N}.png");
            await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
