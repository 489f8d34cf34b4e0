namespace Rollcall.Browser.Tests.Support;

/// <summary>The demo, and its owner signed in: for tests that look at it and leave it as it is.</summary>
public sealed class OwnedDemo(Chromium chromium) : IAsyncLifetime
{
    public RunningDemo Demo { get; private set; } = null!;

    /// <summary>The owner's cookies.</summary>
    public string State { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Demo = await RunningDemo.StartAsync(employees: 60, TestContext.Current.CancellationToken);
        await using var visit = await Visit.BeginAsync(chromium.Browser, Demo.Address, Screen.Wide);
        await visit.OpenAsync(Demo.SignInLink.PathAndQuery);
        State = await visit.StateAsync();
    }

    public ValueTask DisposeAsync() => Demo.DisposeAsync();
}
