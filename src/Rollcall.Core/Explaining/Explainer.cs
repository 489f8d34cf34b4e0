using System.Globalization;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Core.Explaining;

/// <summary>Answers "why does this person have this value, or none?" by deriving the one value again from what is stored, with the
/// same parts a run uses. Pure.</summary>
public sealed class Explainer
{
    private readonly ExplainInput input;
    private readonly IReadOnlyDictionary<ConnectionId, CompiledMapping> mappings;
    private readonly TargetTable table;
    private readonly SingleDeriver deriver;

    public Explainer(ExplainInput input)
    {
        this.input = input;
        var options = new OptionBooks();
        mappings = input.Connections.ToDictionary(
            c => c.Setup.Id,
            c => MappingCompiler.Compile(c.Setup.Id, c.Setup.Config, c.Setup.Descriptor, schema: null, input.Schema, [], options));
        table = new TargetTable(input.Workspace, mappings.Values, input.Schema.Layout);
        deriver = new SingleDeriver(input, mappings, table);
    }

    /// <summary>Explains one target. Pure: the same stored state gives the same answer.</summary>
    public Explanation Explain(Target target)
    {
        var entries = EntriesOf(target);
        var standing = StandingOf(target);
        if (entries.Length == 0)
        {
            return NotMapped(target, standing);
        }

        var speaking = entries.Select(e => e.Mapping.Connection).Distinct().ToList();
        var record = RecordFor(entries);
        if (record is null)
        {
            return NoRecord(target, standing, speaking);
        }

        var connection = ConnectionOf(record.Connection);
        var steps = new List<ExplainStep>
        {
            Source(record, entries, connection),
            Scope(record),
            Match(record),
        };
        if (record.Scope != RecordScope.Included)
        {
            return OutOfScope(target, standing, record, steps);
        }

        return Mapped(target, standing, entries, record, steps);
    }

    private TargetEntry[] EntriesOf(Target target) => target.Kind switch
    {
        TargetKind.Status => table.Status,
        TargetKind.AdditionalManager => table.AdditionalManagers,
        TargetKind.Team => table.Teams.Where(t => t.Kind == target.TeamKind).SelectMany(t => t.Entries).ToArray(),
        TargetKind.Field or TargetKind.CustomAttribute or TargetKind.Level or TargetKind.Manager =>
            input.Schema.Layout.IndexOf(target.FieldKey) is >= 0 and var slot ? table.Slots[slot] : [],
    };

    /// <summary>The record of the first connection in order that has anything to say; otherwise the first there is.</summary>
    private StoredRecord? RecordFor(TargetEntry[] entries)
    {
        StoredRecord? first = null;
        foreach (var entry in entries)
        {
            var record = input.Records.FirstOrDefault(r => r.Connection == entry.Mapping.Connection);
            first ??= record;
            if (record is { Values: not null } && Run(entry, record).Kind is RuleResultKind.Value or RuleResultKind.Held)
            {
                return record;
            }
        }

        return first;
    }

    private static RuleResult Run(TargetEntry entry, StoredRecord record) =>
        RuleRunner.Run(entry.Mapping, entry.Rule, RecordCodec.Decode(record.Values, entry.Mapping.Attributes), blanksHeld: null);

    private ExplainedConnection ConnectionOf(ConnectionId id) => input.Connections.First(c => c.Setup.Id == id);

    private ExplainStep Source(StoredRecord record, TargetEntry[] entries, ExplainedConnection connection)
    {
        var name = connection.Setup.Config.Name;
        var readAt = When(connection.LastReadAt is { } last && record.MissingReads == 0 && last > record.ReadAt ? last : record.ReadAt);
        var attributes = entries.Where(e => e.Mapping.Connection == record.Connection).SelectMany(e => e.Rule.Rule.From).Distinct(StringComparer.Ordinal).ToList();
        if (record.Values is null)
        {
            return new(ExplainQuestion.Source, IsGood: true, $"{name} {Quoted(attributes)}: not kept, read {readAt}");
        }

        var values = RecordCodec.Decode(record.Values);
        var parts = attributes.Select(key => !values.TryGetValue(key, out var value)
            ? $"“{key}” did not come"
            : value.Kind == SourceValueKind.Empty ? $"“{key}” is empty" : $"“{key}” = “{ValueConverter.Text(value)}”");
        return new(ExplainQuestion.Source, attributes.Any(values.ContainsKey), $"{name} {string.Join(", ", parts)}, read {readAt}");
    }

    private ExplainStep Scope(StoredRecord record) => record.Scope switch
    {
        RecordScope.Included => new(ExplainQuestion.Scope, true, "included; no exclusion criterion matches"),
        RecordScope.Excluded => new(ExplainQuestion.Scope, false, $"excluded since {When(record.ScopeSince)} by “{record.ScopeReason}”"),
        RecordScope.NotPickedUp => new(ExplainQuestion.Scope, false, $"not picked up: {record.ScopeReason}"),
        RecordScope.Held => new(ExplainQuestion.Scope, false, $"held as a whole since {When(record.ScopeSince)}: {record.ScopeReason}"),
    };

    private ExplainStep Match(StoredRecord record) => record.Employee is { } employee && employee == input.Employee?.Id
        ? new(ExplainQuestion.Match, true, $"tied by external id {record.ExternalId}")
        : new(ExplainQuestion.Match, false, $"record {record.ExternalId} is tied to nobody");

    private Explanation NotMapped(Target target, string? standing) => new(
        target.ToString(), standing, standing is null ? ExplainVerdicts.TargetNotSet : ExplainVerdicts.Manual, null,
        [
            new(ExplainQuestion.Source, false, "no HRIS attribute is mapped to this target"),
            new(ExplainQuestion.Scope, true, "does not matter"),
            new(ExplainQuestion.Match, true, "does not matter"),
            new(ExplainQuestion.Mapping, false, $"no mapping has the target “{LabelOf(target)}”"),
            Result(standing, standing is null ? "nothing writes it" : "entered by a person"),
        ],
        standing is null ? $"Map an HRIS attribute to “{LabelOf(target)}” (Sync custom attributes), then sync." : null);

    private Explanation NoRecord(Target target, string? standing, List<ConnectionId> speaking)
    {
        var connection = ConnectionOf(speaking[0]);
        var name = connection.Setup.Config.Name;
        var never = connection.LastReadAt is null;

        // Somebody who was left out before they were ever tied is known to the connection by an id alone.
        var orLeftOut = connection.Setup.Config.Exclusions == ExclusionCriteria.None ? "" : ", or a criterion leaves them out";
        var fix = never
            ? SyncFix(name)
            : $"{connection.Setup.Descriptor.HowToGrant} The credential of {name} must see this person{orLeftOut}.";
        return new Explanation(
            target.ToString(), standing, never ? ExplainVerdicts.NoFirstSync : ExplainVerdicts.NotVisible, null,
            [
                new(ExplainQuestion.Source, false, never
                    ? $"{name} was never synchronised"
                    : $"{name} did not deliver this person when it was read {When(connection.LastReadAt!.Value)}{orLeftOut}"),
                new(ExplainQuestion.Scope, true, "not reached"),
                new(ExplainQuestion.Match, false, "no record is tied to this person"),
                new(ExplainQuestion.Mapping, true, "not reached"),
                Result(standing, never ? "waits for the first sync" : $"the credential does not see this person{orLeftOut}"),
            ],
            fix);
    }

    private static Explanation OutOfScope(Target target, string? standing, StoredRecord record, List<ExplainStep> steps)
    {
        steps.Add(new(ExplainQuestion.Mapping, true, "not reached"));
        var (verdict, code, result, fix) = record.Scope switch
        {
            RecordScope.Excluded => (ExplainVerdicts.Excluded, (string?)null, "excluded people are never updated",
                $"Change the exclusion criterion “{record.ScopeReason}” if this person should be synchronised."),
            RecordScope.Held => (ExplainVerdicts.Held, record.ScopeReason, "nothing is written while the person is held",
                record.ScopeReason is { } held && FindingCatalog.Codes.Contains(held)
                    ? FindingCatalog.TextOf(new Finding { Code = held, Severity = FindingSeverity.Held, Count = 1 }).Fix
                    : "See the findings of the last run."),
            _ => (ExplainVerdicts.NotPickedUp, null, "not written", "Nothing to do unless the HRIS is wrong about the employment."),
        };
        steps.Add(Result(standing, result));
        return new Explanation(target.ToString(), standing, verdict, code, steps.ToValueList(), fix);
    }

    private Explanation Mapped(Target target, string? standing, TargetEntry[] entries, StoredRecord record, List<ExplainStep> steps)
    {
        var outcome = deriver.Derive(target, entries);
        var rule = outcome.Rule;
        if (outcome.Hold is { } hold)
        {
            var finding = FindingFor(hold, target, outcome.Attribute, outcome.Nearest, record);
            var text = FindingCatalog.TextOf(finding);
            steps.Add(new(ExplainQuestion.Mapping, false, text.What));
            var waiting = finding.Count > 1 ? $"not written; {finding.Count - 1} other people wait for the same" : "not written";
            steps.Add(Result(standing, waiting));
            var unreadable = hold.Code is FindingCodes.AttributeNotReadable or FindingCodes.AttributeWithdrawn;
            return new Explanation(
                target.ToString(), standing, unreadable ? ExplainVerdicts.NotReadable : ExplainVerdicts.Held, hold.Code, steps.ToValueList(), text.Fix);
        }

        if (rule is null)
        {
            return NotRead(target, standing, entries, record, steps);
        }

        if (HeldByLastRun(target, outcome.Shown, standing, record) is { } held)
        {
            var text = FindingCatalog.TextOf(held);
            steps.Add(new(ExplainQuestion.Mapping, false, text.What));
            steps.Add(Result(standing, "not written"));
            return new Explanation(target.ToString(), standing, ExplainVerdicts.Held, held.Code, steps.ToValueList(), text.Fix);
        }

        steps.Add(new(ExplainQuestion.Mapping, true, $"to “{LabelOf(target)}” by rule {string.Join(" → ", [Quoted(rule.From), .. rule.Transforms.Select(t => t.GetType().Name.ToLowerInvariant())])} ({PolicyWord(rule.Truth)})"));
        var (verdict, result, fix) = Compare(target, rule, outcome.Shown, standing, record);
        steps.Add(Result(standing, result));
        return new Explanation(target.ToString(), standing, verdict, null, steps.ToValueList(), fix) { WrittenBy = verdict == ExplainVerdicts.InStep ? input.LastChange?.Run?.Value : null };
    }

    /// <summary>What the last run held although the mapping gives another value: a circle of managers, an email that is somebody else's, a fill rate that fell.
    /// That shows over all people only, not when one value is derived alone. A fallen fill rate holds the blanks of everybody, named in the finding or not.</summary>
    private Finding? HeldByLastRun(Target target, string? desired, string? standing, StoredRecord record) =>
        desired == standing || record.Fingerprint is not null || input.Employee?.Pins.Contains(target.FieldKey) == true
            ? null
            : ConnectionOf(record.Connection).Findings.FirstOrDefault(f => f.Severity == FindingSeverity.Held && f.Target == target.ToString()
                && (f.People.Contains(record.ExternalId) || (f.Code == FindingCodes.CoverageDrop && desired is null)));

    /// <summary>None of the attributes was kept: the source does not offer them to this credential, or not yet.</summary>
    private Explanation NotRead(Target target, string? standing, TargetEntry[] entries, StoredRecord record, List<ExplainStep> steps)
    {
        var connection = ConnectionOf(record.Connection);
        var attribute = entries.First(e => e.Mapping.Connection == record.Connection).Rule.Rule.From[0];
        var known = connection.Findings.FirstOrDefault(f =>
            f.Attribute == attribute && f.Code is FindingCodes.AttributeNotReadable or FindingCodes.AttributeWithdrawn && f.Attribute == attribute);
        steps.Add(new(ExplainQuestion.Mapping, false, known is null ? $"“{attribute}” was mapped after the last read" : FindingCatalog.TextOf(known).What));
        steps.Add(Result(standing, known is null ? "waits for the next sync" : "not written"));
        return known is null
            ? new Explanation(target.ToString(), standing, ExplainVerdicts.WaitsForSync, null, steps.ToValueList(), SyncFix(connection.Setup.Config.Name))
            : new Explanation(target.ToString(), standing, ExplainVerdicts.NotReadable, known.Code, steps.ToValueList(), FindingCatalog.TextOf(known).Fix);
    }

    private (string Verdict, string Result, string? Fix) Compare(Target target, MappingRule rule, string? desired, string? standing, StoredRecord record)
    {
        if (input.Employee?.Pins.Contains(target.FieldKey) == true)
        {
            return (ExplainVerdicts.Pinned, "pinned by a person; no sync touches it", "Unpin the value to take the HRIS' value again.");
        }

        if (desired == standing)
        {
            return standing is null
                ? (ExplainVerdicts.Empty, "empty at the source, empty here", null)
                : (ExplainVerdicts.InStep, Written(), null);
        }

        if ((rule.Truth == TruthPolicy.FillEmpty && standing is not null) || rule.Truth == TruthPolicy.InitialOnly || (desired is null && rule.WhenEmpty != EmptyPolicy.Clear))
        {
            return (ExplainVerdicts.KeptByPolicy, $"kept: the mapping's policy is {PolicyWord(rule.Truth)}, when empty {rule.WhenEmpty.ToString().ToLowerInvariant()}", null);
        }

        if (record.MissingReads > 0)
        {
            return (ExplainVerdicts.Missing, $"missing from the last {record.MissingReads} complete reads; kept as it was", "Let the credential see this person again.");
        }

        var name = ConnectionOf(record.Connection).Setup.Config.Name;
        return (ExplainVerdicts.WaitsForSync, $"the next sync writes “{desired}”", SyncFix(name));
    }

    private string Written() => input.LastChange is not { } change
        ? "in step since the employee was created"
        : change.Run is { } run ? $"written {When(change.At)} by run {run}" : $"entered by a person {When(change.At)}";

    /// <summary>The finding of the last run about the same cause, for its count; otherwise one for this person alone.</summary>
    private Finding FindingFor(Hold hold, Target target, string? attribute, string? nearest, StoredRecord record) =>
        ConnectionOf(record.Connection).Findings.FirstOrDefault(f =>
            f.Code == hold.Code && f.Target == target.ToString() && (hold.Word is null || f.Value == hold.Word))
        ?? new Finding
        {
            Code = hold.Code,
            Severity = FindingSeverity.Held,
            Attribute = attribute,
            Target = target.ToString(),
            Value = hold.Word,
            Nearest = nearest,
            Detail = hold.Code is FindingCodes.AttributeNotReadable or FindingCodes.AttributeWithdrawn
                ? ConnectionOf(record.Connection).Setup.Descriptor.HowToGrant
                : null,
            Count = 1,
        };

    private string? StandingOf(Target target)
    {
        if (input.Employee is not { } employee)
        {
            return null;
        }

        var shown = target.Kind switch
        {
            TargetKind.Status => AccountStatusWord.Of(employee.Status),
            TargetKind.Team => string.Join(", ", employee.Teams
                .Select(m => input.Schema.Teams.FirstOrDefault(t => t.Id == m.Team))
                .OfType<TeamState>().Where(t => t.Kind == target.TeamKind).Select(t => Words.Exact(t.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            TargetKind.AdditionalManager => string.Join(", ", employee.AdditionalManagers.Select(m => deriver.NameOf(m.Manager)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            TargetKind.Field or TargetKind.CustomAttribute or TargetKind.Level or TargetKind.Manager =>
                input.Schema.Layout.IndexOf(target.FieldKey) is >= 0 and var slot ? deriver.Shown(target, employee.Values[slot]) : null,
        };
        return string.IsNullOrEmpty(shown) ? null : shown;
    }

    private static ExplainStep Result(string? standing, string text) =>
        new(ExplainQuestion.Result, standing is not null, standing is null ? $"no value; {text}" : $"“{standing}”; {text}");

    private static string PolicyWord(TruthPolicy truth) => truth switch
    {
        TruthPolicy.Authoritative => "authoritative",
        TruthPolicy.FillEmpty => "fill empty",
        TruthPolicy.InitialOnly => "initial only",
    };

    private static string Quoted(IEnumerable<string> keys) => string.Join(", ", keys.Select(k => $"“{k}”"));

    /// <summary>In the workspace's time zone, which is named.</summary>
    private string When(DateTimeOffset at)
    {
        var zone = WorkspaceClock.ZoneOf(input.Workspace.TimeZone);
        return $"{TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {zone.Id}";
    }

    /// <summary>What people call the target.</summary>
    private string LabelOf(Target target) => target.Kind switch
    {
        TargetKind.Team => $"teams ({target.Name})",
        TargetKind.AdditionalManager => "additional managers",
        TargetKind.Status => "status",
        TargetKind.Field or TargetKind.CustomAttribute or TargetKind.Level or TargetKind.Manager =>
            input.Schema.Layout.Definitions.FirstOrDefault(d => d.Key == target.FieldKey)?.Label ?? target.ToString(),
    };

    private static string SyncFix(string connection) => $"Sync {connection}: “Update & Synchronize” on its page, or “rollcall sync {connection}”.";
}
