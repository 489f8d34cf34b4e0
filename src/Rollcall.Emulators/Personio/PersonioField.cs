using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio;

/// <summary>One attribute: how it is announced, and how its value is written.</summary>
internal sealed record PersonioField(string Key, string Label, string Type, string? UniversalId, Action<Utf8JsonWriter, Person> Write)
{
    public Func<IReadOnlyList<string>> Options { get; init; } = () => [];

    public string? Currency { get; init; }

    /// <summary>The number of a custom attribute, which version 2 calls global_id; 0 for what every account has.</summary>
    public int Number { get; init; }

    /// <summary>The value of a custom attribute: text, texts, a date or a decimal.</summary>
    public Func<Person, object?> Value { get; init; } = _ => null;
}

/// <summary>All attributes of the account: system ones, the company's own, and those added while it runs.</summary>
internal sealed class PersonioFields(Workforce workforce, PersonioSwitches switches)
{
    private const int FirstId = 4_711_000;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public IEnumerable<PersonioField> All => [.. System(), .. Own];

    public static long IdOf(Person person) =>
        long.TryParse(person.ExternalId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : IdOf(person.Number);

    /// <summary>The number Personio gives to someone who keeps it.</summary>
    public static long IdOf(int number) => FirstId + number;

    public Person? Find(long id) => workforce.FindByExternalId(id.ToString(CultureInfo.InvariantCulture))
        ?? (id > FirstId ? workforce.Find((int)Math.Min(id - FirstId, int.MaxValue)) : null);

    private IEnumerable<PersonioField> System() =>
    [
        Of("id", "ID", "integer", (json, p) => json.WriteNumberValue(IdOf(p))),
        Text("first_name", "Vorname", p => p.FirstName),
        Text("last_name", "Nachname", p => p.LastName),
        Text("preferred_name", "Rufname", p => p.PreferredName),
        Text("email", "E-Mail", p => p.Email),
        Text("gender", "Geschlecht", p => p.Gender switch { "Female" or "female" => "female", "Male" or "male" => "male", null => null, _ => "diverse" }),
        Text("status", "Status", p => p.Lifecycle switch { Lifecycle.Onboarding => "onboarding", Lifecycle.Active => "active", Lifecycle.OnLeave => "leave", _ => "inactive" }),
        Text("position", "Position", p => Unit(p.TitleId)),
        Of("supervisor", "Vorgesetzte/r", "standard", WriteSupervisor),
        Text("employment_type", "Beschäftigungsart", p => p.EmploymentType == EmploymentType.Contractor ? "external" : "internal"),
        Text("weekly_working_hours", "Wochenstunden", p => p.WeeklyHours.ToString(CultureInfo.InvariantCulture)),
        Date("hire_date", "Einstellungsdatum", p => p.HireDate),
        Date("contract_end_date", "Vertragsende", p => p.EmploymentType == EmploymentType.Temporary ? p.HireDate?.AddYears(2) : null),
        Date("termination_date", "Kündigungsdatum", p => p.TerminationDate),
        Date("last_working_day", "Letzter Arbeitstag", p => p.LastWorkingDay),
        Of("created_at", "Erstellt am", "date", (json, p) => json.WriteStringValue(Stamp(p.Created))),
        Of("last_modified_at", "Zuletzt geändert", "date", (json, p) => json.WriteStringValue(Stamp(p.LastModified))),
        Of("subcompany", "Gesellschaft", "standard", (json, p) => WriteUnit(json, "Subcompany", p.SubcompanyId)),
        Of("office", "Arbeitsplatz", "standard", (json, p) => WriteUnit(json, "Office", p.OfficeId)),
        Of("department", "Abteilung", "standard", (json, p) => WriteUnit(json, "Department", p.DepartmentId)),
        Of("team", "Team", "standard", (json, p) => WriteUnit(json, "Team", p.TeamId)),
        Of("cost_centers", "Kostenstelle", "standard", WriteCostCenters),
        Of("work_schedule", "Arbeitszeitmodell", "standard", WriteSchedule),
        Of("fix_salary", "Fixgehalt", "decimal", (json, p) => json.WriteNumberValue(p.Salary ?? 0)) with { Currency = "EUR" },
        Of("profile_picture", "Profilbild", "standard", (json, _) => json.WriteNullValue()),
    ];

    /// <summary>What version 2 calls custom attributes: predefined ones with a slug of their own, and the company's.</summary>
    public IEnumerable<PersonioField> Own =>
    [
        Choice(24407, "T-Shirt-Größe", UnitKind.ShirtSize, p => p.ShirtSizeId),
        Owned(24408, "Sprachen & Skills", "tags", p => p.SkillIds.Select(id => Unit(id)!).ToArray()) with { Options = () => Names(UnitKind.Skill) },
        Owned(24409, "LinkedIn", "link", p => p.LinkedIn),
        Owned(24410, "Über mich", "multiline", p => p.About),
        Owned(24411, "Platz", "standard", p => p.Desk),
        Owned(24412, "Geburtstag", "date", p => p.BirthDate, "date_of_birth"),
        Choice(24413, "Squad", UnitKind.Squad, p => p.SquadId),
        Choice(24414, "Level", UnitKind.Level, p => p.LevelId),
        Owned(24415, "Second lead", "standard", p => workforce.Find(p.SecondManagerNumber)?.Email),
        Owned(24416, "Dienstwagen", "list", p => p.HasCompanyCar switch { true => "Ja", false => "Nein", null => null }) with { Options = () => ["Ja", "Nein"] },
        Owned(24417, "Anstellungsart", "list", p => p.EmploymentType.ToString()) with { Options = () => Enum.GetNames<EmploymentType>() },
        Owned(24418, "FTE", "decimal", p => Math.Round(p.WeeklyHours / 40, 2)),
        Owned(24419, "Stunden pro Woche", "integer", p => Math.Round(p.WeeklyHours)),
        .. workforce.AddedFields.Select(Added),
    ];

    private PersonioField Added(AddedField added) =>
        Owned(24_500 + added.Sequence, added.Label, TypeOf(added.Type), p => ValueOf(added, p.Custom.TryGetValue(added.Key, out var given) ? given : []))
            with { Options = () => added.Type == AddedFieldType.YesNo ? ["Ja", "Nein"] : added.Options };

    private static object? ValueOf(AddedField added, ImmutableArray<string> values) => added.Type switch
    {
        AddedFieldType.Choices => values.ToArray(),
        _ when values.Length == 0 => null,
        AddedFieldType.Date when DateOnly.TryParse(values[0], CultureInfo.InvariantCulture, out var date) => date,
        AddedFieldType.Integer or AddedFieldType.Decimal or AddedFieldType.Percent when decimal.TryParse(values[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        _ => values[0],
    };

    private static string TypeOf(AddedFieldType type) => type switch
    {
        AddedFieldType.LongText => "multiline",
        AddedFieldType.Integer => "integer",
        AddedFieldType.Decimal or AddedFieldType.Percent => "decimal",
        AddedFieldType.Date => "date",
        AddedFieldType.YesNo or AddedFieldType.Choice => "list",
        AddedFieldType.Choices => "tags",
        AddedFieldType.Url => "link",
        _ => "standard",
    };

    private static PersonioField Of(string key, string label, string type, Action<Utf8JsonWriter, Person> write) => new(key, label, type, key, write);

    private PersonioField Owned(int number, string label, string type, Func<Person, object?> value, string? universalId = null)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"dynamic_{number}");
        return new(key, label, type, universalId, (json, p) => WriteValue(json, type, value(p))) { Number = number, Value = value };
    }

    private PersonioField Text(string key, string label, Func<Person, string?> read) => Of(key, label, "standard", (json, p) => WriteText(json, read(p)));

    private static PersonioField Date(string key, string label, Func<Person, DateOnly?> read) => Of(key, label, "date", (json, p) => WriteDate(json, read(p)));

    private PersonioField Choice(int number, string label, UnitKind kind, Func<Person, int?> unit) =>
        Owned(number, label, "list", p => Unit(unit(p))) with { Options = () => Names(kind) };

    private string? Unit(int? id) => workforce.Units.Name(id);

    private string[] Names(UnitKind kind) => [.. workforce.Units.Of(kind).Where(u => !u.Archived).Select(u => u.Name).Distinct(StringComparer.Ordinal)];

    private void WriteValue(Utf8JsonWriter json, string type, object? value)
    {
        switch (value)
        {
            case string[] tags:
                WriteTags(json, tags);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateOnly date:
                WriteDate(json, date);
                break;
            case null when type == "date":
                json.WriteNullValue();
                break;
            default:
                WriteText(json, (string?)value);
                break;
        }
    }

    private void WriteText(Utf8JsonWriter json, string? text)
    {
        if (text is null && !switches.EmptyAsText)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(text ?? "");
        }
    }

    /// <summary>Local midnight with the offset of that day.</summary>
    private static void WriteDate(Utf8JsonWriter json, DateOnly? date)
    {
        if (date is not { } day)
        {
            json.WriteNullValue();
            return;
        }

        var midnight = day.ToDateTime(TimeOnly.MinValue);
        json.WriteStringValue(Stamp(new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight))));
    }

    private static string Stamp(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private void WriteTags(Utf8JsonWriter json, string[] tags)
    {
        if (tags.Length == 0)
        {
            WriteText(json, null);
        }
        else
        {
            json.WriteStringValue(switches.TagsAsJson ? "[" + string.Join(',', tags.Select(t => $"\"{JsonEncodedText.Encode(t)}\"")) + "]" : string.Join(',', tags));
        }
    }

    private void WriteUnit(Utf8JsonWriter json, string type, int? id)
    {
        if (workforce.Units.Find(id) is not { } unit)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartObject("attributes");
        json.WriteNumber("id", V2.OrganisationIds.First + unit.Id);
        json.WriteString("name", unit.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCostCenters(Utf8JsonWriter json, Person person)
    {
        json.WriteStartArray();
        if (workforce.Units.Find(person.CostCenterId) is { } unit)
        {
            json.WriteStartObject();
            json.WriteString("type", "CostCenter");
            json.WriteStartObject("attributes");
            json.WriteNumber("id", V2.OrganisationIds.FirstCostCenter + unit.Id);
            json.WriteString("name", unit.Name);
            json.WriteNumber("percentage", 100);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteSchedule(Utf8JsonWriter json, Person person)
    {
        if (person.EmploymentType == EmploymentType.Contractor)
        {
            if (switches.EmptyScheduleAsList)
            {
                json.WriteStartArray();
                json.WriteEndArray();
            }
            else
            {
                json.WriteNullValue();
            }

            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "WorkSchedule");
        json.WriteStartObject("attributes");
        json.WriteNumber("id", 1_067_807_102_794_692_000);
        json.WriteString("name", "Vollzeit, 40 Stunden");
        json.WriteNull("valid_from");
        json.WriteString("monday", "08:00");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteSupervisor(Utf8JsonWriter json, Person person)
    {
        if (workforce.Find(person.ManagerNumber) is not { } manager)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "Employee");
        json.WriteStartObject("attributes");
        Wrap(json, "id", "ID", "integer", "id", () => json.WriteNumberValue(IdOf(manager)));
        if (switches.FullSupervisor)
        {
            Wrap(json, "first_name", "Vorname", "standard", "first_name", () => json.WriteStringValue(manager.FirstName));
            Wrap(json, "last_name", "Nachname", "standard", "last_name", () => json.WriteStringValue(manager.LastName));
            Wrap(json, "email", "E-Mail", "standard", "email", () => WriteText(json, manager.Email));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The wrapper every attribute value stands in.</summary>
    public static void Wrap(Utf8JsonWriter json, string key, string label, string type, string? universalId, Action value, string? currency = null)
    {
        json.WriteStartObject(key);
        json.WriteString("label", label);
        json.WritePropertyName("value");
        value();
        json.WriteString("type", type);
        json.WriteString("universal_id", universalId);
        if (currency is not null)
        {
            json.WriteString("currency", currency);
        }

        json.WriteEndObject();
    }
}
