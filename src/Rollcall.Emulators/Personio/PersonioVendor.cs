using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio.V1;
using Rollcall.Emulators.Personio.V2;
using Rollcall.Emulators.Personio.Webhooks;

namespace Rollcall.Emulators.Personio;

/// <summary>Personio's personnel data API in both versions, as they answered in autumn 2026.</summary>
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
        var tenant = new PersonioTenant(context);
        context.Owned.Push(tenant);
        var gate = new V2Gate(tenant);
        AuthEndpoints.Map(app, tenant);
        new EmployeeEndpoints(tenant).Map(app);
        new PersonEndpoints(tenant, gate).Map(app);
        new OrganisationEndpoints(tenant, gate).Map(app);
        new WebhookEndpoints(tenant, gate).Map(app);
        app.MapFallback(http => http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? Answers.NoSuchEndpointAsync(http, context)
            : Answers.ErrorAsync(http, 404, 0, "personio.core.api.exceptions.api.not.found.http.exception"));
    }

    public Task RefuseAsync(HttpContext http, FaultRule fault, EmulatorContext context)
    {
        var isV2 = http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal);
        switch (fault.Kind)
        {
            case FaultKind.RateLimited:
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(fault.Delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return isV2 ? Bare(http) : Answers.ErrorAsync(http, 429, 429, "Too Many Requests");
            case FaultKind.RateLimitedBare:
                return Bare(http);
            case FaultKind.Unauthorized:
                return isV2
                    ? Answers.ProblemAsync(http, 401, "Unauthorized", "Unauthorized Request", context)
                    : Answers.ErrorAsync(http, 401, 401, "Authorization is not provided");
            case FaultKind.Forbidden:
                return isV2
                    ? Answers.ProblemAsync(http, 403, "Forbidden", "Forbidden", context)
                    : Answers.ErrorAsync(http, 403, 403, "Provided authorization is not valid");
            default:
                return isV2
                    ? Answers.ProblemAsync(http, 503, "Service Unavailable", "There was a problem while processing this request. Please try again later.", context)
                    : Answers.ErrorAsync(http, 503, 503, "Service Unavailable");
        }
    }

    private static Task Bare(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }
}
