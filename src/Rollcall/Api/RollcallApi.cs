using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rollcall.Configuration;
using Rollcall.Features.Reference;
using Rollcall.Features.Settings;
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
        services.ConfigureHttpJsonOptions(json =>
        {
            // What is not known is refused: a misspelt setting must not look as if it had been stored.
            json.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddScoped<ConfigurationService>();
        services.AddScoped<WorkspacesService>();
        services.AddOpenApi(Document, ApiDocument.Describe);
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        ScalarPage.Map(app);
        var api = app.MapGroup(Base).DisableAntiforgery().RequireRateLimiting(Policy).AddEndpointFilter(ApiAccess.AsMemberAsync);
        ConnectionsApi.Map(api);
        ConnectionSettingsApi.Map(api);
        PrecedenceApi.Map(api);
        WebhooksApi.Map(api);
        MappingsApi.Map(api);
        RunsApi.Map(api);
        DirectoryApi.Map(api);
        EmployeeEditsApi.Map(api);
        TeamsApi.Map(api);
        LevelsApi.Map(api);
        AttributesApi.Map(api);
        ConfigurationApi.Map(api);
        WorkspacesApi.Map(api);
        SubscriptionsApi.Map(api);
        DecisionsApi.Map(api);
        TokensApi.Map(api);
        MembersApi.Map(api);
        InvitationsApi.Map(api);
        MailApi.Map(api);
        AlertsApi.Map(api);
        RetentionApi.Map(api);
    }

    /// <summary>An address that is none, or does not take a method or a type of body, is said so in words, to anybody. It stands after routing: an
    /// endpoint for all the rest would take requests away from those that take a body or none.</summary>
    public static Task AnswerTheRestAsync(HttpContext http, RequestDelegate next) => http.GetEndpoint() switch
    {
        { Metadata: var metadata } when metadata.GetMetadata<ApiScopeMetadata>() is not null => next(http),
        null => Results.Problem(ApiProblems.Of(
            StatusCodes.Status404NotFound, "no-such-operation", "There is no such address, or it does not take this method.", "The document at /openapi/v1.json has them all.")).ExecuteAsync(http),
        { RequestDelegate: { } refuse } => RefuseAsync(http, refuse),
        _ => next(http),
    };

    /// <summary>Whether a program asks; /api alone is a page for people.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal, out var rest) && rest.HasValue && rest.Value.Length > 1;

    /// <summary>An endpoint's name, scope and sentence, for the document and for the door.</summary>
    public static RouteHandlerBuilder As(this RouteHandlerBuilder endpoint, string name, ApiScope scope, string sentence) =>
        endpoint.WithName(name).WithSummary(sentence).WithMetadata(new ApiScopeMetadata(scope)).RequireAuthorization(ApiAccess.PolicyOf(scope));

    /// <summary>The endpoint starts something: with a key it does so once.</summary>
    public static RouteHandlerBuilder Once(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IdempotentMetadata()).ProducesProblem(409).ProducesProblem(422);

    /// <summary>The endpoint edits one thing, and is refused when If-Match names another state of it.</summary>
    public static RouteHandlerBuilder Edits(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IfMatchMetadata()).ProducesProblem(400).ProducesProblem(404).ProducesProblem(412);

    /// <summary>What a request that could not be bound is answered.</summary>
    public static ProblemDetails Misunderstood(BadHttpRequestException exception)
    {
        var at = exception.InnerException is System.Text.Json.JsonException { Path: { Length: > 0 } path } ? $" at {path}" : "";
        return ApiProblems.Of(exception.StatusCode, "not-understood", $"The request was not understood{at}.", "Compare it with the document at /openapi/v1.json: names, types, and what is required. Nothing was changed.");
    }

    private static async Task RefuseAsync(HttpContext http, RequestDelegate refuse)
    {
        await refuse(http);
        await Results.Problem(http.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType
            ? ApiProblems.Of(http.Response.StatusCode, "not-understood", "The address takes JSON only.", "Send Content-Type: application/json.")
            : ApiProblems.Of(http.Response.StatusCode, "no-such-operation", "The address does not take this method.", "Look at the document at /openapi/v1.json.")).ExecuteAsync(http);
    }

    /// <summary>A word of ours as the API writes it: <c>AwaitingApproval</c> is <c>awaiting-approval</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>The scope an endpoint asks for.</summary>
internal sealed record ApiScopeMetadata(ApiScope Scope);
