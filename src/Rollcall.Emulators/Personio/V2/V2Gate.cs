using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>What every call of version 2 passes: the bucket of its endpoint and its headers, the token, the scope, and the names of its parameters.</summary>
internal sealed class V2Gate(PersonioTenant tenant)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>False once the refusal has been written.</summary>
    public async Task<bool> EnterAsync(HttpContext http, string endpoint, string scope, params string[] parameters)
    {
        var (taken, left) = _buckets.GetOrAdd(endpoint, _ => new TokenBucket(tenant.Time)).Take(tenant.Context.Options.RateLimits);
        var headers = http.Response.Headers;
        headers["x-ratelimit-replenish-rate"] = TokenBucket.PerSecond.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-burst-capacity"] = TokenBucket.Capacity.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-requested-tokens"] = "1";
        headers["x-ratelimit-remaining"] = left.ToString(CultureInfo.InvariantCulture);
        if (!taken)
        {
            // Neither a body nor Retry-After: the gateway's default, and probed in 2026-07.
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return false;
        }

        // A missing scope answers 401 too, not 403 (probed 2026-07); the words of the body were never recorded.
        if (!tenant.Tokens.IsValid(http.Request.Headers.Authorization.ToString()) || !tenant.Workforce.Access.CanRead(scope))
        {
            await Answers.ProblemAsync(http, 401, "Unauthorized", "Unauthorized Request", tenant.Context);
            return false;
        }

        var problem = http.Request.Query.Keys.Any(HasWrongOperator) ? "Provided filter encoding is invalid."
            : tenant.UnknownParameter(http.Request, parameters) is not null ? Answers.InvalidParameters
            : null;
        if (problem is not null)
        {
            await Answers.BadRequestAsync(http, problem, tenant.Context);
            return false;
        }

        return true;
    }

    /// <summary>Whether the caller may see a list that was in beta until 2026; otherwise the gateway does not know the path.</summary>
    public bool Beta(HttpContext http) => !tenant.Switches.RequiresBetaHeader || http.Request.Headers["Beta"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool HasWrongOperator(string name) =>
        name.Contains('.', StringComparison.Ordinal) && !name.EndsWith(".gt", StringComparison.Ordinal) && !name.EndsWith(".lt", StringComparison.Ordinal);
}
