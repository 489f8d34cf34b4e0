using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.HiBob.Wire;

/// <summary>Reads JSON bodies; what can't be read is answered here.</summary>
internal static class Body
{
    /// <summary>The body, an empty object for no body, or null after the refusal was written.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        if (buffer.Length == 0)
        {
            using var nothing = JsonDocument.Parse("{}");
            return nothing.RootElement.Clone();
        }

        if (http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await Answers.Error(http, 415, "unsupported.media.type", "Expecting application/json body");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            await Answers.BadRequest(http, "Invalid Json");
            return null;
        }
    }
}
