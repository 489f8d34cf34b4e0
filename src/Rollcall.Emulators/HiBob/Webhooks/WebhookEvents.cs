using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Webhooks;

/// <summary>One event, serialised; <see cref="AtMidnight"/> ones wait for the end of the day.</summary>
internal sealed record WebhookEvent(string Type, byte[] Body, bool AtMidnight = false);

/// <summary>The version 2 events that a mutation causes. Bodies name what changed and whom it concerns, and carry no values.</summary>
internal static class WebhookEvents
{
    public static IEnumerable<WebhookEvent> Of(JournalEntry entry, HiBobTenant tenant)
    {
        var person = tenant.Workforce.Find(entry.Number);
        var id = person is null ? Roster.IdOf(entry.Number) : Roster.Id(person);
        return entry.Kind switch
        {
            ChangeKind.Hired => [Employee(entry, tenant, id, "employee.created"), .. Lifecycle(entry, tenant, id, person)],
            ChangeKind.Deleted => [Employee(entry, tenant, id, "employee.deleted")],
            ChangeKind.Changed => [.. Updated(entry, tenant, id), .. Lifecycle(entry, tenant, id, person)],
            _ => [],
        };
    }

    private static IEnumerable<WebhookEvent> Updated(JournalEntry entry, HiBobTenant tenant, string id)
    {
        var fields = EditedFields.Of(entry, tenant);
        if (fields.Count == 0)
        {
            yield break;
        }

        yield return Event(entry, tenant, "employee.updated", data =>
        {
            data.WriteString("employeeId", id);
            data.WriteStartArray(tenant.Switches.FieldUpdatesName);
            foreach (var field in fields)
            {
                if (tenant.Switches.FieldUpdateForm == BobFieldUpdateForm.Text)
                {
                    data.WriteStringValue(field);
                }
                else
                {
                    data.WriteStartObject();
                    data.WriteString("id", field);
                    data.WriteEndObject();
                }
            }

            data.WriteEndArray();
        });
        foreach (var table in EditedFields.Tables(fields))
        {
            // Historical tables carry the date, other tables would carry the row's id (changelog of 2026-03-24).
            yield return Event(entry, tenant, "table.entry.created", data =>
            {
                data.WriteString("employeeId", id);
                data.WriteString("tableId", table);
                data.WriteString("effectiveDate", Values.Iso(tenant.Roster.Today));
            });
        }
    }

    private static IEnumerable<WebhookEvent> Lifecycle(JournalEntry entry, HiBobTenant tenant, string id, Person? person)
    {
        string[] types = person is null ? [] : entry.Kind == ChangeKind.Hired || entry.Fields.Contains(nameof(Person.HireDate), StringComparer.Ordinal)
            ? person.HireDate <= tenant.Roster.Today ? ["employee.joined", "employee.activated"] : []
            : !entry.Fields.Contains(nameof(Person.Lifecycle), StringComparer.Ordinal) ? [] : tenant.Roster.LifecycleStatus(person) switch
            {
                LifecycleWords.Terminated => ["employee.left", "employee.inactivated"],
                LifecycleWords.Leave or LifecycleWords.ParentalLeave => ["employee.temporaryLeave"],
                _ => [],
            };
        return types.Select(type => Employee(entry, tenant, id, type) with { AtMidnight = tenant.Switches.LifecycleEventsAtMidnight });
    }

    private static WebhookEvent Employee(JournalEntry entry, HiBobTenant tenant, string id, string type) => Event(entry, tenant, type, data => data.WriteString("employeeId", id));

    private static WebhookEvent Event(JournalEntry entry, HiBobTenant tenant, string type, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Wire.Json.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("companyId", tenant.Switches.CompanyId);
            writer.WriteString("type", type);
            writer.WriteString("triggeredBy", "system");

            // Without a zone, like every time of this vendor.
            writer.WriteString("triggeredAt", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
            writer.WriteString("version", "v2");
            writer.WriteStartObject("data");
            data(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new WebhookEvent(type, buffer.WrittenSpan.ToArray());
    }
}
