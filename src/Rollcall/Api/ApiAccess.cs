using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Programs come with a token in <c>Authorization: Bearer</c>. A cookie opens nothing here, a token nothing elsewhere.</summary>
internal sealed class ApiAccess(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiToken";
    public const string TokenClaim = "rollcall:token";
    public const string ScopeClaim = "rollcall:scope";
    private const string Bearer = "Bearer ";

    private bool isExpired;

    /// <summary>The policy of a scope.</summary>
    public static string PolicyOf(ApiScope scope) => $"api:{scope}";

    /// <summary>Puts whoever the token stands for into the request's services: the same role checks hold as for people.</summary>
    public static async ValueTask<object?> AsMemberAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (token, workspace) = ((ApiToken, Workspace))http.Items[SchemeName]!;
        http.RequestServices.GetRequiredService<Visitor>().Become(new Member(workspace, token.Id, RoleOf(token.Scope), null) { By = $"token “{token.Name}”" });
        return await next(context);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers.Authorization.ToString();
        if (!given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.OpenAsync(given[Bearer.Length..].Trim(), Context.RequestAborted) is not { } opened)
        {
            isExpired = await tokens.IsExpiredAsync(given[Bearer.Length..].Trim(), Context.RequestAborted);
            return AuthenticateResult.Fail("not a token that is good");
        }

        Context.Items[SchemeName] = opened;
        var identity = new ClaimsIdentity([new Claim(TokenClaim, opened.Token.Id.ToString()), new Claim(ScopeClaim, ((int)opened.Token.Scope).ToString(System.Globalization.CultureInfo.InvariantCulture))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(isExpired
            ? ApiProblems.Of(StatusCodes.Status401Unauthorized, "token-expired", "The token has expired.", "Make a new one under Settings > API tokens, or with “rollcall tokens create”.")
            : ApiProblems.Of(StatusCodes.Status401Unauthorized, "token-refused", "No token came, or one that is not good.", "Send Authorization: Bearer and a token that was not revoked. “rollcall tokens create” makes one.")).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var given = RollcallApi.Word((((ApiToken Token, Workspace))Context.Items[SchemeName]!).Token.Scope);
        var needed = Context.GetEndpoint()?.Metadata.GetMetadata<ApiScopeMetadata>() is { } endpoint ? $"“{RollcallApi.Word(endpoint.Scope)}”" : "a larger one";
        return Results.Problem(ApiProblems.Of(
            StatusCodes.Status403Forbidden, "scope-too-small", $"The token may not do this: it has the scope “{given}”, and {needed} is needed.", "Use a token with a larger scope.")).ExecuteAsync(Context);
    }

    private static MemberRole RoleOf(ApiScope scope) => scope switch
    {
        ApiScope.Read => MemberRole.Viewer,
        ApiScope.Admin or ApiScope.Server => MemberRole.Owner,
        ApiScope.Sync or ApiScope.Configure => MemberRole.Admin,
    };
}
