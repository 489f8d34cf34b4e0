using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Personio.V2;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>The events a mutation causes. They carry ids and nothing of what changed.</summary>
internal static class WebhookEvents
{
    public const string Ping = "ping";

    /// <summary>Every event a webhook can be told (reference of webhooks, 2026).</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "person.created", "person.updated", "person.deleted",
        "employment.created", "employment.updated", "employment.updated.cost-centers", "employment.deleted", "employment.started", "employment.terminated",
        "absence-period.created", "absence-period.updated.status", "absence-period.updated.timerange", "absence-period.deleted",
        "attendance-period.created", "attendance-period.updated", "attendance-period.deleted",
        "document.created", "document.updated", "document.deleted", "document.signed",
    ];

    public static IEnumerable<WebhookEvent> Of(JournalEntry entry, PersonioTenant tenant)
    {
        // Someone just deleted is known by number alone.
        var person = tenant.Workforce.Find(entry.Number) ?? tenant.Workforce.Original(entry.Number);
        var id = person is null ? PersonioFields.IdOf(entry.Number).ToString(CultureInfo.InvariantCulture) : PersonWriter.Id(person);
        var employment = EmploymentWriter.Id(entry.Number, tenant);
        return NamesOf(entry, tenant, person).Select(name => Event(name, entry.At, tenant, json => WritePayload(json, name, id, employment, tenant.Switches.WebhookPayload)));
    }

    /// <summary>An event without a person, or about <paramref name="person"/>.</summary>
    public static WebhookEvent Sample(string name, PersonioTenant tenant, Person? person) => Event(name, tenant.Time.GetUtcNow(), tenant, json =>
    {
        if (person is not null && name != Ping)
        {
            WritePayload(json, name, PersonWriter.Id(person), EmploymentWriter.Id(person.Number, tenant), tenant.Switches.WebhookPayload);
        }
    });

    private static IEnumerable<string> NamesOf(JournalEntry entry, PersonioTenant tenant, Person? person)
    {
        switch (entry.Kind)
        {
            case ChangeKind.Hired:
                yield return "person.created";
                yield return "employment.created";
                if (person?.HireDate <= tenant.Workforce.Today)
                {
                    yield return "employment.started";
                }

                break;
            case ChangeKind.Deleted:
                yield return "employment.deleted";
                yield return "person.deleted";
                break;
            case ChangeKind.Changed:
                var parts = ChangedParts.Of(entry);
                (bool Happened, string Name)[] told =
                [
                    (parts.Person, "person.updated"), (parts.Employment, "employment.updated"), (parts.CostCenters, "employment.updated.cost-centers"),
                    (parts.Started, "employment.started"), (parts.Terminated, "employment.terminated"),
                ];
                foreach (var (_, name) in told.Where(one => one.Happened))
                {
                    yield return name;
                }

                break;
        }
    }

    private static WebhookEvent Event(string name, DateTimeOffset at, PersonioTenant tenant, Action<Utf8JsonWriter> payload) => new(name, at, Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("company_id", tenant.Switches.CompanyId);
        json.WriteString("event_name", name);
        json.WriteString("occurred_at", PersonWriter.Instant(at));
        json.WriteStartObject("payload");
        payload(json);
        json.WriteEndObject();
        json.WriteStartObject("meta");
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    private static void WritePayload(Utf8JsonWriter json, string name, string person, string employment, PersonioWebhookPayload form)
    {
        var isPerson = name.StartsWith("person.", StringComparison.Ordinal);
        switch (form)
        {
            case PersonioWebhookPayload.Flat:
                json.WriteString("person_id", person);
                if (!isPerson)
                {
                    json.WriteString("employment_id", employment);
                }

                break;
            case PersonioWebhookPayload.Bare:
                json.WriteString("id", isPerson ? person : employment);
                if (!isPerson)
                {
                    Reference("person", person);
                }

                break;
            default:
                Reference("person", person);
                if (!isPerson)
                {
                    Reference("employment", employment);
                }

                break;
        }

        void Reference(string name, string id)
        {
            json.WriteStartObject(name);
            json.WriteString("id", id);
            json.WriteEndObject();
        }
    }
}
