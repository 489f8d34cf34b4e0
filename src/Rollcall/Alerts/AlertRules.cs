using System.Globalization;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Scheduling;
using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>What is to be told, and when it is over. Pure: it comes from runs, findings and deliveries as they stand, so it can never say something else
/// than the pages do.</summary>
internal static class AlertRules
{
    /// <summary>The schedule's moments that must have gone by: one that comes a little late is no alert.</summary>
    private const int MissedMoments = 2;

    /// <summary>A run takes its time after its moment has come.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>What is the case now.</summary>
    public static IReadOnlyList<AlertCause> Standing(AlertScene scene) =>
        [.. scene.Connections.Where(c => c.Entry.Config.Enabled).SelectMany(c => OfConnection(scene, c)), .. scene.Subscriptions.SelectMany(OfSubscription)];

    /// <summary>How something came to its end that is not the case now; null when nobody can tell yet, and it stays open.</summary>
    public static AlertEnding? EndingOf(AlertEntry open, AlertScene scene)
    {
        if (open.Kind == AlertKind.DeliveriesDead)
        {
            return scene.Subscriptions.Any(s => s.Id == open.SubjectId) ? AlertEnding.Solved : AlertEnding.NotWatched;
        }

        if (scene.Connections.FirstOrDefault(c => c.Entry.Id.Value == open.SubjectId) is not { Entry.Config.Enabled: true } connection)
        {
            return AlertEnding.NotWatched;
        }

        return open.Kind switch
        {
            // Over is what a run says that went on to its end.
            AlertKind.RunFailed => HasEndedWell(connection.Runs.LastRead) ? AlertEnding.Solved : null,
            AlertKind.Stale => connection.Entry.LastReadAt > open.BeganAt ? AlertEnding.Solved : IsWatchedForAge(connection, scene.StaleAfter) ? null : AlertEnding.NotWatched,

            // That nothing more is missed says nothing: perhaps nothing changed. A delivery does.
            AlertKind.WebhooksSilent => connection.Webhook is not { } webhook ? AlertEnding.NotWatched : webhook.LastReceivedAt > open.BeganAt ? AlertEnding.Solved : null,
            AlertKind.AwaitingApproval or AlertKind.Coverage => AlertEnding.Solved,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IEnumerable<AlertCause> OfConnection(AlertScene scene, WatchedConnection connection)
    {
        var (id, name) = (connection.Entry.Id.Value, connection.Entry.Config.Name);
        if (Failed(connection.Runs) is { } failed)
        {
            var (what, fix) = WordsOf(failed);
            yield return new AlertCause(AlertKind.RunFailed, id, name, failed.Findings.FirstOrDefault(f => f.Severity == FindingSeverity.Failed)?.Code, null, null, 0, what, fix, $"/runs/{failed.Id}");
        }

        if (connection.Runs.Waiting is { } waiting)
        {
            // A newer plan replaces an older one: the list of those that wait leads to whichever it is.
            yield return new AlertCause(
                AlertKind.AwaitingApproval, id, name, FindingCodes.GuardStopped, null, null, 0, $"The guard stopped a sync; nothing was written. {waiting.Reason}".TrimEnd(),
                "Look at the plan, then approve or reject it.", $"/runs?connection={id}&state={nameof(RunState.AwaitingApproval)}");
        }

        if (IsStale(scene, connection))
        {
            var since = TimeZoneInfo.ConvertTime(connection.Entry.LastReadAt!.Value, TimeZoneInfo.FindSystemTimeZoneById(scene.Workspace.TimeZone));
            yield return new AlertCause(
                AlertKind.Stale, id, name, null, null, null, 0, string.Create(CultureInfo.InvariantCulture, $"No good sync since {since:yyyy-MM-dd HH:mm} ({scene.Workspace.TimeZone})."),
                "Look at its last runs, and whether a server that syncs is running.", $"/integrations/{name}");
        }

        foreach (var finding in connection.Runs.OfRead.Where(f => f.Code == FindingCodes.AttributeWithdrawn).Concat(connection.Runs.OfFullRead.Where(f => f.Code == FindingCodes.CoverageDrop)).DistinctBy(f => (f.Code, f.Attribute)))
        {
            yield return OfFinding(AlertKind.Coverage, id, name, finding, $"/findings?connection={id}");
        }

        if (connection.Webhook is not null && connection.Runs.OfRead.FirstOrDefault(f => f.Code == FindingCodes.WebhooksSilent) is { } silent)
        {
            yield return OfFinding(AlertKind.WebhooksSilent, id, name, silent, $"/integrations/{name}");
        }
    }

    private static IEnumerable<AlertCause> OfSubscription(SubscriptionEntry subscription)
    {
        if (subscription.Dead > 0)
        {
            yield return new AlertCause(
                AlertKind.DeliveriesDead, subscription.Id, subscription.Name, "dead", null, null, subscription.Dead,
                subscription.Dead == 1 ? "One delivery of changes was given up: the program did not take it for days." : string.Create(CultureInfo.InvariantCulture, $"{subscription.Dead} deliveries of changes were given up: the program did not take them for days."),
                "Mend the program, then send them again, or forget them.", "/settings/changes-out");
        }

        if (subscription is { IsPaused: true, PauseReason: not null })
        {
            yield return new AlertCause(
                AlertKind.DeliveriesDead, subscription.Id, subscription.Name, subscription.PauseReason, null, null, 0,
                "The program answered that it wants no more, and hears of no changes since.", "Resume it when the program is there again, or remove it.", "/settings/changes-out");
        }
    }

    private static AlertCause OfFinding(AlertKind kind, Guid id, string name, Finding finding, string path)
    {
        var text = FindingCatalog.TextOf(finding);
        return new AlertCause(kind, id, name, finding.Code, finding.Attribute, finding.AttributeLabel ?? finding.Attribute, finding.Count, text.What, text.Fix, path);
    }

    /// <summary>The run whose failure stands. One that was broken off is carried on by itself, so it is told when that did not come about.</summary>
    private static EndedRun? Failed(RunWatch runs) =>
        new[] { runs.LastRead, runs.LastPeople }.FirstOrDefault(r => r?.State == RunState.Failed || (r?.State == RunState.Interrupted && !runs.IsGoing));

    private static bool HasEndedWell(EndedRun? run) => run is { State: not (RunState.Failed or RunState.Interrupted) };

    private static (string What, string Fix) WordsOf(EndedRun failed)
    {
        if (failed.Findings.FirstOrDefault(f => f.Severity == FindingSeverity.Failed) is not { } finding)
        {
            return (failed.Reason ?? "It ended in the middle.", "Look at the run.");
        }

        // Why a source failed often ends with what to do, which stands by itself.
        var text = FindingCatalog.TextOf(finding);
        return ($"{text.What} {text.Why.Replace(text.Fix, "", StringComparison.Ordinal)}".Trim(), text.Fix);
    }

    private static bool IsWatchedForAge(WatchedConnection connection, TimeSpan? staleAfter) =>
        staleAfter is null ? ScheduledSync.MayRun(connection.Entry) : connection.Entry is { Paused: false, LastReadAt: not null };

    private static bool IsStale(AlertScene scene, WatchedConnection connection)
    {
        if (!IsWatchedForAge(connection, scene.StaleAfter) || connection.Entry.LastReadAt is not { } last)
        {
            return false;
        }

        if (scene.StaleAfter is { } most)
        {
            return scene.Now - last > most;
        }

        var schedule = connection.Entry.Config.Schedule;
        var due = ScheduleRules.Next(schedule, last, scene.Workspace.TimeZone, MissedMoments);
        return !connection.Runs.IsGoing && due.Count == MissedMoments && scene.Now > due[^1] + ScheduleRules.JitterOf(connection.Entry.Id.Value, schedule) + Grace;
    }
}
