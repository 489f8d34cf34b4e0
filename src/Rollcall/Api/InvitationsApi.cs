using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Links that let people in. A program that asks for one gets it, and brings it to whom it is for.</summary>
internal static class InvitationsApi
{
    public const int Most = 200;

    /// <summary>What an invitation of a program can give.</summary>
    public static readonly IReadOnlyList<MemberRole> Roles = [MemberRole.Viewer, MemberRole.Admin, MemberRole.Owner];

    public static void Map(RouteGroupBuilder api)
    {
        var invitations = api.MapGroup("/invitations").WithTags("Access");
        invitations.MapGet("", ListAsync).ProducesProblem(400).As("listInvitations", ApiScope.Admin, "List invitations, those by mail too; their links are kept nowhere");
        invitations.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createInvitation", ApiScope.Admin, "Make a link that lets somebody in; it is in this answer alone, and no mail is sent");
        invitations.MapDelete("/{id:guid}", RevokeAsync).Produces(204).ProducesProblem(404).As("revokeInvitation", ApiScope.Admin, "Let the link stop working");
    }

    /// <summary>Where this server is, as the program sees it.</summary>
    public static Uri ServerOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");

    public static ApiInvitation Of(Invitation invitation) => new(
        invitation.Id, invitation.Email, RollcallApi.Word(invitation.Role), invitation.Employee?.Value, RollcallApi.Word(invitation.State), invitation.CreatedAt, invitation.ExpiresAt,
        invitation.AcceptedAt);

    public static ApiMadeInvitation Of(MadeLink made) => new(made.Id, made.Link, made.ExpiresAt);

    private static async Task<Results<Ok<ApiPage<ApiInvitation>>, ProblemHttpResult>> ListAsync(InvitationService service, CancellationToken cancellationToken, int skip = 0, int take = 50)
    {
        if (skip < 0 || take is < 1 or > Most)
        {
            return TypedResults.Problem(ApiProblems.Page(Most));
        }

        var view = await service.ListAsync(new InvitationFilter(null, null, skip, take), cancellationToken);
        return TypedResults.Ok(new ApiPage<ApiInvitation>([.. view.Invitations.Select(Of)], view.Total));
    }

    private static async Task<Results<Created<ApiMadeInvitation>, ProblemHttpResult>> CreateAsync(ApiNewInvitation body, MemberService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (MembersApi.RoleOf(body.Role) is not { } role || !Roles.Contains(role))
        {
            return MembersApi.NoRole(body.Role, Roles);
        }

        if (ServerAddress.Of(body.Server) is not { } asked)
        {
            return TypedResults.Problem(ApiProblems.Wrong("This is no address of a server.", "Write it like https://rollcall.example.com, or leave it out."));
        }

        var server = asked.Given ?? await service.ServerAsync(cancellationToken) ?? ServerOf(request);
        var (made, refusal) = await service.LinkAsync(body.Email, role, server, cancellationToken);
        return made is not null
            ? TypedResults.Created((string?)null, Of(made))
            : TypedResults.Problem(refusal switch
            {
                MemberInvite.NoEmail => ApiProblems.Wrong("This is no email.", "Write it like mara@example.com."),
                MemberInvite.Member => ApiProblems.Of(409, "name-taken", "A member has this email already.", "Change their role instead."),
                _ => ApiProblems.Of(409, "busy", "Somebody else is inviting them at this moment.", "Ask again."),
            });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Guid id, InvitationService service, CancellationToken cancellationToken) =>
        await service.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.Problem(ApiProblems.Gone("invitation that is open"));
}

/// <summary>Somebody who was invited.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Email">Whom.</param>
/// <param name="Role">What accepting gives: employee, viewer, admin or owner.</param>
/// <param name="Employee">Who they are in the directory, if they are in it.</param>
/// <param name="State">open (the link works; whether somebody brought or mailed it is not known of one that a program made), failed, accepted, expired or revoked.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">From then on the link does not work.</param>
/// <param name="AcceptedAt">When it was used.</param>
public sealed record ApiInvitation(Guid Id, string Email, string Role, Guid? Employee, string State, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? AcceptedAt)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Somebody to be let in.</summary>
/// <param name="Email">The account is made with it.</param>
/// <param name="Role">viewer, admin or owner.</param>
/// <param name="Server">Where the link leads, such as https://rollcall.example.com; what the workspace's mail settings say, when left out, else how the request came here.</param>
public sealed record ApiNewInvitation(string Email, string Role = "viewer", string? Server = null)
{
    public override string ToString() => nameof(ApiNewInvitation);
}

/// <summary>A link that was made.</summary>
/// <param name="Id">Names the invitation.</param>
/// <param name="Link">Whoever has it comes in with it, once. It is not shown again.</param>
/// <param name="ExpiresAt">From then on it does not work.</param>
public sealed record ApiMadeInvitation(Guid Id, string Link, DateTimeOffset ExpiresAt)
{
    public override string ToString() => Id.ToString();
}
