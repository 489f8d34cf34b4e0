using System.CommandLine;
using Rollcall.Configuration;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>teams list | bind | create | merge</c>.</summary>
internal static class TeamsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The name the HRIS sends." };
    private static readonly Argument<string> Team = new("team") { Description = "The team of the directory." };
    private static readonly Argument<string> Goes = new("from") { Description = "The team that goes." };
    private static readonly Argument<string> Stays = new("into") { Description = "The team that stays." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it." };
    private static readonly Option<string> Kind = new("--kind") { Description = "team, department, division, business-unit, cost-center or other.", DefaultValueFactory = _ => "department" };

    public static Command Create() => RollcallCli.Group("teams", "Teams of the directory.",
        RollcallCli.Command("list", "List teams with their members and bindings.", ListAsync),
        RollcallCli.Command("bind", "Take another spelling from the HRIS for a team that is there.", BindAsync, Name, Team, Kind),
        RollcallCli.Command("merge", "Put two teams of a kind together; shows what that does, and does it with --yes.", MergeAsync, Goes, Stays, Kind, Yes),
        RollcallCli.Command("create", "Create a team, also one that is nearly like another.", CreateAsync, Name, Kind));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var members = await session.Get<EmployeeQueries>().CountMembersAsync(workspace.Id, cancellationToken);
        session.Terminal.Write(schema.Teams,
            new Column<TeamState>("name", t => t.Name),
            new Column<TeamState>("kind", t => ConfigWords.TeamKinds.For(t.Kind)),
            new Column<TeamState>("members", t => members.GetValueOrDefault(t.Id)),
            new Column<TeamState>("aliases", t => string.Join(", ", t.Aliases)),
            new Column<TeamState>("bindings", t => t.Bindings.Count),
            new Column<TeamState>("id", t => t.Id.ToString()));
        return ExitCodes.Ok;
    }

    private static async Task<int> BindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var kind = KindOf(session.Parse);
        var wanted = session.Parse.GetValue(Team)!;
        var team = schema.Teams.FirstOrDefault(t => t.Kind == kind && t.Name == wanted)
            ?? throw new CommandError(ExitCodes.NotFound, $"There is no {ConfigWords.TeamKinds.For(kind)} “{wanted}”.", "“rollcall teams list” shows them; --kind chooses the kind.");
        var alias = session.Parse.GetValue(Name)!;
        Check(await session.Get<TeamEditStore>().AddAliasesAsync(workspace.Id, team.Id, [alias], cancellationToken), alias);
        session.Terminal.Say($"“{alias}” is “{team.Name}” from the next sync on.");
        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var kind = KindOf(session.Parse);
        var name = session.Parse.GetValue(Name)!;
        Check((await session.Get<TeamEditStore>().CreateAsync(workspace.Id, name, kind, parent: null, [], cancellationToken)).Came, name);
        session.Terminal.Say($"Created {ConfigWords.TeamKinds.For(kind)} “{name}”.");
        return ExitCodes.Ok;
    }

    private static async Task<int> MergeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        var (goes, stays) = (Named(session, schema, Goes), Named(session, schema, Stays));
        var (moving, both) = await session.Get<TeamQueries>().CountMergeAsync(workspace.Id, goes.Id, stays.Id, cancellationToken);
        session.Terminal.Say($"“{goes.Name}” goes: {moving} members move to “{stays.Name}” ({both} are in both), and its name becomes an alias there.");
        if (!session.Parse.GetValue(Yes))
        {
            session.Terminal.Say("Nothing was changed. Add --yes to do it.");
            return ExitCodes.Ok;
        }

        return await session.Get<TeamEditStore>().MergeAsync(workspace.Id, goes, stays, cancellationToken) == TeamEdit.Done
            ? ExitCodes.Ok
            : throw new CommandError(ExitCodes.Refused, "One of the teams changed meanwhile; nothing was changed.", "Look at “rollcall teams list”, and try again.");
    }

    private static void Check(TeamEdit came, string name)
    {
        if (came != TeamEdit.Done)
        {
            throw came == TeamEdit.NameTaken
                ? new CommandError(ExitCodes.Refused, $"Another team of this kind is “{name}” already, by its name or an alias; nothing was changed.", "“rollcall teams list” shows which.")
                : new CommandError(ExitCodes.Refused, "The team changed meanwhile; nothing was changed.", "Look at “rollcall teams list”, and try again.");
        }
    }

    private static TeamState Named(CliSession session, DirectorySchema schema, Argument<string> argument)
    {
        var (kind, wanted) = (KindOf(session.Parse), session.Parse.GetValue(argument)!);
        return schema.Teams.FirstOrDefault(t => t.Kind == kind && t.Name == wanted)
            ?? throw new CommandError(ExitCodes.NotFound, $"There is no {ConfigWords.TeamKinds.For(kind)} “{wanted}”.", "“rollcall teams list” shows them; --kind chooses the kind.");
    }

    private static TeamKind KindOf(ParseResult parse) => ConfigWords.TeamKinds.TryGetValue(parse.GetValue(Kind)!, out var kind)
        ? kind
        : throw new CommandError(ExitCodes.Usage, $"“{parse.GetValue(Kind)}” is no kind of team.", $"Write {string.Join(", ", ConfigWords.TeamKinds.Keys)}.");
}
