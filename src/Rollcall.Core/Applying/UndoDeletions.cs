using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Applying;

/// <summary>What an undo may delete of what the run created: what is as it was created, and nothing that stays refers to. Whoever is kept
/// keeps their manager, teams, level and options as well, so uses are followed until there is nothing new. Pure.</summary>
internal sealed class UndoDeletions
{
    private readonly DirectorySchema schema;
    private readonly IReadOnlyDictionary<EmployeeId, EmployeeState> employees;
    private readonly Dictionary<TeamId, TeamState> teams;
    private readonly List<(int Slot, string Field)> slots;
    private readonly HashSet<Guid> subjects = [];
    private readonly HashSet<(string Field, string Label)> options = [];
    private readonly HashSet<(Guid Employee, string Field, string Value, ConnectionId? Origin)> takenBack;
    private readonly Stack<Guid> kept = [];

    private UndoDeletions(
        IReadOnlyList<Change> changes, DirectorySchema schema, IReadOnlyDictionary<EmployeeId, EmployeeState> employees, Func<Change, bool> isTakenBack)
    {
        this.schema = schema;
        this.employees = employees;
        teams = schema.Teams.ToDictionary(t => t.Id);
        slots = [.. schema.Layout.Definitions.Index()
            .Where(d => d.Item.Key is Fields.Manager or Fields.Level || d.Item.Type is AttributeType.SingleSelect or AttributeType.MultiSelect)
            .Select(d => (d.Index, d.Item.Key))];
        foreach (var change in changes.Where(IsAsCreated(changes)))
        {
            _ = change.Subject == SubjectKind.CustomAttribute ? options.Add((change.Field, change.After!)) : subjects.Add(change.SubjectId);
        }

        takenBack = changes.Where(c => c is { Subject: SubjectKind.Employee, After: not null } && isTakenBack(c)).Select(c => (c.SubjectId, c.Field, c.After!, OriginOf(c))).ToHashSet();
    }

    /// <param name="changes">The run's changes in the order they were applied.</param>
    /// <param name="schema">Teams, levels and attributes as they stand.</param>
    /// <param name="employees">Everybody in the directory, as they stand.</param>
    /// <param name="isTakenBack">Whether the undo takes this change of somebody back; what it wrote is then no use.</param>
    public static UndoDeletions Of(
        IReadOnlyList<Change> changes, DirectorySchema schema, IReadOnlyDictionary<EmployeeId, EmployeeState> employees, Func<Change, bool> isTakenBack)
    {
        var deletions = new UndoDeletions(changes, schema, employees, isTakenBack);
        deletions.KeepWhatIsUsed();
        return deletions;
    }

    /// <summary>Whether what this change brought into being may be deleted.</summary>
    public bool Has(Change change) =>
        change.Subject == SubjectKind.CustomAttribute ? options.Contains((change.Field, change.After!)) : subjects.Contains(change.SubjectId);

    /// <summary>Somebody created and edited since is not deleted.</summary>
    public static bool SameAsCreated(EmployeeState created, EmployeeState now) =>
        ReferenceEquals(created, now)
        || (created.Status == now.Status
        && created.Values.AsSpan().SequenceEqual(now.Values)
        && SameSet(created.Teams, now.Teams)
        && SameSet(created.AdditionalManagers, now.AdditionalManagers));

    private static bool SameSet<T>(ValueList<T> left, ValueList<T> right) => left.Equals(right) || left.ToHashSet().SetEquals(right);

    /// <summary>Whether a change created something that nobody edited since.</summary>
    private Func<Change, bool> IsAsCreated(IReadOnlyList<Change> changes)
    {
        var later = changes.Where(c => c.Subject == SubjectKind.Team && c.Verb is not ChangeVerb.Create).ToLookup(c => c.SubjectId);
        return change => change switch
        {
            { Subject: SubjectKind.CustomAttribute, Verb: ChangeVerb.Add } => schema.Attributes.FirstOrDefault(a => Fields.Custom(a.Key) == change.Field)
                ?.Options.FirstOrDefault(o => o.Label == change.After) is { Archived: false, Aliases.Count: 0 },
            { Verb: not ChangeVerb.Create } => false,
            { Snapshot: EmployeeState created } => employees.TryGetValue(created.Id, out var now) && SameAsCreated(created, now),
            { Snapshot: TeamState created } => teams.TryGetValue(created.Id, out var now) && SameTeam(later[change.SubjectId].Aggregate(created, Changed), now),
            { Snapshot: LevelState created } => schema.Levels.Contains(created),
            _ => false,
        };
    }

    private static bool SameTeam(TeamState created, TeamState now) =>
        SameSet(created.Bindings, now.Bindings) && SameSet(created.Aliases, now.Aliases)
        && created with { Bindings = now.Bindings, Aliases = now.Aliases } == now;

    /// <summary>The team as the run itself went on to change it.</summary>
    private static TeamState Changed(TeamState team, Change change) => (change.Verb, change.Field) switch
    {
        (ChangeVerb.Set, TeamFields.Name) => team with { Name = change.After! },
        (ChangeVerb.Add, TeamFields.Binding) => team with { Bindings = [.. team.Bindings, new TeamBinding(change.Origin!.Value, change.After!)] },
        (ChangeVerb.Remove, TeamFields.Binding) => team with { Bindings = team.Bindings.Where(b => b.HrisId != change.Before || b.Connection != change.Origin).ToValueList() },
        (ChangeVerb.Add, TeamFields.Alias) => team with { Aliases = [.. team.Aliases, change.After!] },
        _ => team,
    };

    private void KeepWhatIsUsed()
    {
        foreach (var employee in employees.Keys.Where(e => !subjects.Contains(e.Value)))
        {
            kept.Push(employee.Value);
        }

        foreach (var team in teams.Keys.Where(t => !subjects.Contains(t.Value)))
        {
            kept.Push(team.Value);
        }

        while (kept.TryPop(out var id))
        {
            if (employees.TryGetValue(new EmployeeId(id), out var employee))
            {
                KeepWhatIsUsedBy(employee);
            }
            else if (teams.TryGetValue(new TeamId(id), out var team))
            {
                KeepWhatIsUsedBy(team);
            }
        }
    }

    private void KeepWhatIsUsedBy(EmployeeState employee)
    {
        foreach (var (slot, field) in slots)
        {
            if (employee.Values[slot] is not { } value || takenBack.Contains((employee.Id.Value, field, value, null)))
            {
                continue;
            }

            if (field is Fields.Manager or Fields.Level)
            {
                Keep(Guid.Parse(value));
            }
            else
            {
                options.ExceptWith(value.Split(ValueConverter.MultiSeparator).Select(label => (field, label)));
            }
        }

        foreach (var (team, origin) in employee.Teams)
        {
            if (!takenBack.Contains((employee.Id.Value, Fields.Team, team.ToString(), origin.Connection)))
            {
                Keep(team.Value);
            }
        }

        foreach (var (manager, origin) in employee.AdditionalManagers)
        {
            if (!takenBack.Contains((employee.Id.Value, Fields.AdditionalManager, manager.ToString(), origin.Connection)))
            {
                Keep(manager.Value);
            }
        }
    }

    private void KeepWhatIsUsedBy(TeamState team)
    {
        if (team.Parent is { } parent)
        {
            Keep(parent.Value);
        }

        foreach (var lead in team.Leads)
        {
            Keep(lead.Value);
        }
    }

    private void Keep(Guid id)
    {
        if (subjects.Remove(id))
        {
            kept.Push(id);
        }
    }

    /// <summary>Entries of sets have an origin; a value has none.</summary>
    private static ConnectionId? OriginOf(Change change) => change.Field is Fields.Team or Fields.AdditionalManager ? change.Origin : null;
}
