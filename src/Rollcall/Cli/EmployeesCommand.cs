using System.CommandLine;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli;

/// <summary><c>employees</c>: the directory as a list.</summary>
internal static class EmployeesCommand
{
    private static readonly Option<string?> Search = new("--search") { Description = "Part of a name or email." };
    private static readonly Option<string[]> Where = new("--where") { Description = "FIELD=VALUE, for example title=Engineer, team=Vega or custom:shirt-size=M. Can be repeated." };
    private static readonly Option<string?> Status = new("--status") { Description = "created, invited, active or deactivated." };
    private static readonly Option<string[]> Show = new("--show") { Description = "More columns: field keys such as location or custom:shirt-size." };
    private static readonly Option<int> Take = new("--take") { Description = "At most so many.", DefaultValueFactory = _ => 50 };
    private static readonly Option<int> Skip = new("--skip") { Description = "Leave so many out at the start." };

    public static Command Create() => RollcallCli.Command("employees", "List employees.", RunAsync, Search, Where, Status, Show, Take, Skip);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var (people, total) = await session.Get<EmployeeQueries>().ListAsync(workspace.Id, FilterOf(session.Parse, schema), schema.Layout, cancellationToken);
        var view = await EmployeeView.OfAsync(session.Get<EmployeeQueries>(), workspace, schema, people, cancellationToken);
        List<Column<EmployeeState>> columns =
        [
            new("name", EmployeeView.Name), new("email", e => view.Value(e, Fields.Email)), new("title", e => view.Value(e, Fields.Title)), new("teams", view.Teams),
            new("manager", e => view.Value(e, Fields.Manager)), new("status", e => AccountStatusWord.Of(e.Status)),
        ];
        foreach (var field in session.Parse.GetValue(Show) ?? [])
        {
            if (schema.Layout.IndexOf(field) < 0 && field != Fields.AdditionalManager)
            {
                throw new CommandError(ExitCodes.Usage, $"There is no field “{field}”.", $"Known are {string.Join(", ", schema.Layout.Definitions.Select(d => d.Key))}, {Fields.AdditionalManager}.");
            }

            columns.Add(new(field, e => field == Fields.AdditionalManager ? view.AdditionalManagers(e) : view.Value(e, field)));
        }

        columns.Add(new("id", e => e.Id.ToString()));
        session.Terminal.Write(people, [.. columns]);
        session.Terminal.Say($"{people.Count} of {total} people.");
        return ExitCodes.Ok;
    }

    private static EmployeeFilter FilterOf(ParseResult parse, DirectorySchema schema)
    {
        var conditions = new List<FieldCondition>();
        foreach (var pair in parse.GetValue(Where) ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var field = at > 0 ? pair[..at] : "";
            if (field != Fields.Team && schema.Layout.IndexOf(field) < 0)
            {
                throw new CommandError(ExitCodes.Usage, $"“{pair}” is no filter.", $"Write FIELD=VALUE with one of team, {string.Join(", ", schema.Layout.Definitions.Select(d => d.Key))}.");
            }

            conditions.Add(new FieldCondition(field, FieldQuestion.Is, pair[(at + 1)..]));
        }

        var status = parse.GetValue(Status) is not { } word ? (AccountStatus?)null
            : AccountStatusWord.Parse(word) ?? throw new CommandError(ExitCodes.Usage, $"“{word}” is no status.", "Write created, invited, active or deactivated.");
        return new EmployeeFilter(parse.GetValue(Search), conditions, status, parse.GetValue(Skip), parse.GetValue(Take));
    }
}
