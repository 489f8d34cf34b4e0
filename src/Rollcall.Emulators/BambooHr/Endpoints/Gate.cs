using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.BambooHr.Wire;

namespace Rollcall.Emulators.BambooHr.Endpoints;

/// <summary>What stands before every endpoint: company, lock-out, API key, rate limit, and the headers of every answer.</summary>
internal sealed class Gate(BambooHrTenant tenant)
{
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _recent = new();
    private int _unknownKeys;
    private DateTimeOffset _lockedUntil;

    public async Task PassAsync(HttpContext http, Func<HttpContext, Task> handle)
    {
        Stamp(http);
        if (http.Request.RouteValues.TryGetValue("company", out var company) && !string.Equals(company as string, tenant.Switches.CompanyDomain, StringComparison.OrdinalIgnoreCase))
        {
            await Answers.Empty(http, 404, "Company not found");
            return;
        }

        if (IsLocked())
        {
            await Answers.Empty(http, 403, "API access is temporarily disabled for this company");
            return;
        }

        if (User(http.Request) is not { } user)
        {
            await UnknownKeyAsync(http, tenant.Switches);
            return;
        }

        if (tenant.Context.Options.RateLimits && Wait() is { } wait)
        {
            await LimitAsync(http, tenant.Switches, wait, tenant.Time);
            return;
        }

        http.Items["user"] = user;
        await handle(http);
    }

    /// <summary>Which user's key the request came with.</summary>
    public static string UserOf(HttpContext http) => (string)http.Items["user"]!;

    /// <summary>The headers recorded on every answer; the request id has 39 digits.</summary>
    public static void Stamp(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-cache, private";
        headers.Vary = "Authorization,User-Agent";
        headers["x-request-id"] = string.Create(39, 0, (digits, _) =>
        {
            for (var at = 0; at < digits.Length; at++)
            {
                digits[at] = (char)('0' + RandomNumberGenerator.GetInt32(at == 0 ? 1 : 0, 10));
            }
        });
    }

    public static Task UnknownKeyAsync(HttpContext http, BambooHrSwitches switches)
    {
        http.Response.Headers.WWWAuthenticate = $"Basic realm=\"https://api.bamboohr.com/{switches.CompanyDomain}\"";
        return Answers.Empty(http, 401, "API key not provided or invalid");
    }

    public static Task LimitAsync(HttpContext http, BambooHrSwitches switches, TimeSpan wait, TimeProvider time)
    {
        var seconds = Math.Max(0, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = switches.RetryAfter switch
        {
            RetryAfterForm.Seconds => seconds.ToString(CultureInfo.InvariantCulture),
            RetryAfterForm.HttpDate => time.GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture),
            RetryAfterForm.Missing => default,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return Answers.Empty(http, switches.RateLimitStatus, "Rate limit exceeded");
    }

    private bool IsLocked()
    {
        lock (_lock)
        {
            return tenant.Time.GetUtcNow() < _lockedUntil;
        }
    }

    // Basic, the key as the user name; the password does not matter.
    private string? User(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        var key = Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2)[0] : "";
        var user = tenant.Context.Credentials.FirstOrDefault(credential => credential.Value == key).Key;
        lock (_lock)
        {
            _unknownKeys = user is null ? _unknownKeys + 1 : 0;
            if (tenant.Switches.LockOutAfter > 0 && _unknownKeys >= tenant.Switches.LockOutAfter)
            {
                _unknownKeys = 0;
                _lockedUntil = tenant.Time.GetUtcNow().AddMinutes(tenant.Switches.LockOutMinutes);
            }
        }

        return user;
    }

    // A sliding minute.
    private TimeSpan? Wait()
    {
        lock (_lock)
        {
            var now = tenant.Time.GetUtcNow();
            while (_recent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1))
            {
                _recent.Dequeue();
            }

            if (_recent.Count >= tenant.Switches.RequestsPerMinute)
            {
                return _recent.Peek() + TimeSpan.FromMinutes(1) - now;
            }

            _recent.Enqueue(now);
            return null;
        }
    }
}
