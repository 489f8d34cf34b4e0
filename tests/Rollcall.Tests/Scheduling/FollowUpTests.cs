using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Scheduling;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Syncing;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Scheduling;

/// <summary>What was asked for while a run goes on is done after it, by what is saved then, and nothing that nobody asked for.</summary>
public sealed class FollowUpTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunStore Runs => company.Get<RunStore>();

    private SyncService Sync => company.Get<SyncService>();

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task Only_a_sync_that_was_to_apply_makes_the_run_that_goes_on_run_once_more()
    {
        var connection = await ConnectionAsync();
        var last = (await Runs.ListAsync(company.Workspace.Id, null, 1, Token))[0];
        var undo = await Sync.PlanUndoAsync(company.Workspace, last, Token);
        (await Runs.BeginAsync(company.Workspace.Id, connection.Id, RunTrigger.Manual, ReadingKind.Full, Token)).ShouldBeOfType<RunStart.Begun>();

        (await RunAsync(connection, new ApplyMode.Preview())).ShouldBeNull();
        (await RunAsync(connection, new ApplyMode.Exactly(undo.Digest, "somebody"))).ShouldBeNull();
        (await RunAsync(connection, new ApplyMode.Apply(), RunTrigger.Webhook)).ShouldBeNull();
        (await Sync.UndoAsync(company.Workspace, last, undo, "somebody", new Unwatched(), Token)).ShouldBeNull();
        (await IsToldAsync()).ShouldBeFalse();

        (await RunAsync(connection, new ApplyMode.Apply())).ShouldBeNull();
        (await IsToldAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_follows_goes_by_what_was_saved_while_the_first_run_went_on()
    {
        var before = await ConnectionAsync();
        var person = company.Company.Kind.IdOf(company.Company.Somebody());
        await Runs.FollowUpAsync(company.Workspace.Id, before.Id, Token);
        await company.Get<ConnectionStore>().ChangeConfigAsync(
            company.Workspace.Id, before.Id, config => config with { AutoInvite = true, Exclusions = config.Exclusions with { People = [person] } }, Token);
        await company.Get<WorkspaceStore>().SetAsync(company.Workspace.Id, company.Workspace.Title, "Asia/Tokyo", keepRunsDays: null, Token);

        var report = (await RunAsync(before, new ApplyMode.Apply()))!;

        (await Runs.GetAsync(company.Workspace.Id, report.Run, Token))!.Trigger.ShouldBe(RunTrigger.FollowUp);
        report.Plan!.Counts.Excluded.ShouldBe(1);
        var workspaces = company.Get<WorkspaceStore>();
        var saved = (await workspaces.FindAsync(company.Workspace.Id, Token))!;
        report.Plan.ConfigDigest.ShouldBe(MappingCompiler.ConfigDigest(await workspaces.ConfigAsync(saved, Token), [(await ConnectionAsync()).Config], saved.EditEpoch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_follows_on_a_connection_that_was_paused_or_disabled_meanwhile_until_it_may_write_again(bool isPaused)
    {
        var before = await ConnectionAsync();
        await Runs.FollowUpAsync(company.Workspace.Id, before.Id, Token);
        await SetMayWriteAsync(before, isPaused, mayWrite: false);

        var report = (await RunAsync(before, new ApplyMode.Apply()))!;
        await company.Get<SyncScheduler>().CarryOnAsync(Token);

        (await Runs.GetAsync(company.Workspace.Id, report.Run, Token))!.Trigger.ShouldBe(RunTrigger.Manual);
        (await FollowUpsAsync()).ShouldBe(0);
        (await IsToldAsync()).ShouldBeTrue();
        await SetMayWriteAsync(before, isPaused, mayWrite: true);
        await company.Get<SyncScheduler>().CarryOnAsync(Token);
        (await FollowUpsAsync()).ShouldBe(1);
    }

    private async Task<ConnectionEntry> ConnectionAsync() => (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();

    private Task<RunReport?> RunAsync(ConnectionEntry connection, ApplyMode apply, RunTrigger trigger = RunTrigger.Manual) =>
        Sync.RunAsync(company.Workspace, connection, new ReadMode.Full(), apply, trigger, new Unwatched(), Token);

    private async Task SetMayWriteAsync(ConnectionEntry connection, bool byPause, bool mayWrite)
    {
        var connections = company.Get<ConnectionStore>();
        if (byPause)
        {
            await connections.SetPausedAsync(company.Workspace.Id, connection.Id, !mayWrite, Token);
        }
        else
        {
            await connections.ChangeConfigAsync(company.Workspace.Id, connection.Id, config => config with { Enabled = mayWrite }, Token);
        }
    }

    private async Task<bool> IsToldAsync()
    {
        await using var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token);
        return await context.Connections.AnyAsync(c => c.FollowUp, Token);
    }

    private async Task<int> FollowUpsAsync() => (await Runs.ListAsync(company.Workspace.Id, null, 20, Token)).Count(r => r.Trigger == RunTrigger.FollowUp);
}
