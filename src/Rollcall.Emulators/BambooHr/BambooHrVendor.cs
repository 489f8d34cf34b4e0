using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Endpoints;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.BambooHr;

/// <summary>BambooHR as it answered in autumn 2026.</summary>
internal sealed class BambooHrVendor : IEmulatedVendor
{
    /// <summary>Name of the API key among the credentials.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>Name of the API key of a second user, who owns other webhooks.</summary>
    public const string OtherApiKey = "otherApiKey";

    public string Key => "bamboohr";

    public IReadOnlyDictionary<string, string> DefaultCredentials { get; } = new Dictionary<string, string>
    {
        [ApiKey] = "0123456789abcdef0123456789abcdef01234567",
        [OtherApiKey] = "76543210fedcba9876543210fedcba9876543210",
    };

    public object DefaultSwitches => new BambooHrSwitches();

    public void Map(WebApplication app, EmulatorContext context)
    {
        var tenant = new BambooHrTenant(context);
        context.Owned.Push(tenant.Webhooks);
        var routes = new Routes(app, tenant, new Gate(tenant));
        MetaEndpoints.Map(routes, tenant);
        DirectoryEndpoint.Map(routes, tenant);
        EmployeeListEndpoint.Map(routes, tenant);
        EmployeeEndpoints.Map(routes, tenant);
        ChangedEndpoints.Map(routes, tenant);
        TableEndpoints.Map(routes, tenant);
        ReportEndpoint.Map(routes, tenant);
        DatasetEndpoints.Map(routes, tenant);
        DatasetMetaEndpoints.Map(routes, tenant);
        WebhookEndpoints.Map(routes, tenant);
        routes.MapRest();
    }

    public async Task RefuseAsync(HttpContext http, FaultRule fault, EmulatorContext context)
    {
        var switches = (BambooHrSwitches)context.Switches;
        Gate.Stamp(http);
        switch (fault.Kind)
        {
            case FaultKind.RateLimited:
                await Gate.LimitAsync(http, switches, fault.Delay, context.Time);
                break;
            case FaultKind.RateLimitedBare:
                await Answers.Empty(http, switches.RateLimitStatus, "Rate limit exceeded");
                break;
            case FaultKind.Unauthorized:
                await Gate.UnknownKeyAsync(http, switches);
                break;
            case FaultKind.Forbidden:
                await Answers.Empty(http, 403, "Forbidden");
                break;
            default:
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(fault.Delay.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await Answers.Empty(http, 503, "Service unavailable");
                break;
        }
    }
}
