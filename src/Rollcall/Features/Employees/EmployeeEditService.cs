using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Employees;

/// <summary>What came of an edit.</summary>
internal abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    public sealed record Done : EditOutcome;

    /// <summary>The employee or the field is not there any more.</summary>
    public sealed record Gone : EditOutcome;

    /// <summary>An HRIS owns the field: pin the value instead.</summary>
    public sealed record Owned(string Connection) : EditOutcome;

    /// <summary>What was typed does not fit the field.</summary>
    public sealed record Refused(TypedValue Why) : EditOutcome;
}

/// <summary>A connection that can read one employee anew.</summary>
public sealed record PersonSource(ConnectionId Connection, string Name);

/// <summary>Changes one employee by hand, or has their HRIS asked again. Every edit is in the history, without a run.</summary>
internal sealed class EmployeeEditService(
    Visitor visitor, SyncService sync, EmployeeQueries employees, ConnectionStore connections, DirectoryEditStore edits, LiveRuns live)
{
    /// <summary>Keeps the standing value: no sync touches it.</summary>
    public async Task<EditOutcome> PinAsync(EmployeeId id, string field, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return Of(await edits.PinAsync(member.Workspace.Id, id, field, value: null, setsValue: false, cancellationToken));
    }

    /// <summary>Lets the HRIS own the value again, from the next sync on.</summary>
    public async Task<EditOutcome> UnpinAsync(EmployeeId id, string field, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return Of(await edits.UnpinAsync(member.Workspace.Id, id, field, cancellationToken));
    }

    /// <summary>Writes a value, and pins it when <paramref name="pins"/>. Without a pin, fields that an HRIS overwrites are refused.</summary>
    public async Task<EditOutcome> SetAsync(EmployeeId id, string field, string? text, bool pins, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var schema = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        if (schema.Layout.IndexOf(field) < 0 || !await ExistsAsync(member, id, cancellationToken))
        {
            return new EditOutcome.Gone();
        }

        if (!pins && await OwnerAsync(member, id, field, cancellationToken) is { } owner)
        {
            return new EditOutcome.Owned(owner);
        }

        var typed = await FieldInput.ReadAsync(employees, member.Workspace.Id, schema, field, text, cancellationToken);
        if (typed is not TypedValue.Fits fits)
        {
            return new EditOutcome.Refused(typed);
        }

        return Of(await (pins
            ? edits.PinAsync(member.Workspace.Id, id, field, fits.Canonical, setsValue: true, cancellationToken)
            : edits.SetAsync(member.Workspace.Id, id, field, fits.Canonical, cancellationToken)));
    }

    /// <summary>People to choose from, by part of the name or email.</summary>
    public async Task<IReadOnlyList<(EmployeeId Id, string Name)>> SearchAsync(string? text, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await EmployeeView.SearchAsync(employees, member.Workspace, await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken), text, cancellationToken);
    }

    /// <summary>The connections that carry this employee and may be read now.</summary>
    public async Task<IReadOnlyList<PersonSource>> SourcesAsync(EmployeeId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var records = await sync.DirectoryOf(member.Workspace).ReadRecordsOfAsync([id], cancellationToken);
        return [.. (await connections.ListAsync(member.Workspace.Id, cancellationToken))
            .Where(c => c.Config.Enabled && !c.Paused && records.Any(r => r.Connection == c.Id)).Select(c => new PersonSource(c.Id, c.Config.Name))];
    }

    /// <summary>Reads this one employee from the HRIS and applies what changed. Null when the connection does not carry them any more.</summary>
    public async Task<RunStart?> SyncNowAsync(EmployeeId id, ConnectionId connection, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var entry = (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == connection && c.Config.Enabled && !c.Paused);
        var record = (await sync.DirectoryOf(member.Workspace).ReadRecordsOfAsync([id], cancellationToken)).FirstOrDefault(r => r.Connection == connection);
        return entry is null || record is null
            ? null
            : await live.StartAsync(member.Workspace, entry, new ReadMode.People([record.ExternalId]), new ApplyMode.Apply(), RunTrigger.Manual, cancellationToken);
    }

    private static EditOutcome Of(EmployeeEdit edit) => edit switch
    {
        EmployeeEdit.Done => new EditOutcome.Done(),
        EmployeeEdit.Gone => new EditOutcome.Gone(),
        EmployeeEdit.Circle => new EditOutcome.Refused(new TypedValue.Circle()),
    };

    private async Task<bool> ExistsAsync(Member member, EmployeeId id, CancellationToken cancellationToken) =>
        (await employees.NamesAsync(member.Workspace.Id, [id], cancellationToken)).ContainsKey(id);

    private async Task<string?> OwnerAsync(Member member, EmployeeId id, string field, CancellationToken cancellationToken)
    {
        var records = await sync.DirectoryOf(member.Workspace).ReadRecordsOfAsync([id], cancellationToken);
        return FieldOwners.Of(member.Workspace, await connections.ListAsync(member.Workspace.Id, cancellationToken), records)[field].FirstOrDefault(o => o.Overwrites)?.Connection;
    }
}
