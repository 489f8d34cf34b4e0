namespace Rollcall.Emulators.Tests.Support;

/// <summary>Waits for what happens a moment later, and fails when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until what is seen is right, and returns it.</summary>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isRight)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isRight(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(started) > s_patience)
            {
                Assert.Fail($"Waited {s_patience.TotalSeconds} seconds in vain for {what}; seen last: {seen}");
            }

            await Task.Delay(s_pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
