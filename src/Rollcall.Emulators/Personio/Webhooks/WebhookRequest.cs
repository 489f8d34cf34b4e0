using System.Text.Json;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>The body of creating or changing a webhook (reference of post_v2-webhooks, 2026).</summary>
internal sealed record WebhookRequest(
    Uri Url,
    string? Description,
    bool IsEnabled,
    WebhookAuth Auth,
    string? Token,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    IReadOnlyList<string> Events)
{
    public const int MostHeaders = 3;

    private static readonly string[] s_forbiddenHeaders = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect"];

    /// <summary>Reads what is given and keeps the rest of <paramref name="before"/>; null with a reason when something is wrong.</summary>
    public static WebhookRequest? Parse(JsonElement body, WebhookRequest? before, out string problem)
    {
        problem = "";
        if (body.ValueKind != JsonValueKind.Object)
        {
            problem = "The body must be an object.";
            return null;
        }

        var url = before?.Url;
        if (Text(body, "url") is { } given && (!Uri.TryCreate(given, UriKind.Absolute, out url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
        {
            problem = "url must be an https address; http is taken on this machine.";
            return null;
        }

        var status = Text(body, "status") ?? (before is { IsEnabled: true } ? "ENABLED" : "DISABLED");
        var authWord = Text(body, "auth_type") ?? (before?.Auth ?? WebhookAuth.Token).ToString().ToUpperInvariant();
        var token = Text(body, "token") ?? before?.Token;
        var events = Texts(body, "enabled_events") ?? before?.Events ?? [];
        var headers = HeadersOf(body) ?? before?.Headers ?? [];
        problem = url is null ? "url is required."
            : status is not ("ENABLED" or "DISABLED") ? "status must be ENABLED or DISABLED."
            : authWord is not ("TOKEN" or "CUSTOM" or "NONE") ? "auth_type must be TOKEN, CUSTOM or NONE."
            : authWord == "TOKEN" && string.IsNullOrEmpty(token) ? "token is required with auth_type TOKEN."
            : authWord == "CUSTOM" && headers.Count is 0 or > MostHeaders ? "custom_headers must have one to three headers."
            : headers.Any(header => IsForbidden(header.Key)) ? "custom_headers has a header that may not be set."
            : events.Count == 0 ? "enabled_events is required."
            : events.FirstOrDefault(name => !WebhookEvents.Names.Contains(name, StringComparer.Ordinal)) is { } unknown ? $"{unknown} is no event."
            : "";
        return problem.Length > 0 ? null
            : new WebhookRequest(url!, Text(body, "description") ?? before?.Description, status == "ENABLED", Enum.Parse<WebhookAuth>(authWord, ignoreCase: true), token, headers, events);
    }

    private static bool IsForbidden(string name) =>
        s_forbiddenHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("content-type", StringComparison.OrdinalIgnoreCase) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string>? Texts(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText())]
            : null;

    private static List<KeyValuePair<string, string>>? HeadersOf(JsonElement body) =>
        body.TryGetProperty("custom_headers", out var value) && value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.ToString()))]
            : null;
}
