using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>Webhooks, event based and older ones, as JSON or as a form (pages about webhooks, 2026-08). Signed over body and time.</summary>
internal static class BambooHrWebhook
{
    /// <summary>The pages name no tolerance. A vendor that tries again may send the first time once more, the last try comes after about 155 minutes.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(6);

    public static WebhookFormat Format { get; } = new()
    {
        Steps =
        [
            new("Create the webhook.", "In BambooHR, Account > Webhooks > Add a webhook, with the address shown here, as JSON. Or POST it to /api/v1/webhooks with the events employee.created, employee.updated and employee.deleted, and with the fields that are mapped here as monitorFields."),
            new("Bring the private key here.", "BambooHR shows the private key of a webhook once, when it is created. Give it here; deliveries are refused until then."),
        ],
        IsSecretTheirs = true,
        SecretLabel = "Private key",
        IsGenuine = IsGenuine,
        Read = Read,
    };

    private static bool IsGenuine(WebhookDelivery delivery, string secret)
    {
        if (delivery.Headers("X-BambooHR-Timestamp") is not { } timestamp
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(delivery.At.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret));
        hmac.AppendData(delivery.Body.Span);
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp));
        return WebhookParts.AreSame(delivery.Headers("X-BambooHR-Signature")?.ToLowerInvariant(), Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    private static WebhookHint Read(WebhookDelivery delivery)
    {
        if (delivery.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            return OfForm(Encoding.UTF8.GetString(delivery.Body.Span));
        }

        try
        {
            using var document = JsonDocument.Parse(delivery.Body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? new WebhookHint.Everybody("a delivery that is no object")
                : root.TryGetProperty("employees", out var employees) && employees.ValueKind == JsonValueKind.Array ? OfOlder(employees)
                : root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? OfEvent(WebhookParts.Text(root, "type"), WebhookParts.Text(data, "employeeId"))
                : OfEvent(WebhookParts.Text(root, "type"), null);
        }
        catch (JsonException)
        {
            return new WebhookHint.Everybody("a delivery that is not JSON");
        }
    }

    private static WebhookHint OfEvent(string? type, string? employee) => type switch
    {
        "employee.deleted" or "employee_with_fields.deleted" => new WebhookHint.Everybody("employee.deleted"),
        { } known when known.StartsWith("employee.", StringComparison.Ordinal) || known.StartsWith("employee_with_fields.", StringComparison.Ordinal) =>
            employee is null ? new WebhookHint.Everybody($"{known} without an employee") : new WebhookHint.People([employee]),
        { } other when other.StartsWith("company", StringComparison.Ordinal) => new WebhookHint.Nothing(),
        _ => new WebhookHint.Everybody("an event that is not known"),
    };

    /// <summary>Several employees may come at once; <c>action</c> is missing in some recordings.</summary>
    private static WebhookHint OfOlder(JsonElement employees)
    {
        var ids = new List<string>();
        foreach (var employee in employees.EnumerateArray())
        {
            if (employee.ValueKind != JsonValueKind.Object || WebhookParts.Text(employee, "id") is not { } id)
            {
                return new WebhookHint.Everybody("a delivery with an employee without id");
            }

            if (string.Equals(WebhookParts.Text(employee, "action"), "Deleted", StringComparison.OrdinalIgnoreCase))
            {
                return new WebhookHint.Everybody("employee.deleted");
            }

            ids.Add(id);
        }

        return ids.Count == 0 ? new WebhookHint.Nothing() : new WebhookHint.People([.. ids.Distinct(StringComparer.Ordinal)]);
    }

    private static WebhookHint OfForm(string form)
    {
        var fields = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToLookup(pair => WebUtility.UrlDecode(pair[0]), pair => pair.Length > 1 ? WebUtility.UrlDecode(pair[1]) : "", StringComparer.Ordinal);
        return fields["type"].FirstOrDefault() is { Length: > 0 } type
            ? OfEvent(type, fields["data[employeeId]"].FirstOrDefault(id => id.Length > 0))
            : new WebhookHint.Everybody("a form that is not known");
    }
}
