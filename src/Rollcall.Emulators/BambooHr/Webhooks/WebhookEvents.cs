using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Rollcall.Emulators.BambooHr.Fields;
using Rollcall.Emulators.BambooHr.Wire;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>One request to a webhook's target.</summary>
internal sealed record WebhookDelivery(byte[] Body, string ContentType, IReadOnlyList<string> EmployeeIds);

/// <summary>Which deliveries an entry of the journal causes at a webhook.</summary>
internal static class WebhookEvents
{
    public static IEnumerable<WebhookDelivery> Of(Webhook webhook, JournalEntry entry, BambooHrTenant tenant)
    {
        var id = tenant.Workforce.Find(entry.Number) is { } person ? Roster.Id(person) : entry.Number.ToString(CultureInfo.InvariantCulture);
        switch (entry.Kind)
        {
            case ChangeKind.Hired:
                foreach (var delivery in Created(webhook, entry, tenant, id))
                {
                    yield return delivery;
                }

                break;
            case ChangeKind.Deleted when Listens(webhook, "deleted"):
                yield return Delivery(webhook, entry, tenant, id, "deleted", []);
                break;
            case ChangeKind.Changed when Listens(webhook, "updated"):
                foreach (var group in Monitored(webhook, tenant, ChangedFields.Of(entry.Fields, tenant.Fields)).GroupBy(field => field.Custom))
                {
                    // Standard and custom changes come as two events.
                    yield return Delivery(webhook, entry, tenant, id, "updated", [.. group]);
                }

                break;
            default:
                break;
        }
    }

    // A newcomer is announced as created and then as updated.
    private static IEnumerable<WebhookDelivery> Created(Webhook webhook, JournalEntry entry, BambooHrTenant tenant, string id)
    {
        if (Listens(webhook, "created"))
        {
            yield return Delivery(webhook, entry, tenant, id, "created", []);
        }

        var monitored = Monitored(webhook, tenant, tenant.Fields.Listed.Where(field => !field.Deprecated)).ToList();
        if (tenant.Switches.CreatedIsFollowedByUpdated && Listens(webhook, "updated") && monitored.Count > 0)
        {
            yield return Delivery(webhook, entry, tenant, id, "updated", monitored);
        }
    }

    private static bool Listens(Webhook webhook, string what) =>
        webhook.Request.Events.Any(name => name == "employee." + what || name == "employee_with_fields." + what);

    private static IEnumerable<FieldSpec> Monitored(Webhook webhook, BambooHrTenant tenant, IEnumerable<FieldSpec> changed)
    {
        var monitored = (webhook.Request.MonitorFields ?? []).Select(tenant.Fields.Find).OfType<FieldSpec>().ToHashSet();
        return changed.Where(field => monitored.Contains(field) && tenant.CanRead(field));
    }

    private static WebhookDelivery Delivery(Webhook webhook, JournalEntry entry, BambooHrTenant tenant, string id, string what, IReadOnlyList<FieldSpec> changed)
    {
        var legacy = webhook.Request.IsLegacy;
        if (webhook.Request.Format == "json")
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, Answers.WriterOptions))
            {
                if (legacy)
                {
                    WriteLegacy(writer, webhook, entry, tenant, id, what, changed);
                }
                else
                {
                    WriteEvent(writer, entry, id, what, changed);
                }
            }

            return new WebhookDelivery(buffer.WrittenSpan.ToArray(), "application/json", [id]);
        }

        var pairs = legacy ? LegacyForm(webhook, entry, tenant, id, what, changed) : EventForm(entry, id, what, changed);
        var form = string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
        return new WebhookDelivery(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded", [id]);
    }

    private static void WriteEvent(Utf8JsonWriter writer, JournalEntry entry, string id, string what, IReadOnlyList<FieldSpec> changed)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "employee." + what);
        writer.WriteString("timestamp", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartObject("data");
        writer.WriteString("companyId", "73142");
        writer.WriteString("employeeId", id);
        if (what == "updated")
        {
            writer.WriteStartArray("changedFields");
            foreach (var field in changed)
            {
                writer.WriteStringValue(field.Key);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteLegacy(Utf8JsonWriter writer, Webhook webhook, JournalEntry entry, BambooHrTenant tenant, string id, string what, IReadOnlyList<FieldSpec> changed)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("employees");
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("action", Action(what));
        writer.WriteString("timestamp", LegacyTime(entry));
        writer.WriteStartArray("changedFields");
        foreach (var field in changed)
        {
            writer.WriteStringValue(field.Label);
        }

        writer.WriteEndArray();
        var posted = Posted(webhook, entry, tenant, what).ToList();
        if (posted.Count == 0 && tenant.Switches.EmptyObjectsAreArrays)
        {
            writer.WriteStartArray("fields");
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("fields");
            foreach (var (label, value) in posted)
            {
                if (tenant.Switches.LegacyWebhookValuesWrapped)
                {
                    writer.WriteStartObject(label);
                    writer.WriteString("value", value);
                    writer.WriteEndObject();
                }
                else
                {
                    writer.WriteString(label, value);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static IEnumerable<KeyValuePair<string, string>> EventForm(JournalEntry entry, string id, string what, IReadOnlyList<FieldSpec> changed) =>
    [
        new("type", "employee." + what),
        new("timestamp", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        new("data[companyId]", "73142"),
        new("data[employeeId]", id),
        .. changed.Select((field, at) => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"data[changedFields][{at}]"), field.Key)),
    ];

    private static IEnumerable<KeyValuePair<string, string>> LegacyForm(Webhook webhook, JournalEntry entry, BambooHrTenant tenant, string id, string what, IReadOnlyList<FieldSpec> changed) =>
    [
        new("employees[0][id]", id),
        new("employees[0][action]", Action(what)),
        new("employees[0][timestamp]", LegacyTime(entry)),
        .. changed.Select((field, at) => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"employees[0][changedFields][{at}]"), field.Label)),
        .. Posted(webhook, entry, tenant, what).Select(pair => new KeyValuePair<string, string>($"employees[0][fields][{pair.Label}]", pair.Value ?? "")),
    ];

    // Created and deleted carry no values.
    private static IEnumerable<(string Label, string? Value)> Posted(Webhook webhook, JournalEntry entry, BambooHrTenant tenant, string what)
    {
        if (what != "updated" || tenant.Workforce.Find(entry.Number) is not { } person)
        {
            yield break;
        }

        foreach (var (name, label) in webhook.Request.PostFields)
        {
            if (tenant.Fields.Find(name) is { } field && tenant.CanRead(field))
            {
                yield return (label, Spelling.Text(field, FieldCatalog.Read(field, person, tenant.Roster), Surface.Employee, tenant.Switches));
            }
        }
    }

    private static string Action(string what) => char.ToUpperInvariant(what[0]) + what[1..];

    private static string LegacyTime(JournalEntry entry) => entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
}
