using Rollcall.Alerts;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Tests.Alerts;

/// <summary>What is told is what is the case; what nobody can tell stays as it is.</summary>
public sealed class AlertRulesTests
{
    private static readonly DateTimeOffset s_read = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly RunWatch s_good = new(IsGoing: false, Run(RunState.Succeeded), null, null, [], []);

    [Theory]
    [InlineData("every 60 minutes", null, 129, true)]
    [InlineData("every 60 minutes", null, 121, false)]
    [InlineData("0 3 * * 1-5", null, 60 * 41, false)]
    [InlineData("0 3 * * 1-5", null, 60 * 43, true)]
    [InlineData("off", null, 60 * 1000, false)]
    [InlineData("off", 24, (60 * 24) + 1, true)]
    [InlineData("every 60 minutes", 24, 60 * 23, false)]
    public void A_connection_is_stale_when_two_moments_of_its_schedule_went_by_or_the_hours_that_were_set(string schedule, int? hours, int minutes, bool isStale) =>
        Kinds(Scene([Connection(schedule: schedule)], s_read.AddMinutes(minutes).AddMinutes(hours is null && isStale ? 2 : 0), hours)).Contains(AlertKind.Stale).ShouldBe(isStale);

    [Fact]
    public void Nobody_is_told_of_age_while_a_run_goes_on_or_what_is_paused_disabled_or_never_read()
    {
        var late = s_read.AddDays(3);
        Kinds(Scene([Connection()], late)).ShouldBe([AlertKind.Stale]);
        Kinds(Scene([Connection(runs: s_good with { IsGoing = true })], late)).ShouldBeEmpty();
        Kinds(Scene([Connection(isPaused: true)], late)).ShouldBeEmpty();
        Kinds(Scene([Connection(isEnabled: false)], late)).ShouldBeEmpty();
        Kinds(Scene([Connection(isRead: false)], late, hours: 1)).ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_was_broken_off_is_told_only_when_nothing_carries_it_on()
    {
        var broken = s_good with { LastRead = Run(RunState.Interrupted) };
        Kinds(Scene([Connection(runs: broken with { IsGoing = true })])).ShouldBeEmpty();
        Kinds(Scene([Connection(runs: broken)])).ShouldBe([AlertKind.RunFailed]);
        Kinds(Scene([Connection(runs: s_good with { LastPeople = Run(RunState.Failed) })])).ShouldBe([AlertKind.RunFailed]);
    }

    [Fact]
    public void What_is_over_is_said_only_by_what_can_know_it()
    {
        var connection = Connection();
        var webhook = new WebhookEntry(connection.Entry.Id, default, HasSecret: true, s_read, s_read, null, 1, 0, 0);
        Ending(AlertKind.RunFailed, connection).ShouldBe(AlertEnding.Solved);
        Ending(AlertKind.RunFailed, connection with { Runs = s_good with { LastRead = null } }).ShouldBeNull();
        Ending(AlertKind.RunFailed, Connection(isEnabled: false)).ShouldBe(AlertEnding.NotWatched);
        Ending(AlertKind.Stale, connection).ShouldBeNull();
        Ending(AlertKind.Stale, Connection(isPaused: true)).ShouldBe(AlertEnding.NotWatched);
        Ending(AlertKind.WebhooksSilent, connection).ShouldBe(AlertEnding.NotWatched);
        Ending(AlertKind.WebhooksSilent, connection with { Webhook = webhook }).ShouldBeNull();
        Ending(AlertKind.WebhooksSilent, connection with { Webhook = webhook with { LastReceivedAt = s_read.AddDays(2) } }).ShouldBe(AlertEnding.Solved);
        AlertRules.EndingOf(Open(AlertKind.RunFailed, Guid.CreateVersion7()), Scene([connection])).ShouldBe(AlertEnding.NotWatched);
    }

    [Fact]
    public void Findings_dead_letters_and_a_program_that_wants_no_more_are_told_each_by_what_it_is_about()
    {
        Finding Of(string code, string? attribute, int count) => new() { Code = code, Severity = FindingSeverity.Held, Attribute = attribute, AttributeLabel = attribute?.ToUpperInvariant(), Count = count, Detail = "somebody" };
        var runs = s_good with
        {
            OfRead = [Of(FindingCodes.AttributeWithdrawn, "squad", 12), Of(FindingCodes.WebhooksSilent, null, 1), Of(FindingCodes.OptionUnknown, "size", 3)],
            OfFullRead = [Of(FindingCodes.AttributeWithdrawn, "level", 2), Of(FindingCodes.CoverageDrop, "phone", 9)],
        };
        var connection = Connection(runs: runs) with { Webhook = new WebhookEntry(default, default, HasSecret: true, s_read, null, null, 0, 0, 0) };
        var subscription = new SubscriptionEntry(Guid.CreateVersion7(), "laptops", "https://x.example", SubscriptionFilter.Everything, IsPaused: true, "gone", s_read, 1, null, 0, 2, null, null);
        var told = AlertRules.Standing(Scene([connection]) with { Subscriptions = [subscription] });
        told.Select(c => (c.Kind, c.Attribute, c.Subject)).ShouldBe(
        [
            (AlertKind.Coverage, "SQUAD", "hr"), (AlertKind.Coverage, "PHONE", "hr"), (AlertKind.WebhooksSilent, null, "hr"), (AlertKind.DeliveriesDead, null, "laptops"), (AlertKind.DeliveriesDead, null, "laptops"),
        ]);
        told.Select(c => c.Key).ShouldBeUnique();

        // More people is the same cause.
        var more = connection with { Runs = runs with { OfRead = [Of(FindingCodes.AttributeWithdrawn, "squad", 40)] } };
        AlertRules.Standing(Scene([more])).Select(c => c.Key).ShouldContain(told[0].Key);
    }

    private static IEnumerable<AlertKind> Kinds(AlertScene scene) => AlertRules.Standing(scene).Select(c => c.Kind);

    private static AlertEnding? Ending(AlertKind kind, WatchedConnection connection) => AlertRules.EndingOf(Open(kind, connection.Entry.Id.Value), Scene([connection]));

    private static AlertEntry Open(AlertKind kind, Guid subject) => new(Guid.CreateVersion7(), "open", kind, subject, "hr", null, null, 0, "", "", "/", s_read.AddDays(1), null, null, 0, 0, 0);

    private static AlertScene Scene(IReadOnlyList<WatchedConnection> connections, DateTimeOffset? now = null, int? hours = null) => new(
        new Workspace(new WorkspaceId(Guid.CreateVersion7()), "acme", "UTC", 0), connections, [], hours is { } set ? TimeSpan.FromHours(set) : null, now ?? s_read.AddMinutes(5));

    private static WatchedConnection Connection(string schedule = "every 60 minutes", bool isEnabled = true, bool isPaused = false, bool isRead = true, RunWatch? runs = null) => new(
        new ConnectionEntry(
            new ConnectionId(Guid.CreateVersion7()), new ConnectionConfig { Name = "hr", Provider = "any", Enabled = isEnabled, Schedule = SyncSchedule.Parse(schedule)!, Mappings = [] }, 0,
            new Dictionary<string, string>(), HasSecrets: true, isPaused, isRead ? s_read : null, isRead ? s_read : null),
        runs ?? s_good, null);

    private static EndedRun Run(RunState state) => new(new RunId(Guid.CreateVersion7()), state, [], null);
}
