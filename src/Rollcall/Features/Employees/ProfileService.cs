using System.Globalization;
using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Features.Shell;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Employees;

/// <summary>One value of a profile and where it comes from.</summary>
/// <param name="Field">The field's key.</param>
/// <param name="Label">Its name.</param>
/// <param name="Value">In words; null for none.</param>
/// <param name="Person">The employee that the value names, if it names one.</param>
/// <param name="Target">What to explain; null when nothing maps to it.</param>
/// <param name="Source">Who owns it.</param>
/// <param name="SourceText">The same in words.</param>
public sealed record ProfileLine(string Field, string Label, string? Value, Guid? Person, Target? Target, StatusKind Source, string SourceText)
{
    /// <summary>How it is edited; null when it is not edited by typing.</summary>
    public FieldEditor? Editor { get; init; }

    /// <summary>Everything of the line that can be explained: of teams, each kind that is mapped.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>The value as it is stored, with names for whom and what it refers to; null for none.</summary>
    public string? Stored { get; init; }

    /// <summary>The connection that writes the field.</summary>
    public string? Connection { get; init; }

    public override string ToString() => Field;
}

/// <summary>How a field is edited: its type, its options, and the stored text to begin with. Prints as the type.</summary>
public sealed record FieldEditor(AttributeType Type, IReadOnlyList<string> Options, string? Text)
{
    public override string ToString() => Type.ToString();
}

/// <summary>Why somebody is not, or not simply, kept in step by a connection, or what it says of a day to come.</summary>
public sealed record ProfileNotice(StatusKind Kind, string Text)
{
    /// <summary>What its badge says; null for the usual word of its kind.</summary>
    public string? Badge { get; init; }

    public override string ToString() => Kind.ToString();
}

/// <summary>Some lines under one heading.</summary>
public sealed record ProfileSection(string Title, IReadOnlyList<ProfileLine> Lines);

/// <summary>One entry of a person's history.</summary>
public sealed record ProfileEvent(DateTimeOffset At, string Exact, RunId? Run, string Text)
{
    /// <summary>The change itself, and in words.</summary>
    public required (Change Change, ChangeLine Words) Each { get; init; }

    /// <summary>What was before it is not kept.</summary>
    public bool IsCut { get; init; }

    public override string ToString() => Exact;
}

/// <summary>A record that an HR system has of somebody.</summary>
/// <param name="Connection">The connection's name; null when it was removed.</param>
/// <param name="Record">As it was read last.</param>
/// <param name="Upcoming">What it says of a day to come; null for nothing.</param>
public sealed record ProfileRecord(string? Connection, StoredRecord Record, Upcoming? Upcoming)
{
    public override string ToString() => Record.ToString();
}

/// <summary>Everything that a visitor may see of one person. Prints as nothing.</summary>
public sealed record Profile(string Name, string? Subtitle, IReadOnlyList<ProfileSection> Sections, IReadOnlyList<ProfileNotice> Notices, IReadOnlyList<ProfileEvent> History)
{
    /// <summary>The records that HR systems have of them; for viewers.</summary>
    public IReadOnlyList<ProfileRecord> Records { get; init; } = [];

    /// <summary>Since when the history is whole; null when it always was.</summary>
    public DateTimeOffset? HistoryKeptSince { get; init; }

    public override string ToString() => nameof(Profile);
}

/// <summary>Puts profiles together, each value only if its read access allows.</summary>
internal sealed class ProfileService(
    Visitor who, SyncService sync, EmployeeQueries employees, HistoryQueries history, ExplainService explain, TimeProvider time, IStringLocalizer<EmployeeTexts> texts)
{
    private static readonly string[] s_person = [Fields.Email, Fields.FirstName, Fields.LastName, Fields.PreferredName, Fields.DisplayName, Fields.Phone, Fields.Gender, Fields.Birthday];

    /// <summary>Null when there is no such employee in the visitor's workspace.</summary>
    /// <param name="id">Whose profile.</param>
    /// <param name="asOf">The end of the day to look back to, for viewers; null for now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Profile?> FindAsync(EmployeeId id, DateOnly? asOf, CancellationToken cancellationToken)
    {
        var visitor = await who.RequireAsync(asOf is null ? MemberRole.Employee : MemberRole.Viewer, cancellationToken);
        return await FindAsync(visitor, id, asOf is { } day ? WorkspaceClock.EndOf(day, visitor.Workspace.TimeZone) : null, cancellationToken);
    }

    /// <summary>The profile as it was at that moment, for viewers; null when there was no such employee then.</summary>
    public async Task<Profile?> FindAtAsync(EmployeeId id, DateTimeOffset moment, CancellationToken cancellationToken) =>
        await FindAsync(await who.RequireAsync(MemberRole.Viewer, cancellationToken), id, moment, cancellationToken);

    private async Task<Profile?> FindAsync(Member visitor, EmployeeId id, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var workspace = visitor.Workspace;
        var records = await sync.DirectoryOf(workspace).ReadRecordsOfAsync([id], cancellationToken);
        var known = await explain.LoadAsync(workspace, new Someone(id, records), cancellationToken);
        var (schema, all) = (known.Schema, known.Connections);
        var employee = asOf is { } moment ? await history.AsOfAsync(workspace.Id, id, moment, cancellationToken) : known.Employee;

        // Asked after reading: what was removed meanwhile is missing in what was read.
        var kept = (await history.CutAsync(workspace.Id, cancellationToken)).KeptSince;
        if (employee is null || asOf < kept)
        {
            return null;
        }

        var view = await EmployeeView.OfAsync(employees, workspace, schema, [employee], cancellationToken);
        var held = asOf is null && visitor.Role >= MemberRole.Viewer ? await HeldAsync(known, cancellationToken) : [];
        var lines = new Lines(texts, visitor, schema, employee, view, FieldOwners.Of(workspace, all, records), held, asOf is null);
        var today = WorkspaceClock.Today(workspace.TimeZone, time.GetUtcNow());
        List<ProfileRecord> carrying =
            [.. records.Select(r => new ProfileRecord(
                all.FirstOrDefault(c => c.Id == r.Connection)?.Config.Name, r, all.Any(c => c.Id == r.Connection) ? Upcoming.Of(r, employee, schema.Layout, today) : null))];
        return new Profile(
            EmployeeView.Name(employee),
            string.Join(" · ", new[] { view.Value(employee, Fields.Title), view.Teams(employee), AccountStatusWord.Of(employee.Status) }.Where(part => part is { Length: > 0 })),
            lines.Sections(),
            visitor.Role >= MemberRole.Viewer ? [.. Notices(all, records, workspace.TimeZone), .. asOf is null ? DaysToCome(carrying) : []] : [],
            visitor.Role >= MemberRole.Viewer ? await HistoryAsync(known, cancellationToken) : [])
        {
            Records = visitor.Role >= MemberRole.Viewer ? carrying : [],
            HistoryKeptSince = kept,
        };
    }

    /// <summary>Since when history is kept, when the end of a day is from before; null when the profile as of that day can be known.</summary>
    public async Task<DateTimeOffset?> CutAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var workspace = (await who.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace;
        return await CutAsync(workspace, WorkspaceClock.EndOf(day, workspace.TimeZone), cancellationToken);
    }

    /// <summary>Since when history is kept, when that moment is from before; null when the profile as it was then can be known.</summary>
    public async Task<DateTimeOffset?> CutAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        await CutAsync((await who.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace, moment, cancellationToken);

    private async Task<DateTimeOffset?> CutAsync(Workspace workspace, DateTimeOffset moment, CancellationToken cancellationToken) =>
        (await history.CutAsync(workspace.Id, cancellationToken)).KeptSince is { } since && moment < since ? since : null;

    /// <summary>The fields whose value is held now. A finding names its first people only; whoever may be one of the others is explained.</summary>
    private async Task<HashSet<string>> HeldAsync(Dossier known, CancellationToken cancellationToken)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        var unnamed = new HashSet<(string Code, Target Target)>();
        foreach (var record in known.Records)
        {
            foreach (var finding in known.Findings.GetValueOrDefault(record.Connection, []).Where(f => f.Severity == FindingSeverity.Held))
            {
                if (finding.Target is not { } written || Target.Parse(written) is not { } target)
                {
                    continue;
                }

                if (finding.People.Contains(record.ExternalId))
                {
                    held.Add(target.FieldKey);
                }
                else if (finding.Count > finding.People.Count && record.Fingerprint is null)
                {
                    unnamed.Add((finding.Code, target));
                }
            }
        }

        List<(string Code, Target Target)> asked = [.. unnamed.Where(u => !held.Contains(u.Target.FieldKey))];
        if (asked.Count > 0)
        {
            var answers = await explain.ExplainAsync(known, [.. asked.Select(a => a.Target)], cancellationToken);
            held.UnionWith(asked.Zip(answers).Where(p => p.Second.Code == p.First.Code).Select(p => p.First.Target.FieldKey));
        }

        return held;
    }

    private List<ProfileNotice> Notices(IReadOnlyList<ConnectionEntry> all, IReadOnlyList<StoredRecord> records, string timeZone) =>
    [
        .. from record in records
           where record.Scope is RecordScope.Excluded or RecordScope.Held or RecordScope.NotPickedUp
           from connection in all
           where connection.Id == record.Connection
           select new ProfileNotice(
               record.Scope == RecordScope.Excluded ? StatusKind.Excluded : StatusKind.Held,
               texts["notice." + record.Scope.ToString().ToLowerInvariant(), connection.Config.Name, Moments.Exact(record.ScopeSince, timeZone), record.ScopeReason ?? "—"]),
    ];

    private IEnumerable<ProfileNotice> DaysToCome(IEnumerable<ProfileRecord> records) =>
        from record in records
        where record.Upcoming is not null
        select new ProfileNotice(
            StatusKind.Neutral, texts["notice." + record.Upcoming!.Kind.ToString().ToLowerInvariant(), record.Connection!, record.Upcoming.Day.ToString("d", CultureInfo.CurrentCulture)])
        {
            Badge = texts["notice.upcoming"],
        };

    private async Task<IReadOnlyList<ProfileEvent>> HistoryAsync(Dossier known, CancellationToken cancellationToken)
    {
        var (workspace, schema, entries) = (known.Workspace, known.Schema, known.History);
        var lines = await ChangeLines.OfAsync(employees, workspace, schema, [.. entries.Select(e => e.Change)], cancellationToken);
        string Label(string field) => schema.Layout.Definitions.FirstOrDefault(d => d.Key == field)?.Label ?? field;
        return [.. entries.Zip(lines.Lines).Select(pair => new ProfileEvent(
            pair.First.At,
            Moments.Exact(pair.First.At, workspace.TimeZone),
            pair.First.Run,
            pair.First.Change.Verb == ChangeVerb.Create ? texts["history.created"]
                : pair.First.IsCut ? texts["history.cut", Label(pair.Second.Field), pair.Second.After ?? "—"]
                : $"{Label(pair.Second.Field)}: {pair.Second.Before ?? "—"} → {pair.Second.After ?? "—"}") { Each = (pair.First.Change, pair.Second), IsCut = pair.First is { IsCut: true, Change.Verb: not ChangeVerb.Create } })];
    }

    /// <summary>The lines of one profile.</summary>
    private sealed class Lines(
        IStringLocalizer texts, Member visitor, DirectorySchema schema, EmployeeState employee, EmployeeView view, ILookup<string, FieldOwner> owners,
        IReadOnlySet<string> held, bool isNow)
    {
        public IReadOnlyList<ProfileSection> Sections()
        {
            var seen = schema.Layout.Definitions.Where(d => ReadableFields.OfOne(visitor, schema, d.Key, employee)).ToList();
            ProfileSection[] sections =
            [
                new(texts["section.person"], [.. seen.Where(d => IsPersonal(d.Key)).Select(Of)]),
                new(texts["section.job"],
                [
                    .. seen.Where(d => !IsPersonal(d.Key) && !IsCustom(d.Key)).Select(Of),
                    Line(Fields.Team, texts["teams"], view.Teams(employee), person: null, editor: null),
                    Line(Fields.AdditionalManager, texts["additional-managers"], view.AdditionalManagers(employee), person: null, editor: null),
                    Line(Fields.Status, texts["status"], AccountStatusWord.Of(employee.Status), person: null, editor: null),
                ]),
                .. seen.Where(d => IsCustom(d.Key)).GroupBy(SectionOf, StringComparer.Ordinal).Select(g => new ProfileSection(g.Key, [.. g.Select(Of)])),
            ];
            return [.. sections.Where(s => s.Lines.Count > 0)];
        }

        private static bool IsPersonal(string field) => s_person.Contains(field, StringComparer.Ordinal);

        private static bool IsCustom(string field) => field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal);

        private string SectionOf(FieldDefinition definition) =>
            AttributeOf(definition.Key)?.Section is { Length: > 0 } section ? section : texts["section.custom"].Value;

        private CustomAttribute? AttributeOf(string field) => schema.Attributes.FirstOrDefault(a => Fields.Custom(a.Key) == field);

        private ProfileLine Of(FieldDefinition definition)
        {
            var stored = employee.Values[schema.Layout.IndexOf(definition.Key)];
            Guid? person = definition.Key == Fields.Manager && Guid.TryParse(stored, out var manager) ? manager : null;
            var editor = isNow && definition.Key != Fields.Email && visitor.Role >= MemberRole.Admin
                ? new FieldEditor(
                    definition.Key == Fields.Level ? AttributeType.SingleSelect : definition.Type,
                    definition.Key == Fields.Level ? [.. schema.Levels.Select(l => l.Name)] : [.. AttributeOf(definition.Key)?.Options.Where(o => !o.Archived).Select(o => o.Label) ?? []],
                    view.Value(employee, definition.Key))
                : null;
            return Line(definition.Key, definition.Label, ShownValue.Of(definition.Type, view.Value(employee, definition.Key), texts["yes"], texts["no"]), person, editor);
        }

        private ProfileLine Line(string field, string label, string? value, Guid? person, FieldEditor? editor)
        {
            var owner = owners[field].FirstOrDefault(o => o.Overwrites) ?? owners[field].FirstOrDefault();
            var hasValue = value is { Length: > 0 };
            var (kind, text) = employee.Pins.Contains(field) ? (StatusKind.Pinned, texts["source.pinned"].Value)
                : owner is not null && held.Contains(field) ? (StatusKind.Held, texts["source.held", owner.Connection].Value)
                : owner is { Overwrites: true } ? (StatusKind.Hris, owner.Connection)
                : owner is { Truth: TruthPolicy.FillEmpty } && hasValue ? (StatusKind.Manual, texts["source.fill-empty", owner.Connection].Value)
                : owner is { Truth: TruthPolicy.InitialOnly } && hasValue ? (StatusKind.Manual, texts["source.initial-only", owner.Connection].Value)
                : hasValue ? (StatusKind.Manual, texts["source.manual"].Value) : (StatusKind.Neutral, texts["source.none"].Value);
            List<Target> targets = isNow ? [.. owners[field].Select(o => o.Target).Distinct().DefaultIfEmpty(Target.Parse(field)).OfType<Target>()] : [];
            return new ProfileLine(field, label, hasValue ? value : null, person, targets.FirstOrDefault(), kind, text)
            {
                Editor = editor,
                Targets = targets,
                Stored = view.Stored(employee, field) is { Length: > 0 } stored ? stored : null,
                Connection = owner?.Connection,
            };
        }
    }
}
