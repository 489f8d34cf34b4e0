using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web;

/// <summary>Runs that a page starts go on without it, and a preview can be applied exactly as it was shown.</summary>
public sealed class LiveRunsTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LiveRuns Live => company.Get<LiveRuns>();

    private RunStore Runs => company.Get<RunStore>();

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task A_preview_is_applied_exactly_as_it_was_shown_and_once()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var preview = await RunAsync(new ApplyMode.Preview());

        var outcome = await Live.ApproveAsync(company.Workspace, preview, "somebody", Token);
        var after = (await Runs.GetAsync(company.Workspace.Id, preview.Id, Token))!;
        var again = await Live.ApproveAsync(company.Workspace, preview, "somebody", Token);

        preview.State.ShouldBe(RunState.Previewed);
        preview.HasPlan.ShouldBeTrue();
        outcome.ShouldBeOfType<ApplyOutcome.Applied>().Changes.ShouldBeGreaterThan(0);
        after.State.ShouldBe(RunState.Succeeded);
        after.ApprovedBy.ShouldBe("somebody");
        again.ShouldBeNull();
        Live.Of(preview.Id).ShouldBeNull();
    }

    [Fact]
    public async Task A_preview_is_refused_when_a_newer_reading_was_applied()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var preview = await RunAsync(new ApplyMode.Preview());
        await RunAsync(new ApplyMode.Apply());

        var outcome = await Live.ApproveAsync(company.Workspace, preview, "somebody", Token);

        outcome.ShouldBeOfType<ApplyOutcome.DirectoryChanged>();
        (await Runs.GetAsync(company.Workspace.Id, preview.Id, Token))!.State.ShouldBe(RunState.Previewed);
    }

    [Fact]
    public async Task A_preview_is_refused_when_it_was_not_made_with_what_is_saved_and_applied_once_it_was()
    {
        var somebody = company.Company.Somebody();
        company.Company.Workforce.Rename(somebody.Number, "Ada", "Stone");
        var preview = await RunAsync(new ApplyMode.Preview());

        await ChangeAsync(config => config with { Exclusions = config.Exclusions with { People = [company.Company.Kind.IdOf(somebody)] } });
        var refused = await Live.ApproveAsync(company.Workspace, preview, "somebody", Token);
        await ChangeAsync(config => config with { Exclusions = config.Exclusions with { People = [] }, Schedule = SyncSchedule.Off });
        var applied = await Live.ApproveAsync(company.Workspace, preview, "somebody", Token);

        refused.ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts.ShouldHaveSingleItem().ShouldContain("configuration");
        applied.ShouldBeOfType<ApplyOutcome.Applied>("when it runs by itself is nothing to a plan");
    }

    [Fact]
    public async Task A_preview_is_refused_when_what_the_HRIS_teams_mean_was_edited_since()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var preview = await RunAsync(new ApplyMode.Preview());
        (await company.Get<TeamEditStore>().CreateAsync(company.Workspace.Id, "By hand", TeamKind.Other, null, [], Token)).Came.ShouldBe(TeamEdit.Done);

        (await Live.ApproveAsync(company.Workspace, preview, "somebody", Token)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>();
    }

    [Fact]
    public async Task Only_the_newest_preview_of_a_connection_keeps_its_plan()
    {
        var older = await RunAsync(new ApplyMode.Preview());
        var newer = await RunAsync(new ApplyMode.Preview());

        (await Runs.GetAsync(company.Workspace.Id, older.Id, Token))!.HasPlan.ShouldBeFalse();
        newer.HasPlan.ShouldBeTrue();
    }

    [Fact]
    public async Task An_undo_takes_back_what_its_preview_showed_or_nothing()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var run = await RunAsync(new ApplyMode.Apply());
        var undo = await company.Get<SyncService>().PlanUndoAsync(company.Workspace, run, Token);

        var other = await Live.UndoAsync(company.Workspace, run, new string('0', undo.Digest.Length), "somebody", Token);
        var undone = await Live.UndoAsync(company.Workspace, run, undo.Digest, "somebody", Token);

        other.ShouldBeOfType<ApplyOutcome.DirectoryChanged>();
        undone.ShouldBeOfType<ApplyOutcome.Applied>().Changes.ShouldBe(undo.Changes.Count);
        (await Runs.GetAsync(company.Workspace.Id, run.Id, Token))!.State.ShouldBe(RunState.Undone);
    }

    [Fact]
    public async Task An_undo_that_the_database_refuses_has_failed_and_blocks_nothing()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var run = await RunAsync(new ApplyMode.Apply());
        var undo = await company.Get<SyncService>().PlanUndoAsync(company.Workspace, run, Token);
        await ExecuteAsync("CREATE TRIGGER refuses BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'by the test'); END");

        await Should.ThrowAsync<SqliteException>(() => Live.UndoAsync(company.Workspace, run, undo.Digest, "somebody", Token));

        var failed = (await Runs.ListAsync(company.Workspace.Id, null, 1, Token)).Single();
        (failed.Trigger, failed.State, failed.Reason).ShouldBe((RunTrigger.Undo, RunState.Failed, "An unexpected error (SqliteException). Nothing of this run was written."));
        await ExecuteAsync("DROP TRIGGER refuses");
        (await Live.UndoAsync(company.Workspace, run, undo.Digest, "somebody", Token)).ShouldBeOfType<ApplyOutcome.Applied>();
    }

    [Fact]
    public async Task The_last_sync_is_neither_a_preview_nor_an_undo()
    {
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        var run = await RunAsync(new ApplyMode.Apply());
        await RunAsync(new ApplyMode.Preview());

        (await Runs.LastSyncAsync(company.Workspace.Id, connection.Id, Token))!.Id.ShouldBe(run.Id);
    }

    private async Task ChangeAsync(Func<ConnectionConfig, ConnectionConfig> change)
    {
        var connections = company.Get<ConnectionStore>();
        var id = (await connections.ListAsync(company.Workspace.Id, Token)).Single().Id;
        (await connections.ChangeConfigAsync(company.Workspace.Id, id, change, Token)).ShouldNotBeNull();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token);
        await context.Database.ExecuteSqlRawAsync(sql, Token);
    }

    /// <summary>Starts a run as a page does and waits for its end.</summary>
    private async Task<RunEntry> RunAsync(ApplyMode apply)
    {
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        var ended = new TaskCompletionSource<RunId>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = Live.Subscribe(run =>
        {
            if (Live.Of(run) is null)
            {
                ended.TrySetResult(run);
            }
        });
        var start = await Live.StartAsync(company.Workspace, connection, new ReadMode.Full(), apply, RunTrigger.Manual, Token);
        var begun = start.ShouldBeOfType<RunStart.Begun>();
        (await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token)).ShouldBe(begun.Run);
        return (await Runs.GetAsync(company.Workspace.Id, begun.Run, Token))!;
    }
}
