using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Features.Integrations;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Scheduling;

/// <summary>Connections sync by themselves, when they are to and only then.</summary>
public sealed class SyncSchedulerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_was_synced_by_a_person_goes_on_by_itself_and_makes_up_for_what_was_missed()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var before = await ConnectionAsync(company);
        await SetAsync(company, before, SyncSchedule.Every(1), lastReadAt: DateTimeOffset.UnixEpoch.AddDays(20_000));

        company.Get<SyncScheduler>().Changed();

        var run = await ScheduledRunAsync(company);
        run.State.ShouldBe(RunState.Succeeded);
        run.Applied.ShouldBe(0);
        (await company.Get<SyncScheduler>().NextRunAsync(company.Workspace, before, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_off_paused_disabled_or_was_never_synced_waits_for_a_person()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, isSynced: false);
        var scheduler = company.Get<SyncScheduler>();
        var connection = await ConnectionAsync(company);
        await scheduler.ReconcileAsync(Token);
        (await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token)).ShouldBeNull("it was never synced");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        await scheduler.ReconcileAsync(Token);
        (await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token)).ShouldNotBeNull();

        using var scope = await company.AsAsync(MemberRole.Admin);
        var integrations = scope.ServiceProvider.GetRequiredService<IntegrationService>();
        await integrations.SetPausedAsync(connection.Id, paused: true, Token);
        await scheduler.ReconcileAsync(Token);
        (await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token)).ShouldBeNull("it is paused");

        await integrations.SetPausedAsync(connection.Id, paused: false, Token);
        (await integrations.SaveRulesAsync(connection.Id, connection.Config, connection.Config with { Schedule = SyncSchedule.Off }, Token)).ShouldBe(ChangeOutcome.Done);
        await scheduler.ReconcileAsync(Token);
        (await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token)).ShouldBeNull("it is off");
        ScheduledSync.MayRun(connection with { Config = connection.Config with { Enabled = false } }).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_schedule_moves_the_next_run_and_a_wrong_one_is_not_saved()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        using var scope = await company.AsAsync(MemberRole.Admin);
        var integrations = scope.ServiceProvider.GetRequiredService<IntegrationService>();
        var scheduler = company.Get<SyncScheduler>();
        var connection = await ConnectionAsync(company);
        await scheduler.ReconcileAsync(Token);
        var hourly = await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token);

        (await integrations.SaveRulesAsync(connection.Id, connection.Config, connection.Config with { Schedule = SyncSchedule.Written("0 99 * * *") }, Token)).ShouldBe(ChangeOutcome.Invalid);
        (await integrations.SaveRulesAsync(connection.Id, connection.Config, connection.Config with { Schedule = SyncSchedule.Written("0 6 1 1 *") }, Token)).ShouldBe(ChangeOutcome.Done);
        await scheduler.ReconcileAsync(Token);

        var yearly = await scheduler.NextRunAsync(company.Workspace, await ConnectionAsync(company), Token);
        yearly.ShouldNotBe(hourly);
        var local = TimeZoneInfo.ConvertTime(yearly!.Value, TimeZoneInfo.FindSystemTimeZoneById(company.Workspace.TimeZone));
        (local.Month, local.Day, local.Hour, local.Minute).ShouldBe((1, 1, 6, 0));
        (await integrations.FindAsync("hr", Token))!.NextRun.ShouldBe(yearly);
    }

    [Fact]
    public async Task Everybody_is_read_daily_and_only_changes_in_between_where_the_HRIS_can_tell()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var connection = await ConnectionAsync(company);
        var now = connection.LastReadAt!.Value.AddHours(1);
        var personio = connection with { Config = connection.Config with { Provider = "personio" } };
        var hiBob = connection with { Config = connection.Config with { Provider = "hibob" } };

        ScheduledSync.ModeOf(personio, now).ShouldBe(new ReadMode.Changes(connection.LastReadAt.Value));
        ScheduledSync.ModeOf(personio, now.AddHours(24)).ShouldBe(new ReadMode.Full());
        ScheduledSync.ModeOf(hiBob, now).ShouldBe(new ReadMode.Full());
        ScheduledSync.ModeOf(personio with { LastReadAt = null }, now).ShouldBe(new ReadMode.Full());
    }

    [Fact]
    public async Task One_moment_of_a_schedule_is_one_run_however_many_nodes_there_are()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var (connections, connection) = (company.Get<ConnectionStore>(), await ConnectionAsync(company));
        var at = new DateTimeOffset(2026, 11, 26, 10, 15, 7, TimeSpan.Zero);
        var (ten, cron) = (SyncSchedule.Every(10), SyncSchedule.Written("15 10 * * *"));

        ScheduledSync.SlotOf(at, ten).ShouldBe(ScheduledSync.SlotOf(at.AddMinutes(3), ten), "two nodes started at different times");
        ScheduledSync.SlotOf(at, ten).ShouldNotBe(ScheduledSync.SlotOf(at.AddMinutes(10), ten));
        ScheduledSync.SlotOf(at, cron).ShouldBe(ScheduledSync.SlotOf(at.AddSeconds(20), cron));
        var took = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => connections.TakeSlotAsync(connection.Id, ScheduledSync.SlotOf(at, ten), Token)));
        took.Count(t => t).ShouldBe(1);
        (await connections.TakeSlotAsync(connection.Id, ScheduledSync.SlotOf(at.AddMinutes(-10), ten), Token)).ShouldBeFalse("a later one was taken");
        (await connections.TakeSlotAsync(connection.Id, ScheduledSync.SlotOf(at.AddMinutes(10), ten), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_killed_process_was_to_do_is_carried_on_by_another_one()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        var (runs, connection) = (company.Get<RunStore>(), await ConnectionAsync(company));
        var begun = (RunStart.Begun)await runs.BeginAsync(company.Workspace.Id, connection.Id, RunTrigger.Schedule, Core.Planning.ReadingKind.Delta, Token);
        await using (var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token))
        {
            await context.Runs.Where(r => r.Id == begun.Run.Value).ExecuteUpdateAsync(set => set.SetProperty(r => r.Owner, "elsewhere/1/1").SetProperty(r => r.HeartbeatAt, DateTimeOffset.UnixEpoch), Token);
        }

        await company.Get<SyncScheduler>().CarryOnAsync(Token);
        await company.Get<SyncScheduler>().CarryOnAsync(Token);

        (await runs.GetAsync(company.Workspace.Id, begun.Run, Token))!.State.ShouldBe(RunState.Interrupted);
        IReadOnlyList<RunEntry> carried = [];
        await Eventually.TrueAsync(async () =>
        {
            carried = [.. (await runs.ListAsync(company.Workspace.Id, null, 20, Token)).Where(r => r.Trigger == RunTrigger.FollowUp)];
            return carried.Count > 0 && carried.All(r => r.State != RunState.Running);
        }, "the run that carries on");
        carried.ShouldHaveSingleItem().State.ShouldBe(RunState.Succeeded);
    }

    private static async Task<ConnectionEntry> ConnectionAsync(WebCompany company) => (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();

    /// <summary>As if the server had been down since then.</summary>
    private static async Task SetAsync(WebCompany company, ConnectionEntry connection, SyncSchedule schedule, DateTimeOffset lastReadAt)
    {
        await company.Get<ConnectionStore>().ChangeConfigAsync(company.Workspace.Id, connection.Id, config => config with { Schedule = schedule }, Token);
        await using var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token);
        await context.Connections.ExecuteUpdateAsync(set => set.SetProperty(c => c.LastReadAt, lastReadAt).SetProperty(c => c.LastFullReadAt, lastReadAt), Token);
    }

    private static async Task<RunEntry> ScheduledRunAsync(WebCompany company)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(90))
        {
            var runs = await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 20, Token);
            if (runs.FirstOrDefault(r => r.Trigger == RunTrigger.Schedule && r.State != RunState.Running) is { } run)
            {
                return run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }

        throw new InvalidOperationException("No scheduled run came.");
    }
}
