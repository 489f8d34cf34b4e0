using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.HiBob.Wire;

namespace Rollcall.Emulators.HiBob.Endpoints;

/// <summary>One endpoint as the gate knows it.</summary>
/// <param name="Path">Its path without the version; the name of the right to use it.</param>
/// <param name="PerMinute">Calls a minute.</param>
/// <param name="NeedsRight">Whether the right to use it can be withdrawn.</param>
internal sealed record Endpoint(string Method, string Path, Func<HiBobSwitches, int> PerMinute, bool NeedsRight = true);

/// <summary>What stands before every endpoint: the firewall, the service user's token, the rate limit and the endpoint's own right.</summary>
internal sealed class Gate(HiBobTenant tenant)
{
    private readonly RateLimits _limits = new(tenant.Time);
    private readonly Firewall _firewall = new(tenant.Time);

    public async Task PassAsync(HttpContext http, Endpoint endpoint, Func<HttpContext, Task> handle)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var authorization = http.Request.Headers.Authorization.ToString();
        if (tenant.Switches.Firewall && _firewall.Blocks(address, authorization))
        {
            await BlockAsync(http);
            return;
        }

        await AnswerAsync(http, endpoint, authorization, handle);
        _firewall.Refused(http.Response.StatusCode, address, authorization);
    }

    /// <summary>401 as a request without credentials sees it: no body at all.</summary>
    public static Task UnauthorizedAsync(HttpContext http) => Answers.Empty(http, 401);

    /// <summary>429: no Retry-After, only when the minute resets.</summary>
    public static Task LimitAsync(HttpContext http, int perMinute, DateTimeOffset reset)
    {
        Stamp(http, perMinute, 0, reset);
        return TooManyAsync(http);
    }

    /// <summary>429 without a word about when.</summary>
    public static Task TooManyAsync(HttpContext http) => Answers.Error(http, 429, "too.many.requests", "Too many requests");

    private async Task AnswerAsync(HttpContext http, Endpoint endpoint, string authorization, Func<HttpContext, Task> handle)
    {
        var limit = endpoint.PerMinute(tenant.Switches);
        var (remaining, reset) = (limit, tenant.Time.GetUtcNow().AddMinutes(1));
        var served = !tenant.Context.Options.RateLimits || _limits.Take(endpoint.Method + endpoint.Path, limit, out remaining, out reset);
        Stamp(http, limit, remaining, reset);
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            await UnauthorizedAsync(http);
        }
        else if (!IsServiceUser(authorization[6..].Trim()))
        {
            await Answers.Error(http, 401, "tokenNotMatch", "The service user's ID and token do not match");
        }
        else if (!served)
        {
            await LimitAsync(http, limit, reset);
        }
        else if (endpoint.NeedsRight && !tenant.Workforce.Access.CanRead(endpoint.Path))
        {
            await Answers.Forbidden(http);
        }
        else
        {
            await handle(http);
        }
    }

    private Task BlockAsync(HttpContext http) => tenant.Switches.BlockForm == BobBlockForm.Html ? Answers.LoginPage(http, 403) : Answers.Empty(http, 403);

    private bool IsServiceUser(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return false;
        }

        var credentials = tenant.Context.Credentials;
        return Encoding.UTF8.GetString(bytes, 0, length) == credentials[HiBobVendor.ServiceUserId] + ":" + credentials[HiBobVendor.Token];
    }

    private static void Stamp(HttpContext http, int limit, int remaining, DateTimeOffset reset)
    {
        var headers = http.Response.Headers;
        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = ((reset.ToUnixTimeMilliseconds() + 999) / 1000).ToString(CultureInfo.InvariantCulture);
    }
}
