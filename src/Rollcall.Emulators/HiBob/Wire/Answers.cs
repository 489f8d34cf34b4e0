using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.HiBob.Wire;

/// <summary>The answers of the API. Many refusals have no documented body; those are empty.</summary>
internal static class Answers
{
    private const string Login =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bob</title></head><body><div id=\"root\"><form action=\"/login\"></form></div></body></html>";

    public static async Task Json(HttpContext http, Action<Utf8JsonWriter> write, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, Wire.Json.Options);
        write(writer);
        await writer.FlushAsync(http.RequestAborted);
    }

    /// <summary>The classic shape of people and metadata endpoints: <c>{"key","error","args"}</c>.</summary>
    public static Task Error(HttpContext http, int status, string key, string error) => Json(
        http,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteString("error", error);
            writer.WriteStartArray("args");
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        status);

    public static Task BadRequest(HttpContext http, string error) => Error(http, 400, "bad.request", error);

    public static Task Forbidden(HttpContext http) => Error(http, 403, "forbidden", "The service user does not have permissions to access this resource");

    public static Task Empty(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>What every unknown path answers: the page people sign in on.</summary>
    public static Task LoginPage(HttpContext http, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Login, http.RequestAborted);
    }

    public static Task LoginPage200(HttpContext http) => LoginPage(http);

    public static Task Text(HttpContext http, string text)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
