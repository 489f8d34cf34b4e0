using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Teams;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Teams, their members by hand, and merges.</summary>
internal static class TeamsApi
{
    private const int LongestName = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams");
        teams.MapGet("", ListAsync).As("listTeams", ApiScope.Read, "List teams");
        teams.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createTeam", ApiScope.Configure, "Create a team");
        teams.MapGet("/{id:guid}", GetAsync).ProducesProblem(404).As("getTeam", ApiScope.Read, "Look at one team");
        teams.MapPut("/{id:guid}", SaveAsync).Edits().ProducesProblem(409).As("putTeam", ApiScope.Configure, "Rename a team, move it, or change its aliases and leads; the name it had goes on meaning it");
        teams.MapDelete("/{id:guid}", DeleteAsync).Edits().ProducesProblem(409).As("deleteTeam", ApiScope.Configure, "Remove a team that nobody and nothing belongs to");
        teams.MapPost("/{id:guid}/merge", MergeAsync).Once().Edits().As("mergeTeam", ApiScope.Configure, "Put the team into another one of its kind, whose aliases its names become");
        teams.MapGet("/{id:guid}/merge", PreviewMergeAsync).ProducesProblem(404).As("previewTeamMerge", ApiScope.Configure, "See how many members would move, were the team put into another one");
        teams.MapPut("/{id:guid}/members/{employee:guid}", (Guid id, Guid employee, TeamService service, CancellationToken token) => MemberAsync(id, employee, isMember: true, service, token))
            .Produces(204).ProducesProblem(404).As("addTeamMember", ApiScope.Configure, "Put somebody into a team by hand");
        teams.MapDelete("/{id:guid}/members/{employee:guid}", (Guid id, Guid employee, TeamService service, CancellationToken token) => MemberAsync(id, employee, isMember: false, service, token))
            .Produces(204).ProducesProblem(404).As("removeTeamMember", ApiScope.Configure, "Take back that somebody was put into a team by hand; what an HRIS says stays");
    }

    private static async Task<Ok<IReadOnlyList<ApiTeam>>> ListAsync(TeamService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiTeam>>([.. (await service.ListAsync(cancellationToken)).Teams.Select(Of)]);

    private static async Task<Results<Ok<ApiTeam>, ProblemHttpResult>> GetAsync(Guid id, TeamService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(new TeamId(id), cancellationToken) is not { Line: var line })
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Team));
        return TypedResults.Ok(Of(line));
    }

    private static async Task<Results<Created<ApiTeam>, ProblemHttpResult>> CreateAsync(ApiNewTeam body, TeamService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (TeamKinds.Parse(body.Kind) is not { } kind)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"“{body.Kind}” is no kind of team.", $"Write one of {string.Join(", ", Enum.GetValues<TeamKind>().Select(TeamKinds.Word))}."));
        }

        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        var (came, id) = await service.CreateAsync(body.Name, kind, body.Parent is { } parent ? new TeamId(parent) : null, cancellationToken);
        if (came != TeamEdit.Done)
        {
            return Refused(came);
        }

        if (await service.FindAsync(id, cancellationToken) is not { Line: var line })
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Team));
        return TypedResults.Created($"{RollcallApi.Base}/teams/{id}", Of(line));
    }

    private static async Task<Results<Ok<ApiTeam>, ProblemHttpResult>> SaveAsync(Guid id, ApiTeamEdit body, TeamService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(new TeamId(id), cancellationToken) is not { Line.Team: var shown })
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, EditOf(shown)) is { } refused)
        {
            return refused;
        }

        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        var edited = shown with
        {
            Name = body.Name,
            Parent = body.Parent is { } parent ? new TeamId(parent) : null,
            Aliases = [.. body.Aliases],
            Leads = [.. body.Leads.Select(l => new EmployeeId(l))],
        };
        var came = await service.SaveAsync(shown, edited, cancellationToken);
        return came == TeamEdit.Done ? await GetAsync(id, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, TeamService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(new TeamId(id), cancellationToken) is not { Line.Team: var shown })
        {
            return Gone();
        }

        if (ApiEtags.Refused(request, EditOf(shown)) is { } refused)
        {
            return refused;
        }

        var came = await service.DeleteAsync(shown, cancellationToken);
        return came == TeamEdit.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static async Task<Results<Ok<ApiMergePreview>, ProblemHttpResult>> PreviewMergeAsync(Guid id, Guid into, TeamService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.PreviewMergeAsync(new TeamId(id), new TeamId(into), cancellationToken) is not { } preview)
        {
            return NoPair();
        }

        ApiEtags.Tag(response, EditOf(preview.Goes));
        return TypedResults.Ok(new ApiMergePreview(preview.Moving, preview.Both));
    }

    private static async Task<Results<Ok<ApiTeam>, ProblemHttpResult>> MergeAsync(Guid id, ApiMerge body, TeamService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.PreviewMergeAsync(new TeamId(id), new TeamId(body.Into), cancellationToken) is not { } preview)
        {
            return NoPair();
        }

        if (ApiEtags.Refused(http.Request, EditOf(preview.Goes)) is { } refused)
        {
            return refused;
        }

        var came = await service.MergeAsync(preview, cancellationToken);
        return came == TeamEdit.Done ? await GetAsync(body.Into, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<IResult> MemberAsync(Guid id, Guid employee, bool isMember, TeamService service, CancellationToken cancellationToken)
    {
        var came = await service.SetMemberAsync(new TeamId(id), new EmployeeId(employee), isMember, cancellationToken);
        return came == TeamEdit.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static ProblemHttpResult Refused(TeamEdit came) => came switch
    {
        TeamEdit.ChangedMeanwhile => ApiEtags.Meanwhile(),
        TeamEdit.NameTaken => TypedResults.Problem(ApiProblems.Taken("team of the kind")),
        TeamEdit.Circle => TypedResults.Problem(ApiProblems.Of(409, "circle", "The team would be part of itself.", "Take another parent.")),
        TeamEdit.InUse => TypedResults.Problem(ApiProblems.Of(409, "in-use", "The team still has members, parts or ties to the HRIS.", "Merge it into another one instead.")),
        TeamEdit.OtherKind => TypedResults.Problem(ApiProblems.Of(409, "other-kind", "The parent is of another kind, or the teams are.", "Take one of the same kind.")),
        TeamEdit.Gone => Gone(),
        TeamEdit.Done => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult NoPair() =>
        TypedResults.Problem(ApiProblems.Of(404, "not-found", "There are no such two teams, or they are of different kinds.", "Only two teams of one kind can be put together."));

    private static ProblemHttpResult? BadName(string name) => ApiOutcomes.BadName("A team", name, LongestName);

    private static ApiTeam Of(TeamLine line) => new(
        line.Team.Id.Value, line.Team.Name, TeamKinds.Word(line.Team.Kind), line.Team.Parent?.Value, [.. line.Team.Aliases], [.. line.Team.Leads.Select(l => l.Value)], line.Members, line.Team.Bindings.Count);

    private static ApiTeamEdit EditOf(TeamState team) => new(team.Name, team.Parent?.Value, [.. team.Aliases], [.. team.Leads.Select(l => l.Value)]);

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("team, parent or employee"));
}

/// <summary>A team to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">team, department, division, business-unit, cost-center or other.</param>
/// <param name="Parent">The team that it is part of.</param>
public sealed record ApiNewTeam(string Name, string Kind = "team", Guid? Parent = null);

/// <summary>A team as it is to be: everything that can be edited of it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Parent">The team that it is part of; null for none.</param>
/// <param name="Aliases">Other spellings a source may send for it.</param>
/// <param name="Leads">Employees who lead it.</param>
public sealed record ApiTeamEdit(string Name, Guid? Parent, IReadOnlyList<string> Aliases, IReadOnlyList<Guid> Leads);

/// <summary>What putting a team into another one would do.</summary>
/// <param name="Moving">Members that it has.</param>
/// <param name="Both">Of those, in the other one already.</param>
public sealed record ApiMergePreview(int Moving, int Both);

/// <summary>Where something goes.</summary>
/// <param name="Into">What stays.</param>
public sealed record ApiMerge(Guid Into);
