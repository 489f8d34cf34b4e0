using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Tokens of programs. None makes one that may do more than itself.</summary>
internal static class TokensApi
{
    private static readonly ApiScope[] s_scopes = [ApiScope.Read, ApiScope.Sync, ApiScope.Configure, ApiScope.Admin];

    public static void Map(RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Access");
        tokens.MapGet("", ListAsync).As("listTokens", ApiScope.Admin, "List the tokens of programs; what they open with is kept nowhere");
        tokens.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createToken", ApiScope.Admin, "Make a token; it is in this answer alone");
        tokens.MapDelete("/{name}", RevokeAsync).Produces(204).ProducesProblem(404).As("revokeToken", ApiScope.Admin, "Refuse a token from now on");
    }

    private static async Task<Ok<IReadOnlyList<ApiTokenEntry>>> ListAsync(TokenService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiTokenEntry>>([.. (await service.ListAsync(cancellationToken)).Select(t => new ApiTokenEntry(t.Name, t.Start, RollcallApi.Word(t.Scope), t.CreatedAt, t.ExpiresAt, t.LastUsedAt))]);

    private static async Task<Results<Created<ApiMadeToken>, ProblemHttpResult>> CreateAsync(ApiNewToken body, TokenService service, CancellationToken cancellationToken)
    {
        if (s_scopes.Cast<ApiScope?>().FirstOrDefault(s => RollcallApi.Word(s!.Value) == body.Scope) is not { } scope)
        {
            return TypedResults.Problem(ApiProblems.Wrong(
                $"“{body.Scope}” is no scope that a token can give.", $"Write one of {string.Join(", ", s_scopes.Select(RollcallApi.Word))}. Only the terminal of the server makes one with the scope server."));
        }

        var (token, problem) = await service.CreateAsync(body.Name, scope, body.Days, cancellationToken);
        return problem switch
        {
            null => TypedResults.Created((string?)null, new ApiMadeToken(body.Name.Trim(), token!)),
            TokenProblem.Name => TypedResults.Problem(ApiProblems.Wrong($"A token has a name of 1 to {TokenService.LongestName} characters, and is good for 1 to {TokenService.MostDays} days.", "Correct name or days.")),
            TokenProblem.NameTaken => TypedResults.Problem(ApiProblems.Taken("token")),
            TokenProblem.Scope => TypedResults.Problem(ApiProblems.Wrong("The token could do more than the one that makes it.", "Take a smaller scope.")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string name, TokenService service, CancellationToken cancellationToken) =>
        await service.RevokeAsync(name, cancellationToken) ? TypedResults.NoContent() : TypedResults.Problem(ApiProblems.Gone("token"));
}

/// <summary>A token of a program, without what it opens with.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Begins">Its first characters, to tell it from others.</param>
/// <param name="Scope">read, sync, configure, admin or server.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it is refused.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
public sealed record ApiTokenEntry(string Name, string Begins, string Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>A token to be made.</summary>
/// <param name="Name">What people call it; unique in the workspace.</param>
/// <param name="Scope">read, sync, configure or admin; each includes those before it.</param>
/// <param name="Days">How long it is good for.</param>
public sealed record ApiNewToken(string Name, string Scope = "read", int Days = 365);

/// <summary>A token that was made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Token">What it opens with. It is not shown again.</param>
public sealed record ApiMadeToken(string Name, string Token)
{
    public override string ToString() => Name;
}
