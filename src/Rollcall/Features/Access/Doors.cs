using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Rollcall.Features.Access;

/// <summary>How often one address may knock at what is open to strangers: signing in, setting up, accepting. A whole office shares an address.</summary>
internal static class Doors
{
    public const string Policy = "doors";
    public const int PerMinute = 60;

    public static void Add(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.OnRejected = SayAsync;
    });

    /// <summary>In words, on the page that the form is on.</summary>
    private static ValueTask SayAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var http = context.HttpContext;
        http.Response.Headers.RetryAfter = "60";
        if (http.Request.HasFormContentType)
        {
            // The page is read by GET; 303 makes sure of that.
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = (http.Request.Path.StartsWithSegments("/sign-in", StringComparison.Ordinal) ? "/sign-in" : http.Request.Path.ToUriComponent()) + "?problem=many";
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        return ValueTask.CompletedTask;
    }
}
