using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.BambooHr.Wire;

/// <summary>Legacy endpoints answer XML to everyone who does not ask for JSON by name.</summary>
internal static class Format
{
    public const string Xml = "text/xml; charset=UTF-8";

    public static bool WantsJson(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var format) && format.Count > 0)
        {
            return string.Equals(format[0], "json", StringComparison.OrdinalIgnoreCase);
        }

        return request.Headers.Accept.Any(accept => accept is not null && accept
            .Split(',')
            .Any(part => part.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)));
    }
}
