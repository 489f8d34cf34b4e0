using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>The one employment of a person: ids of what it belongs to, no names.</summary>
internal sealed class EmploymentWriter(PersonioTenant tenant)
{
    /// <summary>Made from the seed and the number, so that it stays.</summary>
    public static string Id(int number, PersonioTenant tenant)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number * 40503);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], tenant.Context.Options.Seed);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], number);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public void Write(Utf8JsonWriter json, Person person, string address)
    {
        var supervisor = tenant.Workforce.Find(person.ManagerNumber);
        json.WriteStartObject();
        json.WriteString("id", Id(person.Number, tenant));
        json.WriteString("status", person.Lifecycle switch { Lifecycle.Active => "ACTIVE", Lifecycle.OnLeave => "LEAVE", Lifecycle.Onboarding => "ONBOARDING", _ => "INACTIVE" });
        if (CanRead("weekly_working_hours"))
        {
            json.WriteNumber("weekly_working_hours", person.WeeklyHours);
            json.WriteNumber("full_time_weekly_working_hours", 40);
        }

        if (CanRead("hire_date"))
        {
            Day("employment_start_date", person.HireDate);
        }

        if (CanRead("termination_date"))
        {
            Day("employment_end_date", person.TerminationDate);
        }

        if (CanRead("contract_end_date"))
        {
            Day("contract_end_date", person.EmploymentType == EmploymentType.Temporary ? person.HireDate?.AddYears(2) : null);
        }

        if (CanRead("employment_type"))
        {
            json.WriteString("type", person.EmploymentType == EmploymentType.Contractor ? "EXTERNAL" : "INTERNAL");
        }

        if (CanRead("created_at"))
        {
            json.WriteString("created_at", PersonWriter.Instant(person.Created));
        }

        if (CanRead("last_modified_at"))
        {
            json.WriteString("updated_at", PersonWriter.Instant(person.LastModified));
        }

        if (CanRead("position"))
        {
            json.WriteStartObject("position");
            json.WriteString("title", tenant.Workforce.Units.Name(person.TitleId));
            json.WriteEndObject();
        }

        if (supervisor is not null)
        {
            Reference("supervisor", "supervisor", PersonWriter.Id(supervisor));
        }

        Reference("office", "office", OrganisationIds.Of(person.OfficeId));
        Reference("subcompany", "legal_entity", OrganisationIds.OfLegalEntity(person.SubcompanyId));
        Reference("subcompany", "sub_company", OrganisationIds.Of(person.SubcompanyId));
        WriteUnits(json, person);
        WriteCostCenters(json, person);
        Reference("id", "person", PersonWriter.Id(person));
        WriteTermination(json, person);
        json.WriteStartObject("_meta");
        json.WriteStartObject("links");
        Lists.WriteLink(json, "person", $"{address}/v2/persons/{PersonWriter.Id(person)}");
        if (supervisor is not null)
        {
            // This link is there even when the attribute may not be read (customer report).
            Lists.WriteLink(json, "supervisor", $"{address}/v2/persons/{PersonWriter.Id(supervisor)}");
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();

        void Day(string name, DateOnly? day) => WriteDay(json, name, day);

        void Reference(string key, string name, string? id)
        {
            if (id is not null && CanRead(key))
            {
                json.WriteStartObject(name);
                json.WriteString("id", id);
                json.WriteEndObject();
            }
        }
    }

    private bool CanRead(string key) => tenant.Workforce.Access.CanRead(key);

    private void WriteDay(Utf8JsonWriter json, string name, DateOnly? day)
    {
        if (day is not null || !tenant.Switches.OmitsEmpty)
        {
            json.WriteString(name, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    private void WriteUnits(Utf8JsonWriter json, Person person)
    {
        if (!CanRead("team") && !CanRead("department"))
        {
            return;
        }

        json.WriteStartArray("org_units");
        foreach (var (type, id) in new[] { ("team", person.TeamId), ("department", person.DepartmentId) })
        {
            if (OrganisationIds.Of(id) is { } known && CanRead(type))
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WriteString("id", known);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private void WriteCostCenters(Utf8JsonWriter json, Person person)
    {
        if (!CanRead("cost_centers"))
        {
            return;
        }

        json.WriteStartArray("cost_centers");
        if (OrganisationIds.OfCostCenter(person.CostCenterId) is { } id)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("weight", 100);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteTermination(Utf8JsonWriter json, Person person)
    {
        if (!CanRead("termination_date"))
        {
            return;
        }

        json.WriteStartObject("termination");
        WriteDay(json, "termination_date", person.TerminationDate);
        if (CanRead("last_working_day"))
        {
            // The example of the documentation says last_working_date.
            WriteDay(json, tenant.Switches.LastWorkingDateName ? "last_working_date" : "last_working_day", person.LastWorkingDay);
        }

        WriteDay(json, "terminated_at", null);
        json.WriteString("type", person.TerminationDate is null ? "UNSPECIFIED" : "EMPLOYEE");
        json.WriteString("reason", "");
        json.WriteEndObject();
    }
}
