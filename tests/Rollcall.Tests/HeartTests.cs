using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Core.Directory;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests;

/// <summary>A run that cannot say that it is alive goes on: what it wrote is written, whatever the beat meets.</summary>
public sealed class HeartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Beats_that_cannot_be_written_neither_end_the_run_nor_each_other(bool isWrapped)
    {
        var (time, away) = (new FakeTimeProvider(), new Away(isWrapped));
        var heart = new Heart(new RunStore(away, time), new RunId(Guid.CreateVersion7()), new Unwatched(), time, NullLogger.Instance);
        for (var beats = 1; beats <= 3; beats++)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            var least = beats;
            await Eventually.TrueAsync(() => Task.FromResult(away.Asked >= least), $"beat {beats}");
        }

        await Should.NotThrowAsync(async () => await heart.DisposeAsync());
    }

    /// <summary>A database that does not answer.</summary>
    private sealed class Away(bool isWrapped) : IDbContextFactory<RollcallDbContext>
    {
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public RollcallDbContext CreateDbContext()
        {
            Interlocked.Increment(ref asked);
            throw isWrapped ? new InvalidOperationException("a transient failure", new Locked()) : new Locked();
        }

        private sealed class Locked() : DbException("database is locked");
    }
}
