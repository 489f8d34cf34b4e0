using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Personio;

/// <summary>Error bodies of both versions.</summary>
internal static class Answers
{
    public const string InvalidParameters = "Provided request parameters are invalid.";
    private const string Reference = "https://developer.personio.de/reference/errors#";

    public static async Task ErrorAsync(HttpContext http, int status, int code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, new { success = false, error = new { code, message } }, cancellationToken: http.RequestAborted);
    }

    public static Task BadRequestAsync(HttpContext http, string detail, EmulatorContext context) =>
        ProblemAsync(http, 400, "Bad request", detail, context, Reference + "common.bad_request");

    public static Task NoSuchResourceAsync(HttpContext http, EmulatorContext context) =>
        ProblemAsync(http, 404, "Resource not found", "There is no resource for the specified id.", context, Reference + "common.resource_not_found");

    public static Task NoSuchEndpointAsync(HttpContext http, EmulatorContext context) =>
        ProblemAsync(http, 404, "Not Found", $"The endpoint with {http.Request.Path} was not found.", context, "https://developer.personio.de/v2.0/page/public-api-error-codes#apinot_found");

    public static async Task ProblemAsync(HttpContext http, int status, string title, string detail, EmulatorContext context, string? type = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        var now = context.Time.GetUtcNow();
        await JsonSerializer.SerializeAsync(http.Response.Body, new
        {
            personio_trace_id = Guid.CreateVersion7(now).ToString(),
            timestamp = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            errors = new[] { new { title, detail, type, _meta = new { path = http.Request.Path.Value } } },
        }, cancellationToken: http.RequestAborted);
    }
}
