using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollcall.Browser.Tests.Support;

/// <summary>One emulated HR system in a process of its own, as an engineer starts it: <c>rollcall emulate</c>.</summary>
public sealed class RunningHris : IAsyncDisposable
{
    private readonly RollcallProcess process;

    private RunningHris(RollcallProcess process)
    {
        this.process = process;
        var printed = JsonNode.Parse(string.Concat(process.Lines))!;
        Hris = new EmulatedHris(new Uri((string)printed["address"]!));
        Credentials = printed["credentials"].Deserialize<Dictionary<string, string>>()!;
    }

    public EmulatedHris Hris { get; }

    /// <summary>The credentials it printed.</summary>
    public IReadOnlyDictionary<string, string> Credentials { get; }

    public static async Task<RunningHris> StartAsync(string vendor, int employees, CancellationToken cancellationToken) => new(await RollcallProcess.StartAsync(
        ["emulate", vendor, "--employees", $"{employees}", "--format", "json"], line => line == "}", cancellationToken));

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
