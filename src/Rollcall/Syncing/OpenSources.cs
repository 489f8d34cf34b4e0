using System.Collections.Concurrent;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Sources of connections whose people are read one by one, kept between runs: not each of these begins with asking what the HRIS
/// offers, and all together keep one pace.</summary>
internal sealed class OpenSources(TimeProvider time)
{
    /// <summary>So long a source is kept, and what it offers is taken for known when only some people are read. An attribute that is no longer
    /// readable meanwhile does not come, and what does not come is held; a complete read asks in any case.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ConnectionId, KeptSource> sources = [];

    /// <summary>The source for a run: the kept one while it is the same connection, otherwise a new one.</summary>
    /// <param name="connection">The connection as it stands.</param>
    /// <param name="settings">Its settings with secrets.</param>
    /// <param name="mode">What the run reads; a source is kept only when some people are read.</param>
    /// <param name="create">Makes a new one.</param>
    public IHrisSource Of(ConnectionEntry connection, IReadOnlyDictionary<string, string> settings, ReadMode mode, Func<IHrisSource> create)
    {
        var now = time.GetUtcNow();
        foreach (var (id, _) in sources.Where(s => now - s.Value.UsedAt > Kept))
        {
            sources.TryRemove(id, out _);
        }

        if (!sources.TryGetValue(connection.Id, out var kept) || !kept.IsOf(connection.Config, settings))
        {
            if (mode is not ReadMode.People)
            {
                return create();
            }

            kept = new KeptSource(connection.Config, settings, create());
            sources[connection.Id] = kept;
        }

        kept.UsedAt = now;
        return new ForRun(kept, mayRecall: mode is ReadMode.People, time);
    }

    /// <summary>What the source offers is asked again next time: something failed.</summary>
    public void Doubt(ConnectionId connection)
    {
        if (sources.TryGetValue(connection, out var kept))
        {
            kept.Offered = null;
        }
    }

    private sealed class KeptSource(ConnectionConfig config, IReadOnlyDictionary<string, string> settings, IHrisSource source)
    {
        public IHrisSource Source => source;

        public DateTimeOffset UsedAt { get; set; }

        /// <summary>What it offers, and when that was asked; null when it has to be asked.</summary>
        public (SourceSchema Schema, DateTimeOffset At)? Offered { get; set; }

        public bool IsOf(ConnectionConfig now, IReadOnlyDictionary<string, string> with) =>
            config == now && settings.Count == with.Count && settings.All(s => with.TryGetValue(s.Key, out var value) && value == s.Value);
    }

    private sealed class ForRun(KeptSource kept, bool mayRecall, TimeProvider time) : IHrisSource
    {
        public async Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken)
        {
            if (mayRecall && kept.Offered is { } offered && time.GetUtcNow() - offered.At < Kept)
            {
                return offered.Schema;
            }

            kept.Offered = null;
            var schema = await kept.Source.DiscoverAsync(cancellationToken);
            kept.Offered = (schema, time.GetUtcNow());
            return schema;
        }

        public IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => kept.Source.ReadAsync(request, cancellationToken);

        public IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
            kept.Source.ReadChangesAsync(request, since, cancellationToken);

        public IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) =>
            kept.Source.ReadSomeAsync(request, externalIds, cancellationToken);

        public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => kept.Source.TestAsync(cancellationToken);
    }
}
