using System.Diagnostics;

namespace Rollcall.Browser.Tests.Support;

/// <summary>The built program in a process of its own, and what it printed until it was ready.</summary>
public sealed class RollcallProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> words;
    private Task rest = Task.CompletedTask;

    private RollcallProcess(Process process)
    {
        this.process = process;
        words = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>What it printed, up to the line that says it is ready.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary>Starts it and reads until a line says that it is ready.</summary>
    public static async Task<RollcallProcess> StartAsync(IEnumerable<string> arguments, Func<string, bool> isReady, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rollcall.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,

            // What goes wrong in a page is told to the browser in full, so that a test can tell one thing from another.
            Environment = { ["ASPNETCORE_DETAILEDERRORS"] = "true" },
        };
        var made = new RollcallProcess(Process.Start(start)!);
        try
        {
            made.Lines = await made.ReadAsync(isReady, cancellationToken);
            made.rest = made.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it at once, as a crash or a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAll(words, rest);
        process.Dispose();
    }

    private async Task<IReadOnlyList<string>> ReadAsync(Func<string, bool> isReady, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
            if (isReady(line))
            {
                return lines;
            }
        }

        throw new InvalidOperationException($"The program ended before it was ready. {await words}");
    }
}
