using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;
using Rollcall.Core.Directory;

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
        session.Terminal.Write(await session.Company.Teams.ListAsync(cancellationToken),
            new Column<TeamListing>("name", t => t.Name),
            new Column<TeamListing>("kind", t => ConfigWords.TeamKinds.For(t.Kind)),
            new Column<TeamListing>("members", t => t.Members),
            new Column<TeamListing>("aliases", t => string.Join(", ", t.Aliases)),
            new Column<TeamListing>("bindings", t => t.Bindings),
            new Column<TeamListing>("id", t => t.Id.ToString()));
        return ExitCodes.Ok;
    }

    private static async Task<int> BindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var team = Named(session, await session.Company.Teams.ListAsync(cancellationToken), Team);
        var alias = session.Parse.GetValue(Name)!;
        await session.Company.Teams.AddAliasAsync(team, alias, cancellationToken);
        session.Terminal.Say($"“{alias}” is “{team.Name}” from the next sync on.");
        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (kind, name) = (KindOf(session.Parse), session.Parse.GetValue(Name)!);
        await session.Company.Teams.CreateAsync(name, kind, cancellationToken);
        session.Terminal.Say($"Created {ConfigWords.TeamKinds.For(kind)} “{name}”.");
        return ExitCodes.Ok;
    }

    private static async Task<int> MergeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var teams = await session.Company.Teams.ListAsync(cancellationToken);
        var (goes, stays) = (Named(session, teams, Goes), Named(session, teams, Stays));
        var (moving, both) = await session.Company.Teams.CountMergeAsync(goes, stays, cancellationToken);
        session.Terminal.Say($"“{goes.Name}” goes: {moving} members move to “{stays.Name}” ({both} are in both), and its name becomes an alias there.");
        if (!session.Parse.GetValue(Yes))
        {
            session.Terminal.Say("Nothing was changed. Add --yes to do it.");
            return ExitCodes.Ok;
        }

        await session.Company.Teams.MergeAsync(goes, stays, cancellationToken);
        return ExitCodes.Ok;
    }

    private static TeamListing Named(CliSession session, IReadOnlyList<TeamListing> teams, Argument<string> argument)
    {
        var (kind, wanted) = (KindOf(session.Parse), session.Parse.GetValue(argument)!);
        return teams.FirstOrDefault(t => t.Kind == kind && t.Name == wanted)
            ?? throw new CommandError(ExitCodes.NotFound, $"There is no {ConfigWords.TeamKinds.For(kind)} “{wanted}”.", "“rollcall teams list” shows them; --kind chooses the kind.");
    }

    private static TeamKind KindOf(ParseResult parse) => ConfigWords.TeamKinds.TryGetValue(parse.GetValue(Kind)!, out var kind)
        ? kind
        : throw new CommandError(ExitCodes.Usage, $"“{parse.GetValue(Kind)}” is no kind of team.", $"Write {string.Join(", ", ConfigWords.TeamKinds.Keys)}.");
}
