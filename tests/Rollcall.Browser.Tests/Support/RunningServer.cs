using System.Text.RegularExpressions;

namespace Rollcall.Browser.Tests.Support;

/// <summary>The web app on a folder of its own: <c>rollcall serve</c>. It can be killed and started again on the same folder and address.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rollcall-browser-");
    private RollcallProcess? process;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Where people reach it by name: passkeys belong to a name, not to a number.</summary>
    public Uri Named => new UriBuilder(Address) { Host = "localhost" }.Uri;

    /// <summary>The link that creates the first account; null when there is one.</summary>
    public Uri? SetupLink { get; private set; }

    /// <summary>Where mails are put as long as no mail server is set.</summary>
    public string Mails => Path.Combine(folder.FullName, "mail");

    /// <summary>The first start, on an empty folder.</summary>
    public static async Task<RunningServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new RunningServer();
        await server.StartProcessAsync("/setup/", cancellationToken);
        return server;
    }

    /// <summary>Kills it as a power cut would, and starts it again.</summary>
    public async Task RestartAsync(Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        await process!.DisposeAsync();
        await meanwhile();
        await StartProcessAsync("Rollcall is at ", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task StartProcessAsync(string last, CancellationToken cancellationToken)
    {
        process = await RollcallProcess.StartAsync(
            ["serve", "--url", Address.GetLeftPart(UriPartial.Authority), "--data", folder.FullName], line => line.Contains(last, StringComparison.Ordinal), cancellationToken);
        var addresses = Printed().Matches(string.Join('\n', process.Lines)).Select(match => new Uri(match.Value)).ToList();
        Address = new Uri(addresses[0].GetLeftPart(UriPartial.Authority));
        SetupLink = addresses.Find(address => address.AbsolutePath.StartsWith("/setup/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"http://\S+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();
}
