namespace Rollcall.Tests;

/// <summary>Waits for what comes by itself. What never comes fails the test instead of holding up all others.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task TrueAsync(Func<Task<bool>> isTrue, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            (TimeProvider.System.GetElapsedTime(began) < Most).ShouldBeTrue($"{what} did not come about");
            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
