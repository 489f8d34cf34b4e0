using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Storage;

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

    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Everybody as they were at this moment: 2026-11-23 or 2026-11-23T09:00:00Z. Nothing else narrows it." };

    public static Command Create() => RollcallCli.Command("employees", "List employees, now or as they were.", RunAsync, Search, Where, Status, Show, Take, Skip, AsOf);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var known = await session.Company.People.FieldsAsync(cancellationToken);
        var more = session.Parse.GetValue(Show) ?? [];
        if (more.FirstOrDefault(f => !known.Contains(f)) is { } unknown)
        {
            throw new CommandError(ExitCodes.Usage, $"There is no field “{unknown}”.", $"Known are {string.Join(", ", known)}.");
        }

        string[] fields = [Fields.Email, Fields.Title, Fields.Team, Fields.Manager, Fields.Status];
        var list = await session.Company.People.ListAsync(WishOf(session.Parse, known, [.. fields.Union(more)]), cancellationToken);
        Column<PersonLine> Value(string name, string field) => new(name, p => p.Values.GetValueOrDefault(field));
        session.Terminal.Write(list.People,
        [
            new("name", p => p.Name), Value("email", Fields.Email), Value("title", Fields.Title), Value("teams", Fields.Team), Value("manager", Fields.Manager), Value("status", Fields.Status),
            .. more.Select(f => Value(f, f)), new("id", p => p.Id.ToString()),
        ]);
        session.Terminal.Say($"{list.People.Count} of {list.Total} people.");
        return ExitCodes.Ok;
    }

    private static PeopleWish WishOf(ParseResult parse, IReadOnlyList<string> known, IReadOnlyList<string> show)
    {
        var conditions = new List<FieldCondition>();
        foreach (var pair in parse.GetValue(Where) ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var field = at > 0 ? pair[..at] : "";
            if (!known.Contains(field))
            {
                throw new CommandError(ExitCodes.Usage, $"“{pair}” is no filter.", $"Write FIELD=VALUE with one of {string.Join(", ", known)}.");
            }

            conditions.Add(at + 1 == pair.Length ? new FieldCondition(field, FieldQuestion.HasNone, null) : new FieldCondition(field, FieldQuestion.Is, pair[(at + 1)..]));
        }

        var status = parse.GetValue(Status) is not { } word ? (AccountStatus?)null
            : AccountStatusWord.Parse(word) ?? throw new CommandError(ExitCodes.Usage, $"“{word}” is no status.", "Write created, invited, active or deactivated.");
        DateTimeOffset? asOf = parse.GetValue(AsOf) is { } moment ? HistoryCommand.MomentOf(moment) : null;
        if (asOf is not null && (conditions.Count > 0 || status is not null || parse.GetValue(Search) is not null))
        {
            throw new CommandError(ExitCodes.Usage, "A past moment is listed whole.", "Leave --search, --where and --status out; --show, --take and --skip work.");
        }

        return new PeopleWish(parse.GetValue(Search), conditions, status, show, parse.GetValue(Skip), parse.GetValue(Take)) { AsOf = asOf };
    }
}
