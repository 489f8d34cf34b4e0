using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>People who may come in, and what they may do.</summary>
internal static class MembersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var members = api.MapGroup("/members").WithTags("Access");
        members.MapGet("", ListAsync).As("listMembers", ApiScope.Admin, "List members and their roles");
        members.MapGet("/{id:guid}", GetAsync).ProducesProblem(404).As("getMember", ApiScope.Admin, "Look at one member");
        members.MapPut("/{id:guid}", SaveAsync).Edits().ProducesProblem(409).As("putMember", ApiScope.Admin, "Change a member's role; the last owner stays one");
        members.MapDelete("/{id:guid}", RemoveAsync).Edits().ProducesProblem(409).As("removeMember", ApiScope.Admin, "Keep somebody out; the last owner stays in");
    }

    /// <summary>A role by its word; null when there is none such.</summary>
    public static MemberRole? RoleOf(string word) => Enum.GetValues<MemberRole>().Cast<MemberRole?>().FirstOrDefault(r => RollcallApi.Word(r!.Value) == word);

    public static ProblemHttpResult NoRole(string word, IEnumerable<MemberRole> choices) =>
        TypedResults.Problem(ApiProblems.Wrong($"“{word}” is no role that can be given here.", $"Write one of {string.Join(", ", choices.Select(RollcallApi.Word))}."));

    private static async Task<Ok<IReadOnlyList<ApiMember>>> ListAsync(MemberService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiMember>>([.. (await service.ListAsync(cancellationToken)).Select(Of)]);

    private static async Task<Results<Ok<ApiMember>, ProblemHttpResult>> GetAsync(Guid id, MemberService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { } member)
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(member));
        return TypedResults.Ok(Of(member));
    }

    private static async Task<Results<Ok<ApiMember>, ProblemHttpResult>> SaveAsync(Guid id, ApiMemberEdit body, MemberService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { } member)
        {
            return Gone();
        }

        if (RoleOf(body.Role) is not { } role)
        {
            return NoRole(body.Role, Enum.GetValues<MemberRole>());
        }

        if (ApiEtags.Refused(http.Request, EditOf(member)) is { } refused)
        {
            return refused;
        }

        var came = await service.ChangeRoleAsync(id, role, cancellationToken);
        return came == MemberOutcome.Done ? await GetAsync(id, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, MemberService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { } member)
        {
            return Gone();
        }

        if (ApiEtags.Refused(request, EditOf(member)) is { } refused)
        {
            return refused;
        }

        var came = await service.RemoveAsync(id, cancellationToken);
        return came == MemberOutcome.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static async Task<MemberEntry?> FindAsync(Guid id, MemberService service, CancellationToken cancellationToken) =>
        (await service.ListAsync(cancellationToken)).FirstOrDefault(m => m.Account == id);

    private static ProblemHttpResult Refused(MemberOutcome came) => came switch
    {
        MemberOutcome.Unknown => Gone(),
        MemberOutcome.LastOwner => TypedResults.Problem(ApiProblems.Of(409, "last-owner", "Nothing was changed: the workspace would have no owner left.", "Make somebody else an owner first.")),
        MemberOutcome.Done => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("member"));

    public static ApiMember Of(MemberEntry member) => new(member.Account, member.Email, member.DisplayName, RollcallApi.Word(member.Role), member.Employee?.Value, member.Since);

    private static ApiMemberEdit EditOf(MemberEntry member) => new(RollcallApi.Word(member.Role));
}

/// <summary>Somebody who may come in.</summary>
/// <param name="Id">Names them.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Name">What they call themselves.</param>
/// <param name="Role">employee, viewer, admin or owner.</param>
/// <param name="Employee">Who they are in the directory, if they are in it.</param>
/// <param name="Since">Since when.</param>
public sealed record ApiMember(Guid Id, string? Email, string? Name, string Role, Guid? Employee, DateTimeOffset Since)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A member as they are to be.</summary>
/// <param name="Role">employee, viewer, admin or owner.</param>
public sealed record ApiMemberEdit(string Role);
