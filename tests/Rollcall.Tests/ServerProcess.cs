using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Rollcall.Tests;

/// <summary>The built program's server in a process of its own, over a command line's data.</summary>
internal sealed partial class ServerProcess(Process process, Uri address) : IAsyncDisposable
{
    private bool isGone;

    public Uri Address => address;

    public static async Task<ServerProcess> StartAsync(Cli cli, params string[] arguments)
    {
        var process = cli.Start(["serve", "--url", "http://127.0.0.1:0", .. arguments]);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Printed().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new ServerProcess(process, new Uri(match.Value));
            }
        }

        throw new InvalidOperationException("The server ended before it said where it is.");
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!isGone)
        {
            isGone = true;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    [GeneratedRegex(@"http://\S+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printed();
}
