using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio;

/// <summary>Personio's personnel data API, version 1, and the token endpoint of version 2, as they answered in autumn 2026.</summary>
internal sealed class PersonioVendor : IEmulatedVendor
{
    public const string ClientId = "clientId";
    public const string ClientSecret = "clientSecret";

    public string Key => "personio";

    public IReadOnlyDictionary<string, string> DefaultCredentials { get; } = new Dictionary<string, string>
    {
        [ClientId] = "papi-00000000-0000-4000-8000-000000000001",
        [ClientSecret] = "papi-emulated-secret",
    };

    public object DefaultSwitches => new PersonioSwitches();

    public void Map(WebApplication app, EmulatorContext context)
    {
        var switches = (PersonioSwitches)context.Switches;
        var tokens = new PersonioTokens(context, switches);
        AuthEndpoints.Map(app, context, tokens);
        new EmployeeEndpoints(context, switches, tokens).Map(app);
        app.MapFallback(http => http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? Answers.ProblemAsync(http, 404, "Not Found", $"The endpoint with {http.Request.Path} was not found.", context)
            : Answers.ErrorAsync(http, 404, 0, "personio.core.api.exceptions.api.not.found.http.exception"));
    }

    public Task RefuseAsync(HttpContext http, FaultRule fault, EmulatorContext context)
    {
        switch (fault.Kind)
        {
            case FaultKind.RateLimited:
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(fault.Delay.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Answers.ErrorAsync(http, 429, 429, "Too Many Requests");
            case FaultKind.RateLimitedBare:
                http.Response.StatusCode = 429;
                return Task.CompletedTask;
            case FaultKind.Unauthorized:
                return Answers.ErrorAsync(http, 401, 401, "Authorization is not provided");
            case FaultKind.Forbidden:
                return Answers.ErrorAsync(http, 403, 403, "Provided authorization is not valid");
            default:
                return Answers.ErrorAsync(http, 503, 503, "Service Unavailable");
        }
    }
}

/// <summary>Error bodies of both versions.</summary>
internal static class Answers
{
    public static async Task ErrorAsync(HttpContext http, int status, int code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, new { success = false, error = new { code, message } }, cancellationToken: http.RequestAborted);
    }

    public static async Task ProblemAsync(HttpContext http, int status, string title, string detail, EmulatorContext context)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        await JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            personio_trace_id = Guid.CreateVersion7(context.Time.GetUtcNow()).ToString(),
            timestamp = context.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            errors = new[] { new { title, detail, type = (string?)null, _meta = new { path = http.Request.Path.Value } } },
        }, cancellationToken: http.RequestAborted);
    }
}
