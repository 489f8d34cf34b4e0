using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web;

/// <summary>A run of another process is seen here as it moves, and its end too.</summary>
public sealed class MirroredRunsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_elsewhere_is_watched_here()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var (runs, live) = (company.Get<RunStore>(), company.Get<LiveRuns>());
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        var run = ((RunStart.Begun)await runs.BeginAsync(company.Workspace.Id, connection.Id, RunTrigger.Manual, ReadingKind.Full, Token)).Run;
        (await runs.ElsewhereAsync(Token)).ShouldBeEmpty("it is this process' own");
        await using (var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token))
        {
            await context.Runs.Where(r => r.Id == run.Value).ExecuteUpdateAsync(set => set.SetProperty(r => r.Owner, "elsewhere/1/1"), Token);
        }

        using var told = new SemaphoreSlim(0);
        using var watching = live.Subscribe(moved =>
        {
            if (moved == run)
            {
                told.Release();
            }
        });
        var at = new RunProgress(run, RunStage.Read, 40, 100, connection.LastReadAt!.Value);
        (await runs.BeatAsync(run, at, Token)).ShouldBeTrue();
        await Eventually.TrueAsync(() => Task.FromResult(live.Of(run) == at), "the run's progress");
        await Eventually.TrueAsync(() => Task.FromResult(told.CurrentCount > 0), "the word of it");

        await runs.FailAsync(run, "ended by the test", Token);
        await Eventually.TrueAsync(() => Task.FromResult(live.Of(run) is null), "the run's end");

        (await runs.BeatAsync(run, at, Token)).ShouldBeFalse("it is over");
    }
}
