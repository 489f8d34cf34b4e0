using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.HiBob;

/// <summary>Webhooks of version 2 and the older version 1 (getting-started-webhooks and employee-events-v2, 2026-09). Signed over the body; no time in it.</summary>
internal static class HiBobWebhook
{
    public static WebhookFormat Format { get; } = new()
    {
        Steps =
        [
            new("Create the webhook.", "In Bob, Settings > Integrations > Webhooks > Add, version 2, with the address shown here, and with the events of the categories Employee and Tables. Bob tries the address when you save."),
            new("Bring the secret here.", "Bob shows the webhook's secret on the same page. Give it here; deliveries are refused until then."),
        ],
        IsSecretTheirs = true,
        SecretLabel = "Secret",
        IsGenuine = (delivery, secret) => WebhookParts.AreSame(
            delivery.Headers("Bob-Signature"), Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), delivery.Body.Span))),
        Read = Read,
    };

    private static WebhookHint Read(WebhookDelivery delivery)
    {
        try
        {
            using var document = JsonDocument.Parse(delivery.Body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String || (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("text", out _) && !root.TryGetProperty("type", out _)))
            {
                // “Ping test”, in both shapes.
                return new WebhookHint.Nothing();
            }

            return root.ValueKind != JsonValueKind.Object || WebhookParts.Text(root, "type") is not { } type
                ? new WebhookHint.Everybody("a delivery without type")
                : OfEvent(type, EmployeeIn(root));
        }
        catch (JsonException)
        {
            return new WebhookHint.Everybody("a delivery that is not JSON");
        }
    }

    private static WebhookHint OfEvent(string type, string? employee) => type switch
    {
        "employee.deleted" => new WebhookHint.Everybody(type),
        _ when type.StartsWith("employee.", StringComparison.Ordinal) || type.StartsWith("table.", StringComparison.Ordinal) =>
            employee is null ? new WebhookHint.Everybody($"{type} without an employee") : new WebhookHint.People([employee]),
        _ when type.StartsWith("timeoff.", StringComparison.Ordinal) || type.StartsWith("task", StringComparison.Ordinal) || type.StartsWith("document", StringComparison.Ordinal) =>
            new WebhookHint.Nothing(),
        _ => new WebhookHint.Everybody("an event that is not known"),
    };

    /// <summary>Version 2 says <c>data.employeeId</c>, version 1 <c>employee.id</c>.</summary>
    private static string? EmployeeIn(JsonElement root) =>
        root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && WebhookParts.Text(data, "employeeId") is { } id ? id
        : root.TryGetProperty("employee", out var employee) && employee.ValueKind == JsonValueKind.Object ? WebhookParts.Text(employee, "id") : null;
}
