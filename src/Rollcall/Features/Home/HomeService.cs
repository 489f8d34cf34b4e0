using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Features.Findings;
using Rollcall.Features.Mapping;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Home;

/// <summary>One connection on the home page.</summary>
/// <param name="Entry">The connection.</param>
/// <param name="Last">Its newest run that was to change something.</param>
/// <param name="Health">How it is doing.</param>
/// <param name="Held">Values and people that its last run held.</param>
/// <param name="People">Who its last complete read showed; null before the first.</param>
/// <param name="NextRun">When it syncs next by itself.</param>
public sealed record HomeConnection(ConnectionEntry Entry, RunEntry? Last, ConnectionHealth Health, int Held, PeopleShare? People, DateTimeOffset? NextRun);

/// <summary>Everybody of a complete read, each once.</summary>
/// <param name="InStep">The directory has what the HRIS says.</param>
/// <param name="PartlyHeld">At least one value waits for somebody to decide.</param>
/// <param name="Held">Held as a whole.</param>
/// <param name="LeftOut">Left out by exclusion criteria.</param>
public sealed record PeopleShare(int InStep, int PartlyHeld, int Held, int LeftOut)
{
    public int All => InStep + PartlyHeld + Held + LeftOut;

    public static PeopleShare Of(PlanCounts counts) => new(
        Math.Max(0, counts.Read - counts.Excluded - counts.HeldPeople - counts.PartlyHeld), counts.PartlyHeld, counts.HeldPeople, counts.Excluded);

    public static PeopleShare operator +(PeopleShare one, PeopleShare other) =>
        new(one.InStep + other.InStep, one.PartlyHeld + other.PartlyHeld, one.Held + other.Held, one.LeftOut + other.LeftOut);
}

/// <summary>What syncs wrote on one day of the workspace.</summary>
public sealed record ActivityDay(DateOnly Day, int New, int Changed, int Left)
{
    public int All => New + Changed + Left;
}

/// <summary>The fill rate of one mapped attribute, now and before.</summary>
/// <param name="Connection">Whose.</param>
/// <param name="Label">Where the attribute goes.</param>
/// <param name="Percents">0 to 100, oldest first; the last one is now.</param>
/// <param name="Filled">People who have a value.</param>
/// <param name="Total">People read.</param>
public sealed record CoverageLine(string Connection, string Label, IReadOnlyList<double> Percents, int Filled, int Total);

/// <summary>What the home page shows.</summary>
public sealed record HomeView(
    IReadOnlyList<HomeConnection> Connections, IReadOnlyList<RunEntry> Waiting, IReadOnlyList<Finding> Findings, int People,
    IReadOnlyList<ActivityDay> Activity, IReadOnlyList<CoverageLine> Coverage, string TimeZone)
{
    public int Held => Connections.Sum(c => c.Held);

    public PeopleShare? Share => Connections.Select(c => c.People).OfType<PeopleShare>().ToList() is { Count: > 0 } known ? known.Aggregate((a, b) => a + b) : null;

    public ConnectionHealth? Worst => ConnectionHealthRules.Worst([.. Connections.Select(c => c.Health)]);

    public int CountOf(ConnectionHealth health) => Connections.Count(c => c.Health == health);
}

/// <summary>Puts the home page together.</summary>
internal sealed class HomeService(
    Visitor visitor, ConnectionStore connections, RunStore runs, RunQueries queries, EmployeeQueries employees, SyncService sync, SyncScheduler scheduler, TargetWords words, TimeProvider time)
{
    private const int DaysShown = 14;
    private const int RunsCounted = 2_000;
    private const int MarksShown = 24;
    private const int CoverageShown = 8;

    public async Task<HomeView> LoadAsync(CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace;
        await runs.InterruptDeadAsync(cancellationToken);
        var schema = await sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var shown = new List<HomeConnection>();
        var findings = new List<Finding>();
        var coverage = new List<CoverageLine>();
        foreach (var connection in await connections.ListAsync(workspace.Id, cancellationToken))
        {
            var current = await runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken);
            var held = current.Where(f => f.Severity == FindingSeverity.Held).Sum(f => f.Count);
            var last = await runs.LastSyncAsync(workspace.Id, connection.Id, cancellationToken);
            var counts = await queries.LastFullCountsAsync(workspace.Id, connection.Id, cancellationToken);
            findings.AddRange(FindingCauses.Of(current));
            coverage.AddRange(LinesOf(connection, target => target.Kind == TargetKind.Team ? words.Of(target.TeamKind) : words.Of(target, schema), await queries.CoverageTrendAsync(workspace.Id, connection.Id, MarksShown, cancellationToken)));
            shown.Add(new HomeConnection(
                connection, last, ConnectionHealthRules.Of(connection, last, held), held, counts is null ? null : PeopleShare.Of(counts),
                await scheduler.NextRunAsync(workspace, connection, cancellationToken)));
        }

        var today = WorkspaceClock.Today(workspace.TimeZone, time.GetUtcNow());
        var activity = await queries.ActivityAsync(workspace.Id, time.GetUtcNow().AddDays(-DaysShown), RunsCounted, cancellationToken);
        return new HomeView(
            shown,
            await runs.WaitingAsync(workspace.Id, cancellationToken),
            FindingOrder.Sorted(findings),
            await employees.CountAsync(workspace.Id, cancellationToken),
            ByDay(activity, workspace.TimeZone, today),
            [.. coverage.OrderBy(c => c.Percents[^1]).ThenBy(c => c.Label, StringComparer.CurrentCulture).Take(CoverageShown)],
            workspace.TimeZone);
    }

    /// <summary>The last days, empty ones too.</summary>
    internal static IReadOnlyList<ActivityDay> ByDay(IEnumerable<RunActivity> runs, string timeZone, DateOnly today)
    {
        var days = runs.ToLookup(r => WorkspaceClock.Today(timeZone, r.StartedAt), r => r.Counts);
        return [.. Enumerable.Range(0, DaysShown).Select(i => today.AddDays(i + 1 - DaysShown)).Select(day => new ActivityDay(
            day,
            days[day].Sum(c => c.Created),
            days[day].Sum(c => Math.Max(0, c.Updated - c.Deactivated)),
            days[day].Sum(c => c.Deactivated)))];
    }

    /// <summary>Attributes that go somewhere besides what every HRIS sends, with how full they were at each run that moved them.</summary>
    internal static IEnumerable<CoverageLine> LinesOf(ConnectionEntry connection, Func<Target, string> labelOf, IReadOnlyList<CoverageMark> marks)
    {
        if (marks.Count == 0)
        {
            yield break;
        }

        foreach (var now in marks[^1].Coverage.Where(c => c.Total > 0))
        {
            var target = connection.Config.Mappings.FirstOrDefault(m => m.From.Contains(now.Attribute) && m.To.Kind != TargetKind.Status)?.To;
            if (target is null || target.Kind == TargetKind.Field)
            {
                continue;
            }

            var percents = marks.Select(m => m.Coverage.FirstOrDefault(c => c.Attribute == now.Attribute)).OfType<AttributeCoverage>().Select(c => c.Percent).ToList();
            yield return new CoverageLine(connection.Config.Name, labelOf(target), percents, now.Filled, now.Total);
        }
    }
}
