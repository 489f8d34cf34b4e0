using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>The workspaces of a server, for whoever runs it for several companies.</summary>
internal static class WorkspacesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var workspaces = api.MapGroup("/workspaces").WithTags("Workspaces");
        workspaces.MapGet("", ListAsync).As("listWorkspaces", ApiScope.Server, "List all workspaces of the server");
        workspaces.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createWorkspace", ApiScope.Server, "Create a workspace, with a first token of its own, and a link for its first owner; both are shown this once");
        workspaces.MapGet("/current", GetAsync).As("getWorkspace", ApiScope.Read, "Look at the token's own workspace");
        workspaces.MapPut("/current", SaveAsync).Edits().As("putWorkspace", ApiScope.Admin, "Rename the token's own workspace, or change its time zone");
    }

    private static async Task<Ok<IReadOnlyList<ApiWorkspace>>> ListAsync(WorkspacesService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiWorkspace>>([.. (await service.ListAsync(cancellationToken)).Select(Of)]);

    private static async Task<Results<Created<ApiMadeWorkspace>, ProblemHttpResult>> CreateAsync(ApiNewWorkspace body, WorkspacesService service, HttpRequest request, CancellationToken cancellationToken) =>
        await service.CreateAsync(body.Name, body.Title ?? body.Name, body.TimeZone, body.OwnerEmail, InvitationsApi.ServerOf(request), cancellationToken) switch
        {
            WorkspaceMade.Made made => TypedResults.Created((string?)null, new ApiMadeWorkspace(Of(made.Workspace), made.Token, made.ExpiresAt, made.Owner is { } link ? InvitationsApi.Of(link) : null)),
            WorkspaceMade.NameTaken => TypedResults.Problem(ApiProblems.Taken("workspace")),
            WorkspaceMade.Wrong => Wrong(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<Ok<ApiWorkspace>> GetAsync(WorkspacesService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var workspace = Of(await service.CurrentAsync(cancellationToken));
        ApiEtags.Tag(response, workspace);
        return TypedResults.Ok(workspace);
    }

    private static async Task<Results<Ok<ApiWorkspace>, ProblemHttpResult>> SaveAsync(
        ApiWorkspaceEdit body, WorkspacesService service, SettingsService settings, HttpContext http, CancellationToken cancellationToken)
    {
        if (ApiEtags.Refused(http.Request, Of(await service.CurrentAsync(cancellationToken))) is { } refused)
        {
            return refused;
        }

        return await settings.SaveAsync(body.Title, body.TimeZone, cancellationToken) is null ? await GetAsync(service, http.Response, cancellationToken) : Wrong();
    }

    private static ProblemHttpResult Wrong() => TypedResults.Problem(ApiProblems.Wrong(
        "The workspace cannot be so.", $"The name has lower-case letters, digits and hyphens, the title 1 to {SettingsService.LongestTitle} characters, the time zone is an IANA name such as Europe/Berlin, and the owner's email is one."));

    private static ApiWorkspace Of(Workspace workspace) => new(workspace.Name, workspace.Title, workspace.TimeZone);
}

/// <summary>One company.</summary>
/// <param name="Name">Never changes: files and commands name it so.</param>
/// <param name="Title">What people call it.</param>
/// <param name="TimeZone">An IANA name: decides when a first or a last day begins.</param>
public sealed record ApiWorkspace(string Name, string Title, string TimeZone);

/// <summary>A workspace as it is to be.</summary>
/// <param name="Title">What people call it.</param>
/// <param name="TimeZone">An IANA name.</param>
public sealed record ApiWorkspaceEdit(string Title, string TimeZone);

/// <summary>A workspace to be made.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens; unique on the server.</param>
/// <param name="Title">What people call it; the name when left out.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="OwnerEmail">Its first owner: the answer has a link that lets them in. Nobody can sign in there before, when left out.</param>
public sealed record ApiNewWorkspace(string Name, string? Title = null, string TimeZone = "UTC", string? OwnerEmail = null)
{
    public override string ToString() => Name;
}

/// <summary>A workspace and the token that opens it.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Token">With the scope admin. It is not shown again.</param>
/// <param name="ExpiresAt">From then on it is refused; it makes no other, the server's terminal does.</param>
/// <param name="Invitation">The first owner's, when one was named.</param>
public sealed record ApiMadeWorkspace(ApiWorkspace Workspace, string Token, DateTimeOffset ExpiresAt, ApiMadeInvitation? Invitation)
{
    public override string ToString() => Workspace.Name;
}
