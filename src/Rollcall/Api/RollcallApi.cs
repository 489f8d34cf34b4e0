using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>The REST API, version 1: the same application code as the pages, for programs that come with a token.</summary>
internal static class RollcallApi
{
    public const string Document = "v1";
    public const string Base = "/api/v1";

    /// <summary>So many requests a minute and token. A program that polls is far below; one that loops is stopped.</summary>
    public const int PerMinute = 600;

    private const string Policy = "api";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiAccess>(ApiAccess.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            authorization.AddPolicy(ApiAccess.PolicyOf(scope), policy => policy.AddAuthenticationSchemes(ApiAccess.SchemeName).RequireAuthenticatedUser().RequireAssertion(context =>
                int.TryParse(context.User.FindFirst(ApiAccess.ScopeClaim)?.Value, System.Globalization.CultureInfo.InvariantCulture, out var given) && given >= (int)scope));
        }

        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Request.Headers.Authorization.ToString(), _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) })));
        services.AddOpenApi(Document, ApiDocument.Describe);
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = app.MapGroup(Base).DisableAntiforgery().RequireRateLimiting(Policy).AddEndpointFilter(ApiAccess.AsMemberAsync);
        ConnectionsApi.Map(api);
        RunsApi.Map(api);
        DirectoryApi.Map(api);
        SubscriptionsApi.Map(api);
        app.Map("/api/{**rest}", () => Results.Problem(ApiProblems.Gone("address"))).AllowAnonymous().DisableAntiforgery();
    }

    /// <summary>An endpoint's name, scope and sentence, for the document and for the door.</summary>
    public static RouteHandlerBuilder As(this RouteHandlerBuilder endpoint, string name, ApiScope scope, string sentence) =>
        endpoint.WithName(name).WithSummary(sentence).WithMetadata(new ApiScopeMetadata(scope)).RequireAuthorization(ApiAccess.PolicyOf(scope));

    /// <summary>A word of ours as the API writes it: <c>AwaitingApproval</c> is <c>awaiting-approval</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>The scope an endpoint asks for.</summary>
internal sealed record ApiScopeMetadata(ApiScope Scope);
