using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Faults;

/// <summary>Counts the call and lets the plan spoil it. Faults inside a page are left for the endpoint to ask about.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, EmulatorContext context, IEmulatedVendor vendor)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (path.StartsWith("/_control", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        context.Calls.Add(http.Request.Method, path);
        var struck = context.Faults.Strike(path);
        http.Items[typeof(FaultKind)] = struck;
        foreach (var rule in struck)
        {
            if (await SpoilAsync(http, rule))
            {
                return;
            }
        }

        if (struck.Any(rule => rule.Kind == FaultKind.Truncated))
        {
            await TruncateAsync(http);
            return;
        }

        await next(http);
    }

    private async Task<bool> SpoilAsync(HttpContext http, FaultRule rule)
    {
        switch (rule.Kind)
        {
            case FaultKind.Hang:
                await HangAsync(http);
                return true;
            case FaultKind.Slow:
                await Task.Delay(rule.Delay, context.Time, http.RequestAborted);
                return false;
            case FaultKind.Reset:
                http.Abort();
                return true;
            case FaultKind.Html:
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync("<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>", http.RequestAborted);
                return true;
            case FaultKind.RateLimited or FaultKind.RateLimitedBare or FaultKind.Unavailable or FaultKind.Unauthorized or FaultKind.Forbidden:
                await vendor.RefuseAsync(http, rule, context);
                return true;
            default:
                return false;
        }
    }

    private static async Task HangAsync(HttpContext http)
    {
        var aborted = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private async Task TruncateAsync(HttpContext http)
    {
        var body = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        await next(http);
        http.Response.Body = body;
        http.Response.ContentLength = null;
        await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)(buffer.Length / 2)), http.RequestAborted);
    }
}
