using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob.Endpoints;
using Rollcall.Emulators.HiBob.Wire;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.HiBob;

/// <summary>HiBob as it answered in autumn 2026.</summary>
internal sealed class HiBobVendor : IEmulatedVendor
{
    /// <summary>Name of the service user's id among the credentials.</summary>
    public const string ServiceUserId = "serviceUserId";

    /// <summary>Name of the service user's token among the credentials.</summary>
    public const string Token = "token";

    public string Key => "hibob";

    public IReadOnlyDictionary<string, string> DefaultCredentials { get; } = new Dictionary<string, string>
    {
        [ServiceUserId] = "SERVICE-1234",
        [Token] = "aVeryMadeUpTokenOfFortyLettersOrAboutThat",
    };

    public object DefaultSwitches => new HiBobSwitches();

    public void Map(WebApplication app, EmulatorContext context)
    {
        var tenant = new HiBobTenant(context);
        context.Owned.Push(tenant.Webhooks);
        var routes = new Routes(app, new Gate(tenant));
        PeopleEndpoints.Map(routes, tenant);
        ProfileEndpoint.Map(routes, tenant);
        MetadataEndpoints.Map(routes, tenant);
        TableEndpoints.Map(routes, tenant);
        CustomTableEndpoints.Map(routes, tenant);
        AvatarEndpoints.Map(routes, tenant);
        WebhookSettings.Map(app, tenant);
        routes.MapRest();
    }

    public async Task RefuseAsync(HttpContext http, FaultRule fault, EmulatorContext context)
    {
        switch (fault.Kind)
        {
            // This vendor says when in X-RateLimit-Reset; a Retry-After is not documented.
            case FaultKind.RateLimited:
                await Gate.LimitAsync(http, Routes.Usual, context.Time.GetUtcNow() + fault.Delay);
                break;
            case FaultKind.RateLimitedBare:
                await Gate.TooManyAsync(http);
                break;
            case FaultKind.Unauthorized:
                await Gate.UnauthorizedAsync(http);
                break;
            case FaultKind.Forbidden:
                await Answers.Forbidden(http);
                break;
            default:
                await Answers.LoginPage(http, 503);
                break;
        }
    }
}
