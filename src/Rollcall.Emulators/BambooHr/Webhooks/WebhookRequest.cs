using System.Text.Json;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>The body of creating or replacing a webhook, checked as the vendor does: all issues at once.</summary>
internal sealed record WebhookRequest(
    string Name,
    string Url,
    string Format,
    IReadOnlyList<string> Events,
    IReadOnlyList<string>? MonitorFields,
    IReadOnlyList<KeyValuePair<string, string>> PostFields,
    bool IncludeCompanyDomain)
{
    private static readonly string[] s_legacy = ["employee_with_fields.updated", "employee_with_fields.deleted", "employee_with_fields.created"];

    private static readonly string[] s_current =
        ["employee.created", "employee.updated", "employee.deleted", "company-integrations.updated", "company.updated", "company.deleted"];

    /// <summary>Legacy webhooks post labels and values, current ones only the event.</summary>
    public bool IsLegacy => Events.Any(name => s_legacy.Contains(name, StringComparer.Ordinal));

    public static WebhookRequest? Parse(JsonElement body, bool httpsOnly, out List<string> issues)
    {
        issues = [];
        if (body.ValueKind != JsonValueKind.Object)
        {
            issues.Add("The request body must be an object.");
            return null;
        }

        var name = Text(body, "name", issues);
        var url = Text(body, "url", issues);
        var format = Text(body, "format", issues);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https"))
        {
            issues.Add("url must be an address");
        }
        else if (url is not null && httpsOnly && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            issues.Add("url must begin with https://");
        }

        if (format is not null and not ("json" or "form-encoded"))
        {
            issues.Add("format must be one of: json, form-encoded");
        }

        IReadOnlyList<string> events = Texts(body, "events", issues) is { Count: > 0 } given ? given : s_legacy;
        CheckEvents(events, issues);
        var monitored = Texts(body, "monitorFields", issues);
        if (events.Any(e => e is "employee.updated" or "employee_with_fields.updated") && monitored is not { Count: > 0 })
        {
            issues.Add("monitorFields is required when events includes an updated event");
        }

        // A termination date is computed and can't be monitored (seen by a client author, 2026-08).
        if (monitored?.Contains("terminationDate", StringComparer.Ordinal) == true)
        {
            issues.Add("terminationDate can not be monitored");
        }

        var posted = PostFieldsOf(body, issues);
        var domain = body.TryGetProperty("includeCompanyDomain", out var include) && include.ValueKind == JsonValueKind.True;
        return issues.Count == 0 ? new WebhookRequest(name!, url!, format!, events, monitored, posted, domain) : null;
    }

    private static void CheckEvents(IReadOnlyList<string> events, List<string> issues)
    {
        foreach (var unknown in events.Where(name => !s_legacy.Contains(name, StringComparer.Ordinal) && !s_current.Contains(name, StringComparer.Ordinal)))
        {
            issues.Add($"events contains the unknown event {unknown}");
        }

        if (events.Any(name => s_legacy.Contains(name, StringComparer.Ordinal)) && events.Any(name => name.StartsWith("employee.", StringComparison.Ordinal)))
        {
            issues.Add("employee_with_fields events can not be mixed with employee events");
        }
    }

    private static string? Text(JsonElement body, string name, List<string> issues)
    {
        if (body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        issues.Add($"{name} is required");
        return null;
    }

    private static List<string>? Texts(JsonElement body, string name, List<string> issues)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            issues.Add($"{name} must be an array of strings");
            return null;
        }

        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    private static List<KeyValuePair<string, string>> PostFieldsOf(JsonElement body, List<string> issues)
    {
        if (!body.TryGetProperty("postFields", out var value) || value.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, string>>();
        foreach (var field in value.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.String)
            {
                fields.Add(new(field.Name, field.Value.GetString()!));
            }
            else
            {
                issues.Add($"postFields.{field.Name} must be a string");
            }
        }

        return fields;
    }
}
