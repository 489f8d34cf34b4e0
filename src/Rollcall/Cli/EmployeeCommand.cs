using System.CommandLine;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>employee KEY</c>: one profile, each value with where it comes from.</summary>
internal static class EmployeeCommand
{
    public static readonly Argument<string> Key = new("employee") { Description = "Email, external id, id or unique full name." };

    public static Command Create() => RollcallCli.Command("employee", "Show one employee.", RunAsync, Key);

    /// <summary>The one employee with that key.</summary>
    public static async Task<EmployeeId> FindAsync(CliSession session, Workspace workspace, string key, CancellationToken cancellationToken)
    {
        var found = await session.Get<EmployeeQueries>().FindAsync(workspace.Id, key, cancellationToken);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CommandError(ExitCodes.NotFound, "There is no such employee in the directory.", $"“rollcall explain {key}” tells why somebody is not here, by the HRIS' id."),
            _ => throw new CommandError(ExitCodes.Usage, "Several employees have this key.", "Give the email or the id."),
        };
    }

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var id = await FindAsync(session, workspace, session.Parse.GetValue(Key)!, cancellationToken);
        var directory = session.Sync.DirectoryOf(workspace);
        var schema = await directory.ReadSchemaAsync(cancellationToken);
        var employee = (await directory.ReadEmployeesAsync(schema.Layout, [id], cancellationToken))[0];
        var view = await EmployeeView.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, [employee], cancellationToken);
        var records = await directory.ReadRecordsOfAsync([id], cancellationToken);
        var connections = (await session.Connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Id);
        var owners = connections.Values.Where(c => records.Any(r => r.Connection == c.Id && r.Scope == RecordScope.Included))
            .SelectMany(c => c.Config.Mappings.Select(m => (m.To.FieldKey, c.Config.Name))).ToLookup(p => p.FieldKey, p => p.Name);
        string Source(string field) => employee.Pins.Contains(field) ? "pinned" : owners.Contains(field) ? owners[field].First() : "manual";
        var values = schema.Layout.Definitions.Select(d => (d.Key, d.Label, Value: view.Value(employee, d.Key))).Where(v => v.Value is not null)
            .Select(v => new ProfileLine(v.Key, v.Label, v.Value!, Source(v.Key)))
            .Append(new ProfileLine(Fields.Team, "Teams", view.Teams(employee), Source(Fields.Team)))
            .Append(new ProfileLine(Fields.AdditionalManager, "Additional managers", view.AdditionalManagers(employee), Source(Fields.AdditionalManager)))
            .Append(new ProfileLine(Fields.Status, "Status", AccountStatusWord.Of(employee.Status), Source(Fields.Status)))
            .Where(l => l.Value.Length > 0).ToList();
        session.Terminal.Write(values, new Column<ProfileLine>("field", l => l.Field), new Column<ProfileLine>("label", l => l.Label), new Column<ProfileLine>("value", l => l.Value), new Column<ProfileLine>("source", l => l.Source));
        foreach (var record in records)
        {
            var excluded = record.Scope == RecordScope.Excluded ? $", excluded since {record.ScopeSince:yyyy-MM-dd} by “{record.ScopeReason}”" : "";
            session.Terminal.Say($"{(connections.TryGetValue(record.Connection, out var connection) ? connection.Config.Name : "a retired connection")}: external id {record.ExternalId}{excluded}");
        }

        return ExitCodes.Ok;
    }

    private sealed record ProfileLine(string Field, string Label, string Value, string Source)
    {
        public override string ToString() => Field;
    }
}
