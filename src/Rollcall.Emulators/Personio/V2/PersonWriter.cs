using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>A person of version 2. What the credential may not read is left out, down to the id and links.</summary>
internal sealed class PersonWriter(PersonioTenant tenant)
{
    public static string Id(Person person) => PersonioFields.IdOf(person).ToString(CultureInfo.InvariantCulture);

    /// <summary>Follows the latest employment: active, on leave and not started yet are ACTIVE.</summary>
    public static string Status(Person person) => person.Lifecycle == Lifecycle.Inactive ? "INACTIVE" : "ACTIVE";

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public void Write(Utf8JsonWriter json, Person person, string address, bool wrongTypes)
    {
        json.WriteStartObject();
        json.WriteString("id", Id(person));
        Text("email", person.Email);
        Text("created_at", Instant(person.Created));
        if (CanRead("last_modified_at"))
        {
            json.WriteString("updated_at", Instant(tenant.PersonUpdated(person)));
        }

        if (CanRead("first_name") && wrongTypes)
        {
            json.WriteNumber("first_name", 7);
        }
        else
        {
            Text("first_name", person.FirstName);
        }

        Text("last_name", person.LastName);
        Text("preferred_name", person.PreferredName);
        Text("gender", person.Gender switch { "Female" or "female" => "FEMALE", "Male" or "male" => "MALE", null => "UNSPECIFIED", _ => "DIVERSE" });
        if (CanRead("profile_picture"))
        {
            json.WriteStartObject("profile_picture");
            json.WriteString("url", $"{address}/v1/company/employees/{Id(person)}/profile-picture");
            json.WriteEndObject();
        }

        Text("status", Status(person));
        WriteCustom(json, person);
        json.WriteStartArray("employments");
        json.WriteStartObject();
        json.WriteString("id", EmploymentWriter.Id(person.Number, tenant));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("_meta");
        json.WriteStartObject("links");
        Lists.WriteLink(json, "employments", $"{address}/v2/persons/{Id(person)}/employments");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();

        void Text(string key, string? value)
        {
            if (CanRead(key) && (value is not null || !tenant.Switches.OmitsEmpty))
            {
                json.WriteString(key, value);
            }
        }
    }

    private bool CanRead(string key) => tenant.Workforce.Access.CanRead(key);

    private void WriteCustom(Utf8JsonWriter json, Person person)
    {
        var readable = tenant.Fields.Own.Where(field => CanRead(field.Key)).ToList();
        if (readable.Count == 0)
        {
            return;
        }

        json.WriteStartArray("custom_attributes");
        foreach (var field in readable)
        {
            var value = field.Value(person);
            if (value is null && tenant.Switches.OmitsEmpty)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString("id", field.UniversalId ?? OwnId(field.Number));
            json.WriteString("global_id", field.Number.ToString(CultureInfo.InvariantCulture));
            json.WriteString("type", tenant.Switches.UpperCaseTypes ? TypeOf(field.Type).ToUpperInvariant() : TypeOf(field.Type));
            if (tenant.Switches.CustomAttributesHaveLabels)
            {
                json.WriteString("label", field.Label);
            }

            json.WritePropertyName("value");
            WriteValue(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string[] texts:
                json.WriteStartArray();
                Array.ForEach(texts, json.WriteStringValue);
                json.WriteEndArray();
                break;
            case DateOnly day:
                json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    // The company's own: 13 hexadecimal digits, a dot, 8 digits (recorded by two clients).
    private static string OwnId(int number) => string.Create(CultureInfo.InvariantCulture, $"dynamic_64f1a{number:x8}.{(number * 7919L) % 100_000_000:00000000}");

    private static string TypeOf(string type) => type switch
    {
        "tags" => "string_list",
        "date" => "date",
        "integer" => "int",
        "decimal" => "double",
        _ => "string",
    };
}
