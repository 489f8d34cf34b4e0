using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
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
    public override string ToString() => Field;
}

/// <summary>Some lines under one heading.</summary>
public sealed record ProfileSection(string Title, IReadOnlyList<ProfileLine> Lines);

/// <summary>One entry of a person's history.</summary>
public sealed record ProfileEvent(DateTimeOffset At, string Exact, RunId? Run, string Text)
{
    public override string ToString() => Exact;
}

/// <summary>Everything that a visitor may see of one person. Prints as nothing.</summary>
public sealed record Profile(string Name, string? Subtitle, IReadOnlyList<ProfileSection> Sections, IReadOnlyList<ProfileEvent> History)
{
    public override string ToString() => nameof(Profile);
}

/// <summary>Puts profiles together, each value only if its read access allows.</summary>
internal sealed class ProfileService(SyncService sync, EmployeeQueries employees, HistoryQueries history, ConnectionStore connections, IStringLocalizer<EmployeeTexts> texts)
{
    private static readonly string[] s_person = [Fields.Email, Fields.FirstName, Fields.LastName, Fields.PreferredName, Fields.DisplayName, Fields.Phone, Fields.Gender, Fields.Birthday];

    /// <summary>Null when there is no such employee in the visitor's workspace.</summary>
    public async Task<Profile?> FindAsync(Member visitor, EmployeeId id, CancellationToken cancellationToken)
    {
        var workspace = visitor.Workspace;
        var directory = sync.DirectoryOf(workspace);
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        if ((await directory.ReadEmployeesAsync(schema.Layout, [id], cancellationToken)) is not [var employee])
        {
            return null;
        }

        var view = await EmployeeView.OfAsync(employees, workspace, schema, [employee], cancellationToken);
        var records = await directory.ReadRecordsOfAsync([id], cancellationToken);
        var owners = (await connections.ListAsync(workspace.Id, cancellationToken))
            .Where(c => records.Any(r => r.Connection == c.Id && r.Scope == RecordScope.Included))
            .SelectMany(c => c.Config.Mappings.Select(m => (m.To, c.Config.Name))).ToLookup(m => m.To.FieldKey);

        ProfileLine Line(string field, string label, string? value, Guid? person = null)
        {
            var owner = owners[field].FirstOrDefault();
            var (kind, text) = employee.Pins.Contains(field) ? (StatusKind.Pinned, (string)texts["source.pinned"])
                : owner.Name is { } name ? (StatusKind.Hris, name)
                : value is { Length: > 0 } ? (StatusKind.Manual, texts["source.manual"]) : (StatusKind.Neutral, texts["source.none"]);
            return new ProfileLine(field, label, value is { Length: > 0 } ? value : null, person, owner.To ?? Target.Parse(field), kind, text);
        }

        var seen = schema.Layout.Definitions.Where(d => ReadableFields.OfOne(visitor, schema, d.Key, employee)).ToList();
        ProfileLine Of(FieldDefinition d) => Line(
            d.Key, d.Label, ShownValue.Of(d.Type, view.Value(employee, d.Key), texts["yes"], texts["no"]), d.Key == Fields.Manager && Guid.TryParse(employee.Values[schema.Layout.IndexOf(Fields.Manager)], out var manager) ? manager : null);
        ProfileSection[] sections =
        [
            new(texts["section.person"], [.. seen.Where(d => s_person.Contains(d.Key, StringComparer.Ordinal)).Select(Of)]),
            new(texts["section.job"],
            [
                .. seen.Where(d => !s_person.Contains(d.Key, StringComparer.Ordinal) && !d.Key.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal)).Select(Of),
                Line(Fields.Team, texts["teams"], view.Teams(employee)),
                Line(Fields.AdditionalManager, texts["additional-managers"], view.AdditionalManagers(employee)),
                Line(Fields.Status, texts["status"], AccountStatusWord.Of(employee.Status)),
            ]),
            new(texts["section.custom"], [.. seen.Where(d => d.Key.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal)).Select(Of)]),
        ];
        return new Profile(
            EmployeeView.Name(employee),
            string.Join(" · ", new[] { view.Value(employee, Fields.Title), view.Teams(employee), AccountStatusWord.Of(employee.Status) }.Where(part => part is { Length: > 0 })),
            [.. sections.Where(s => s.Lines.Count > 0)],
            visitor.Role >= MemberRole.Viewer ? await HistoryAsync(workspace, id, schema, cancellationToken) : []);
    }

    private async Task<IReadOnlyList<ProfileEvent>> HistoryAsync(Workspace workspace, EmployeeId id, DirectorySchema schema, CancellationToken cancellationToken)
    {
        var entries = await history.OfEmployeeAsync(workspace.Id, id, cancellationToken);
        var lines = await ChangeLines.OfAsync(sync, employees, workspace, [.. entries.Select(e => e.Change)], cancellationToken);
        string Label(string field) => schema.Layout.Definitions.FirstOrDefault(d => d.Key == field)?.Label ?? field;
        return [.. entries.Zip(lines.Lines).Select(pair => new ProfileEvent(
            pair.First.At,
            Moments.Exact(pair.First.At, workspace.TimeZone),
            pair.First.Run,
            pair.First.Change.Verb == ChangeVerb.Create ? texts["history.created"] : $"{Label(pair.Second.Field)}: {pair.Second.Before ?? "—"} → {pair.Second.After ?? "—"}"))];
    }
}
