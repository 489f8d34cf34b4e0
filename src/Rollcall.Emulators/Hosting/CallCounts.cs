using System.Collections.Concurrent;

namespace Rollcall.Emulators.Hosting;

/// <summary>Requests counted by method and path.</summary>
public sealed class CallCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> ByEndpoint => _counts;

    public int Total => _counts.Values.Sum();

    /// <summary>Requests whose "METHOD path" contains the text.</summary>
    public int Of(string part) => _counts.Where(count => count.Key.Contains(part, StringComparison.OrdinalIgnoreCase)).Sum(count => count.Value);

    internal void Add(string method, string path) => _counts.AddOrUpdate(method + " " + path, 1, (_, count) => count + 1);
}
