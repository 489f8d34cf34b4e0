using System.Runtime.CompilerServices;
using Rollcall.Core.Connecting;

namespace Rollcall.Core.Tests.Connecting;

public sealed class ReadAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    public async Task Everybody_comes_once_and_in_order(int people)
    {
        var source = new Source(people);
        var seen = await ReadAhead.InBatchesAsync(source.ReadAsync(Token), Token).SelectMany(b => b).Select(r => r.ExternalId).ToListAsync(Token);
        seen.ShouldBe(Enumerable.Range(0, people).Select(i => $"{i}"));
    }

    [Fact]
    public async Task What_the_source_throws_is_thrown_after_what_came_before_it()
    {
        var source = new Source(1000) { FailsAt = 200 };
        var seen = 0;
        var failure = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var batch in ReadAhead.InBatchesAsync(source.ReadAsync(Token), Token))
            {
                seen += batch.Count;
            }
        });
        failure.Message.ShouldBe("broken");
        seen.ShouldBe(192, "whole batches of 64");
        source.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_stops_early_stops_the_source()
    {
        var source = new Source(int.MaxValue);
        await foreach (var batch in ReadAhead.InBatchesAsync(source.ReadAsync(Token), Token))
        {
            batch.Count.ShouldBe(64);
            break;
        }

        source.HasEnded.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_both()
    {
        var source = new Source(int.MaxValue);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in ReadAhead.InBatchesAsync(source.ReadAsync(stop.Token), stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        source.HasEnded.ShouldBeTrue();
    }

    private sealed class Source(int people)
    {
        public int? FailsAt { get; init; }

        /// <summary>Whether nobody reads it any more.</summary>
        public bool HasEnded { get; private set; }

        public async IAsyncEnumerable<SourceRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                for (var i = 0; i < people; i++)
                {
                    if (i % 100 == 99)
                    {
                        await Task.Yield();
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    if (i == FailsAt)
                    {
                        throw new InvalidOperationException("broken");
                    }

                    yield return new SourceRecord($"{i}", []);
                }
            }
            finally
            {
                HasEnded = true;
            }
        }
    }
}
