using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Rollcall.Browser.Tests;

/// <summary>The built program, started as the README says, with its emulated HR systems: <c>rollcall demo</c>.</summary>
public sealed partial class RunningDemo : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly Task drained;

    private RunningDemo(Process process, string folder, Uri link, Uri hris, Task drained)
    {
        this.process = process;
        this.folder = folder;
        this.drained = drained;
        SignInLink = link;
        Hris = hris;
    }

    /// <summary>The printed link: signs in once, as the owner.</summary>
    public Uri SignInLink { get; }

    public Uri Address => new(SignInLink.GetLeftPart(UriPartial.Authority));

    /// <summary>Where the first emulated HR system listens.</summary>
    public Uri Hris { get; }

    public static async Task<RunningDemo> StartAsync(int employees, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("rollcall-browser-").FullName;
        var program = Path.Combine(AppContext.BaseDirectory, "rollcall.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--employees", $"{employees}", "--url", "http://127.0.0.1:0", "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var demo = Process.Start(start)!;
        try
        {
            return await ReadAsync(demo, data, cancellationToken);
        }
        catch
        {
            demo.Kill(entireProcessTree: true);
            demo.Dispose();
            throw;
        }
    }

    private static async Task<RunningDemo> ReadAsync(Process demo, string data, CancellationToken cancellationToken)
    {
        var errors = demo.StandardError.ReadToEndAsync(CancellationToken.None);
        Uri? hris = null;
        while (await demo.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            hris ??= AddressIn().Match(line) is { Success: true } found ? new Uri(found.Value) : null;
            if (line.TrimStart().StartsWith("http", StringComparison.Ordinal))
            {
                return new RunningDemo(demo, data, new Uri(line.Trim()), hris!, Task.WhenAll(errors, demo.StandardOutput.ReadToEndAsync(CancellationToken.None)));
            }
        }

        throw new InvalidOperationException($"The demo ended before it printed its link. {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        await drained;
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressIn();
}
