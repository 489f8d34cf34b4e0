using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Derives one person from their records and compares with what stands: the changes, the holds, the new employee.</summary>
internal sealed class PersonPlanner(
    PlanInput input, TargetTable table, TeamBook teams, SlotResolver slots, ManagerResolver managers, ManagerGraph graph,
    EmailClaims emails, FindingLedger ledger)
{
    private readonly FieldLayout layout = input.Schema.Layout;
    private readonly int managerSlot = input.Schema.Layout.IndexOf(Fields.Manager);
    private readonly int emailSlot = input.Schema.Layout.IndexOf(Fields.Email);

    /// <summary>Somebody new: every value goes into the snapshot.</summary>
    public void PlanNew(PersonDraft draft, ReadOnlySpan<Carrier> carriers, AccountStatus status)
    {
        var values = new string?[layout.Count];
        foreach (var slot in table.MappedSlots)
        {
            var outcome = Decide(draft, slot, carriers, standing: null);
            if (outcome.Kind == SlotKind.Value)
            {
                values[slot] = outcome.Value;
            }
        }

        if (values[managerSlot] is { } manager)
        {
            graph.Set(draft.Employee!.Value, new EmployeeId(Guid.Parse(manager)));
        }

        draft.Created = new EmployeeState
        {
            Id = draft.Employee!.Value,
            Status = status,
            Values = values,
            Teams = DesiredTeams(draft, carriers).SelectMany(k => k.Desired).Order(MembershipOrder.Instance).ToValueList(),
            AdditionalManagers = DesiredManagers(draft, carriers)?.Desired.ToValueList() ?? [],
        };
    }

    /// <summary>Somebody who stands: only what differs.</summary>
    public void PlanExisting(PersonDraft draft, EmployeeState actual, ReadOnlySpan<Carrier> carriers)
    {
        foreach (var slot in table.MappedSlots)
        {
            var field = layout.Definitions[slot].Key;
            if (actual.Pins.Contains(field))
            {
                continue;
            }

            var standing = actual.Values[slot];
            var outcome = Decide(draft, slot, carriers, actual);
            if (outcome.Kind != SlotKind.Value || outcome.Value == standing || !Wins(outcome.Entry.Rule.Rule.Truth, standing))
            {
                continue;
            }

            draft.Changes.Add(new Change
            {
                Verb = ChangeVerb.Set,
                Subject = SubjectKind.Employee,
                SubjectId = actual.Id.Value,
                Field = field,
                Before = standing,
                After = outcome.Value,
                Cause = outcome.Attribute,
            });
            if (slot == managerSlot)
            {
                graph.Set(actual.Id, outcome.Value is null ? null : new EmployeeId(Guid.Parse(outcome.Value)));
            }
        }

        if (!actual.Pins.Contains(Fields.Team))
        {
            DiffTeams(draft, actual, carriers);
        }

        if (!actual.Pins.Contains(Fields.AdditionalManager))
        {
            DiffManagers(draft, actual, carriers);
        }
    }

    private static bool Wins(TruthPolicy truth, string? standing) => truth switch
    {
        TruthPolicy.Authoritative => true,
        TruthPolicy.FillEmpty => standing is null,
        TruthPolicy.InitialOnly => false,
    };

    /// <summary>The slot's outcome after the checks that need to know the person: own manager, somebody else's email, blanks nobody lost.</summary>
    private SlotOutcome Decide(PersonDraft draft, int slot, ReadOnlySpan<Carrier> carriers, EmployeeState? standing)
    {
        var outcome = slots.Resolve(table.Slots[slot], carriers);
        if (outcome is { Kind: SlotKind.Value, Value: { } value })
        {
            if (slot == managerSlot && value == draft.Employee?.Value.ToString())
            {
                outcome = outcome with { Kind = SlotKind.Held, Hold = new Hold(FindingCodes.ManagerSelf, -1, Word: null) };
            }
            else if (slot == emailSlot && !emails.MayTake(value, draft.Employee!.Value))
            {
                outcome = outcome with { Kind = SlotKind.Held, Hold = new Hold(FindingCodes.EmailTaken, -1, Word: null) };
            }
        }

        if (outcome.Kind == SlotKind.Held && !IsMoot(outcome, standing?.Values[slot]))
        {
            Hold(draft, outcome.Entry, outcome.Attribute, outcome.Hold!, outcome.Nearest);
        }

        return outcome;
    }

    /// <summary>An unreadable attribute of a value that is empty anyway loses nothing.</summary>
    private static bool IsMoot(SlotOutcome outcome, string? standing) =>
        standing is null
        && outcome.Hold!.Code is FindingCodes.AttributeWithdrawn or FindingCodes.AttributeNotReadable or FindingCodes.CoverageDrop;

    private void Hold(PersonDraft draft, TargetEntry entry, string? attribute, Hold hold, string? nearest)
    {
        draft.IsOpen = true;
        draft.HeldValues++;
        ledger.Add(hold.Code, FindingSeverity.Held, attribute ?? AttributeOf(entry), entry.Rule.To.ToString(), hold.Word, nearest, draft.ExternalId);
    }

    private static string? AttributeOf(TargetEntry entry) => entry.Rule.Rule.From.Count > 0 ? entry.Rule.Rule.From[0] : null;

    /// <summary>Desired memberships by kind. A kind with anything unknown may add but never remove.</summary>
    private List<(TeamKind Kind, List<Membership> Desired, bool IsKnown)> DesiredTeams(PersonDraft draft, ReadOnlySpan<Carrier> carriers)
    {
        var kinds = new List<(TeamKind, List<Membership>, bool)>(table.Teams.Count);
        foreach (var (kind, entries) in table.Teams)
        {
            var desired = new List<Membership>();
            var known = true;
            var spoke = false;
            ConnectionId? winner = null;
            foreach (var entry in entries)
            {
                if (winner is { } won && won != entry.Mapping.Connection)
                {
                    break;
                }

                if (!SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
                {
                    continue;
                }

                var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, carrier.BlanksHeld);
                spoke |= result.Kind != RuleResultKind.Silent;
                if (result.Kind == RuleResultKind.Held)
                {
                    known = false;
                    Hold(draft, entry, entry.Mapping.Attributes[Math.Max(result.Attribute, 0)], result.Hold!, nearest: null);
                }
                else if (result.Kind == RuleResultKind.Empty && entry.Rule.Rule.WhenEmpty == EmptyPolicy.Keep)
                {
                    known = false;
                }
                else if (ItemsOf(entry, result) is { Count: > 0 } items)
                {
                    winner = entry.Mapping.Connection;
                    known &= AddTeams(draft, entry, kind, items, desired);
                }
            }

            if (spoke)
            {
                kinds.Add((kind, desired, known));
            }
        }

        return kinds;
    }

    public static ValueList<SourceItem> ItemsOf(TargetEntry entry, RuleResult result)
    {
        var value = result.Kind == RuleResultKind.Empty && entry.Rule.Rule.WhenEmpty == EmptyPolicy.Default
            ? SourceValue.OfText(entry.Rule.Rule.Default)
            : result.Value;
        return value.Kind switch
        {
            SourceValueKind.Items => value.Items,
            SourceValueKind.Item => [value.Item],
            SourceValueKind.Text => [new SourceItem(Id: null, value.Text)],
            SourceValueKind.Person => [new SourceItem(Id: null, ValueConverter.Text(value))],
            SourceValueKind.Absent or SourceValueKind.Empty or SourceValueKind.Unreadable => [],
        };
    }

    private bool AddTeams(PersonDraft draft, TargetEntry entry, TeamKind kind, ValueList<SourceItem> items, List<Membership> desired)
    {
        var known = true;
        foreach (var item in items)
        {
            var (team, hold, nearest) = teams.Find(entry.Mapping.Connection, kind, item);
            if (team is { } found)
            {
                var membership = new Membership(found, new Origin(entry.Mapping.Connection));
                if (!desired.Contains(membership))
                {
                    desired.Add(membership);
                }
            }
            else
            {
                known = false;
                Hold(draft, entry, AttributeOf(entry), hold!, nearest);
            }
        }

        return known;
    }

    private void DiffTeams(PersonDraft draft, EmployeeState actual, ReadOnlySpan<Carrier> carriers)
    {
        foreach (var (kind, desired, known) in DesiredTeams(draft, carriers))
        {
            foreach (var membership in desired.Where(m => !actual.Teams.Contains(m)).Order(MembershipOrder.Instance))
            {
                draft.Changes.Add(Link(ChangeVerb.Add, actual.Id, Fields.Team, membership.Team.Value, membership.Origin, CauseOf(kind)));
            }

            if (!known)
            {
                continue;
            }

            foreach (var membership in actual.Teams
                .Where(m => m.Origin.Connection is not null && teams.KindOf(m.Team) == kind && !desired.Contains(m))
                .Order(MembershipOrder.Instance))
            {
                draft.Changes.Add(Link(ChangeVerb.Remove, actual.Id, Fields.Team, membership.Team.Value, membership.Origin, CauseOf(kind)));
            }
        }
    }

    private string? CauseOf(TeamKind kind) =>
        table.Teams.First(t => t.Kind == kind).Entries is [var first, ..] ? AttributeOf(first) : null;

    /// <summary>Desired additional managers, and whether all of them are known; null when no rule says anything.</summary>
    private (List<AdditionalManager> Desired, bool IsKnown)? DesiredManagers(PersonDraft draft, ReadOnlySpan<Carrier> carriers)
    {
        var desired = new SortedSet<EmployeeId>();
        var known = true;
        var spoke = false;
        ConnectionId? winner = null;
        foreach (var entry in table.AdditionalManagers)
        {
            if ((winner is { } won && won != entry.Mapping.Connection) || !SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
            {
                continue;
            }

            var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, carrier.BlanksHeld);
            spoke |= result.Kind != RuleResultKind.Silent;
            if (result.Kind == RuleResultKind.Held)
            {
                known = false;
                Hold(draft, entry, entry.Mapping.Attributes[Math.Max(result.Attribute, 0)], result.Hold!, nearest: null);
            }

            if (result.Kind == RuleResultKind.Empty && entry.Rule.Rule.WhenEmpty == EmptyPolicy.Keep)
            {
                known = false;
            }

            foreach (var reference in ManagerResolver.ReferencesIn(result.Value))
            {
                winner = entry.Mapping.Connection;
                var (employee, code) = managers.Resolve(entry.Mapping.Connection, reference);
                if (employee is { } found && found != draft.Employee)
                {
                    desired.Add(found);
                }
                else
                {
                    known = false;
                    Hold(draft, entry, AttributeOf(entry), new Hold(code ?? FindingCodes.ManagerSelf, -1, Word: null), nearest: null);
                }
            }
        }

        var origin = new Origin(winner);
        return spoke ? ([.. desired.Select(m => new AdditionalManager(m, origin))], known) : null;
    }

    private void DiffManagers(PersonDraft draft, EmployeeState actual, ReadOnlySpan<Carrier> carriers)
    {
        if (DesiredManagers(draft, carriers) is not var (desired, known))
        {
            return;
        }

        foreach (var manager in desired.Where(m => !actual.AdditionalManagers.Contains(m)))
        {
            draft.Changes.Add(Link(ChangeVerb.Add, actual.Id, Fields.AdditionalManager, manager.Manager.Value, manager.Origin, ManagerCause()));
        }

        foreach (var manager in actual.AdditionalManagers
            .Where(m => known && m.Origin.Connection is not null && !desired.Contains(m)).OrderBy(m => m.Manager))
        {
            draft.Changes.Add(Link(ChangeVerb.Remove, actual.Id, Fields.AdditionalManager, manager.Manager.Value, manager.Origin, ManagerCause()));
        }
    }

    private string? ManagerCause() => table.AdditionalManagers is [var first, ..] ? AttributeOf(first) : null;

    private static Change Link(ChangeVerb verb, EmployeeId employee, string field, Guid value, Origin origin, string? cause) => new()
    {
        Verb = verb,
        Subject = SubjectKind.Employee,
        SubjectId = employee.Value,
        Field = field,
        Before = verb == ChangeVerb.Remove ? value.ToString() : null,
        After = verb == ChangeVerb.Add ? value.ToString() : null,
        Origin = origin.Connection,
        Cause = cause,
    };

    /// <summary>By team, then origin: the same plan whatever the order at the source.</summary>
    private sealed class MembershipOrder : IComparer<Membership>
    {
        public static MembershipOrder Instance { get; } = new();

        public int Compare(Membership x, Membership y)
        {
            var team = x.Team.CompareTo(y.Team);
            return team != 0 ? team : Nullable.Compare(x.Origin.Connection, y.Origin.Connection);
        }
    }
}
