using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Explaining;

/// <summary>What one target of one person derives to: the rule and the value for people to read, or why it is held.</summary>
internal readonly record struct SingleOutcome(MappingRule? Rule, string? Shown, Hold? Hold, string? Attribute, string? Nearest);

/// <summary>Derives one target of one person from the stored records, with the same parts a run uses.</summary>
internal sealed class SingleDeriver(ExplainInput input, IReadOnlyDictionary<ConnectionId, CompiledMapping> mappings, TargetTable table)
{
    private readonly TeamBook teams = new(input.Workspace.Id, input.Schema);
    private readonly LevelBook levels = new(input.Workspace.Id, input.Schema);
    private readonly ManagerResolver managers = new(input.People, input.TieOf, input.IsExcluded);

    public SingleOutcome Derive(Target target, TargetEntry[] entries)
    {
        var carriers = input.Records
            .Where(r => r is { Scope: RecordScope.Included, Values: not null } && mappings.ContainsKey(r.Connection))
            .Select(r => new Carrier(mappings[r.Connection], r.ExternalId, RecordCodec.Decode(r.Values, mappings[r.Connection].Attributes), null))
            .ToArray();
        foreach (var entry in entries)
        {
            Observe(entry, carriers);
        }

        teams.Decide();
        levels.Decide();
        return target.Kind switch
        {
            TargetKind.Team => DeriveTeams(target, entries, carriers),
            TargetKind.AdditionalManager => DeriveManagers(entries, carriers),
            TargetKind.Status => DeriveStatus(entries, carriers),
            TargetKind.Field or TargetKind.CustomAttribute or TargetKind.Level or TargetKind.Manager => DeriveSlot(target, entries, carriers),
        };
    }

    private void Observe(TargetEntry entry, Carrier[] carriers)
    {
        if (entry.Rule.To.Kind is not (TargetKind.Team or TargetKind.Level) || !SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
        {
            return;
        }

        var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, null);
        foreach (var item in PersonPlanner.ItemsOf(entry, result))
        {
            if (entry.Rule.To.Kind == TargetKind.Team)
            {
                teams.Observe(entry.Mapping.Connection, entry.Rule, item);
            }
            else
            {
                levels.Observe(entry.Rule, ValueConverter.Text(result.Value));
            }
        }
    }

    private SingleOutcome DeriveSlot(Target target, TargetEntry[] entries, Carrier[] carriers)
    {
        var outcome = new SlotResolver(levels, managers).Resolve(entries, carriers);
        return outcome.Kind == SlotKind.Held
            ? new(null, null, outcome.Hold, outcome.Attribute, outcome.Nearest)
            : new(outcome.Entry.Rule?.Rule, Shown(target, outcome.Value), null, outcome.Attribute, null);
    }

    private SingleOutcome DeriveTeams(Target target, TargetEntry[] entries, Carrier[] carriers)
    {
        MappingRule? rule = null;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
            {
                continue;
            }

            var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, null);
            if (result.Kind == RuleResultKind.Held)
            {
                return new(null, null, result.Hold, entry.Mapping.Attributes[Math.Max(result.Attribute, 0)], null);
            }

            rule = result.Kind == RuleResultKind.Silent ? rule : rule ?? entry.Rule.Rule;
            foreach (var item in PersonPlanner.ItemsOf(entry, result))
            {
                var (team, hold, nearest) = teams.Find(entry.Mapping.Connection, target.TeamKind, item);
                if (team is null)
                {
                    return new(null, null, hold, entry.Rule.Rule.From[0], nearest);
                }

                names.Add(Words.Exact(input.Schema.Teams.FirstOrDefault(t => t.Id == team)?.Name ?? item.Label));
            }
        }

        return new(rule, names.Count == 0 ? null : string.Join(", ", names), null, null, null);
    }

    private SingleOutcome DeriveManagers(TargetEntry[] entries, Carrier[] carriers)
    {
        MappingRule? rule = null;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
            {
                continue;
            }

            var result = RuleRunner.Run(entry.Mapping, entry.Rule, carrier.Values, null);
            if (result.Kind == RuleResultKind.Held)
            {
                return new(null, null, result.Hold, entry.Mapping.Attributes[Math.Max(result.Attribute, 0)], null);
            }

            rule = result.Kind == RuleResultKind.Silent ? rule : rule ?? entry.Rule.Rule;
            foreach (var reference in ManagerResolver.ReferencesIn(result.Value))
            {
                var (employee, code) = managers.Resolve(entry.Mapping.Connection, reference);
                if (employee is null)
                {
                    return new(null, null, new Hold(code!, result.Attribute, null), entry.Rule.Rule.From[0], null);
                }

                names.Add(NameOf(employee.Value));
            }
        }

        return new(rule, names.Count == 0 ? null : string.Join(", ", names), null, null, null);
    }

    private SingleOutcome DeriveStatus(TargetEntry[] entries, Carrier[] carriers)
    {
        foreach (var entry in entries)
        {
            if (SlotResolver.TryFind(carriers, entry.Mapping, out var carrier))
            {
                var judged = Employment.Judge(entry.Mapping, table, input.Schema.Layout, carrier.Values, input.Today, input.Employee);
                return judged.Status is null
                    ? new(null, null, judged.Hold, entry.Rule.Rule.From[0], null)
                    : new(entry.Rule.Rule, StatusShown(judged.Status.Value), null, judged.Cause, null);
            }
        }

        return default;
    }

    /// <summary>The account status stays as it is as long as it agrees with the employment.</summary>
    private string? StatusShown(EmploymentStatus status)
    {
        var standing = input.Employee?.Status;
        var isIn = standing is not null and not AccountStatus.Deactivated;
        return (status == EmploymentStatus.Left) != isIn && standing is { } agrees
            ? AccountStatusWord.Of(agrees)
            : status == EmploymentStatus.Left ? AccountStatusWord.Deactivated : AccountStatusWord.Of(input.Employee?.StatusBefore ?? AccountStatus.Created);
    }

    /// <summary>A canonical value for people: names instead of ids.</summary>
    public string? Shown(Target target, string? canonical) => (target.Kind, canonical) switch
    {
        (_, null) => null,
        (TargetKind.Level, { } level) => input.Schema.Levels.FirstOrDefault(l => l.Id.Value.ToString() == level)?.Name ?? "a new level",
        (TargetKind.Manager, { } manager) => NameOf(new EmployeeId(Guid.Parse(manager))),
        (_, { } text) => text.Replace(ValueConverter.MultiSeparator.ToString(), ", ", StringComparison.Ordinal),
    };

    public string NameOf(EmployeeId employee) => input.People.Find(employee)?.FullName ?? employee.ToString();
}
