using System.Runtime.CompilerServices;
using Rollcall.Core.Connecting;

namespace Rollcall.Benchmarks.Hot;

/// <summary>A source whose people were read before.</summary>
internal sealed class KeptSource(SourceSchema schema, IReadOnlyList<SourceRecord> records) : IHrisSource
{
    public Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(schema);

    public async IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var record in records)
        {
            yield return record;
        }
    }

    public IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
