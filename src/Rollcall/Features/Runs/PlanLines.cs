using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Syncing;

namespace Rollcall.Features.Runs;

/// <summary>Turns changes into lines for people: what kind, which mapping causes it, and what belongs on one line.</summary>
internal sealed class PlanLines(DirectorySchema schema, IEnumerable<ConnectionConfig> connections, IStringLocalizer<RunTexts> texts)
{
    private readonly Dictionary<string, string> labels = schema.Layout.Definitions.ToDictionary(d => d.Key, d => d.Label, StringComparer.Ordinal);
    private readonly HashSet<string> attributes = connections.SelectMany(c => c.Mappings).SelectMany(m => m.From).ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Key, string Text)> kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> causes = new(StringComparer.Ordinal);

    /// <param name="changes">In the order of the plan.</param>
    /// <param name="words">The same changes in words, one by one.</param>
    public IReadOnlyList<PlanLine> Of(IReadOnlyList<Change> changes, IReadOnlyList<ChangeLine> words)
    {
        var lines = new List<PlanLine>(changes.Count);
        for (var i = 0; i < changes.Count; i++)
        {
            var line = LineOf(changes[i], words[i]);
            if (lines.Count > 0 && Joined(lines[^1], line) is { } joined)
            {
                lines[^1] = joined;
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Out of one team and into another, for the same person and the same reason, reads as one move.</summary>
    private static PlanLine? Joined(PlanLine one, PlanLine other)
    {
        var isMove = one.Changes == 1 && one.Subject == SubjectKind.Employee && one.SubjectId == other.SubjectId && one.Kind == other.Kind && one.Cause == other.Cause
            && one.Kind is LineKinds.FieldPrefix + Fields.Team or LineKinds.FieldPrefix + Fields.AdditionalManager;
        return !isMove ? null
            : (one, other) is ({ After: null }, { Before: null }) ? one with { After = other.After, Changes = 2 }
            : (one, other) is ({ Before: null }, { After: null }) ? one with { Before = other.Before, Changes = 2 }
            : null;
    }

    private PlanLine LineOf(Change change, ChangeLine words)
    {
        var (kind, text) = KindOf(change);
        var after = change switch
        {
            { Verb: ChangeVerb.Create, Snapshot: EmployeeState created } => Introduce(created),
            { Verb: ChangeVerb.Create } => texts["after.created"],
            { Verb: ChangeVerb.Delete } => texts["after.removed"],
            { Subject: SubjectKind.Team, Field: TeamFields.Binding, After: { } unit } => texts["after.bound", unit],
            _ => words.After,
        };
        return new PlanLine(change.Subject, change.SubjectId, WhoOf(change, words), kind, text, words.Before, after, change.Cause, CauseOf(change.Cause), 1);
    }

    private string WhoOf(Change change, ChangeLine words) => change.Subject == SubjectKind.CustomAttribute ? labels.GetValueOrDefault(change.Field, words.Who) : words.Who;

    private (string Key, string Text) KindOf(Change change)
    {
        var key = (change.Subject, change.Verb, change.Field) switch
        {
            (SubjectKind.Employee, ChangeVerb.Create, _) => LineKinds.New,
            (SubjectKind.Employee, ChangeVerb.Delete, _) => LineKinds.Removed,
            (SubjectKind.Employee, _, Fields.Status) when change.After == AccountStatusWord.Deactivated => LineKinds.Leaves,
            (SubjectKind.Employee, _, Fields.Status) when change.Before == AccountStatusWord.Deactivated => LineKinds.Returns,
            (SubjectKind.Employee, _, Fields.ExternalId) => LineKinds.Tie,
            (SubjectKind.Team, _, _) => LineKinds.Team,
            (SubjectKind.Level, _, _) => LineKinds.Level,
            (SubjectKind.CustomAttribute, _, _) => LineKinds.Option,
            _ => LineKinds.FieldPrefix + change.Field,
        };
        if (!kinds.TryGetValue(key, out var kind))
        {
            kinds[key] = kind = (key, key.StartsWith(LineKinds.FieldPrefix, StringComparison.Ordinal) ? LabelOf(change.Field) : texts["kind." + key]);
        }

        return kind;
    }

    private string LabelOf(string field) => field switch
    {
        Fields.Team => texts["field.team"],
        Fields.AdditionalManager => texts["field.additional-manager"],
        Fields.Status => texts["field.status"],
        _ => labels.GetValueOrDefault(field, field),
    };

    private string CauseOf(string? cause)
    {
        if (cause is null)
        {
            return texts["cause.none"];
        }

        if (!causes.TryGetValue(cause, out var text))
        {
            // What is no attribute is a rule's name or words already.
            var rule = texts["cause." + cause];
            causes[cause] = text = attributes.Contains(cause) ? cause : rule.ResourceNotFound ? cause : rule.Value;
        }

        return text;
    }

    /// <summary>Enough of somebody new to recognise them.</summary>
    private string Introduce(EmployeeState created)
    {
        string? Value(string field) => schema.Layout.IndexOf(field) is >= 0 and var slot && slot < created.Values.Length ? created.Values[slot] : null;
        return string.Join(" · ", new[] { Value(Fields.Title), Value(Fields.Email), Value(Fields.Location) }.Where(v => v is { Length: > 0 }));
    }
}
