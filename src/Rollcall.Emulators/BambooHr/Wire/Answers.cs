using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.BambooHr.Wire;

/// <summary>The error shapes of the API, one per family of endpoints.</summary>
internal static class Answers
{
    /// <summary>No more is escaped than JSON needs: <c>+</c> and <c>&amp;</c> come as they are.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Legacy endpoints: an empty HTML body, the reason in a header and once more in a misspelt one.</summary>
    public static Task Empty(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=UTF-8";
        context.Response.Headers["X-BambooHR-Error-Message"] = message;
        context.Response.Headers["X-BambooHR-Error-Messsage"] = message;
        return Task.CompletedTask;
    }

    /// <summary>GET /employees: <c>{"error":{"code":"BadRequest","message":"…"}}</c>.</summary>
    public static Task Coded(HttpContext context, int status, string code, string message) => Json(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Datasets v1 and saved reports: <c>{"error":{"code":403,"message":"…"}}</c>.</summary>
    public static Task Numbered(HttpContext context, int status, string message) => Json(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", status);
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Datasets v1_2 and v2: RFC 7807 with a code.</summary>
    public static Task Problem(HttpContext context, int status, string code, string detail)
    {
        return Json(
            context,
            status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("type", "https://documentation.bamboohr.com/docs/errors#" + code.ToLowerInvariant());
                writer.WriteString("title", Title(status));
                writer.WriteNumber("status", status);
                writer.WriteString("detail", detail);
                writer.WriteString("instance", context.Request.Path.Value ?? "/");
                writer.WriteString("code", code);
                writer.WriteStartObject("fields");
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            "application/problem+json");
    }

    /// <summary>Webhooks: <c>{"errors":[{"error":"…","issues":[…]}]}</c>.</summary>
    public static Task WebhookErrors(HttpContext context, int status, string error, IReadOnlyCollection<string>? issues = null) => Json(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("errors");
        writer.WriteStartObject();
        writer.WriteString("error", error);
        if (issues is not null)
        {
            writer.WriteStartArray("issues");
            foreach (var issue in issues)
            {
                writer.WriteStringValue(issue);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static async Task Json(HttpContext context, int status, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions);
        write(writer);
        await writer.FlushAsync(context.RequestAborted);
    }

    public static Task Text(HttpContext context, int status, string text, string contentType = "text/html; charset=UTF-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static string Title(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        413 => "Content Too Large",
        422 => "Unprocessable Entity",
        _ => "Error",
    };
}
