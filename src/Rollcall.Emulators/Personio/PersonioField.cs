using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio;

/// <summary>One attribute: how it is announced, and how its value is written.</summary>
internal sealed record PersonioField(string Key, string Label, string Type, string? UniversalId, Action<Utf8JsonWriter, Person> Write)
{
    public Func<IReadOnlyList<string>> Options { get; init; } = () => [];

    public string? Currency { get; init; }
}

/// <summary>All attributes of the account: system ones, the company's own, and those added while it runs.</summary>
internal sealed class PersonioFields(Workforce workforce, PersonioSwitches switches)
{
    private const int FirstId = 4_711_000;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public IEnumerable<PersonioField> All => [.. System(), .. Own(), .. workforce.AddedFields.Select(Added)];

    public static long IdOf(Person person) =>
        long.TryParse(person.ExternalId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : FirstId + person.Number;

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

    private IEnumerable<PersonioField> Own() =>
    [
        Choice(24407, "T-Shirt-Größe", UnitKind.ShirtSize, p => p.ShirtSizeId),
        Own(24408, "Sprachen & Skills", "tags", null, (json, p) => WriteTags(json, [.. p.SkillIds.Select(id => Unit(id)!)])) with { Options = () => Names(UnitKind.Skill) },
        Own(24409, "LinkedIn", "link", null, (json, p) => WriteText(json, p.LinkedIn)),
        Own(24410, "Über mich", "multiline", null, (json, p) => WriteText(json, p.About)),
        Own(24411, "Platz", "standard", null, (json, p) => WriteText(json, p.Desk)),
        Own(24412, "Geburtstag", "date", "date_of_birth", (json, p) => WriteDate(json, p.BirthDate)),
        Choice(24413, "Squad", UnitKind.Squad, p => p.SquadId),
        Choice(24414, "Level", UnitKind.Level, p => p.LevelId),
        Own(24415, "Second lead", "standard", null, (json, p) => WriteText(json, workforce.Find(p.SecondManagerNumber)?.Email)),
        Own(24416, "Dienstwagen", "list", null, (json, p) => WriteText(json, p.HasCompanyCar switch { true => "Ja", false => "Nein", null => null })) with { Options = () => ["Ja", "Nein"] },
        Own(24417, "Anstellungsart", "list", null, (json, p) => WriteText(json, p.EmploymentType.ToString())) with { Options = () => Enum.GetNames<EmploymentType>() },
        Own(24418, "FTE", "decimal", null, (json, p) => json.WriteNumberValue(Math.Round(p.WeeklyHours / 40, 2))),
        Own(24419, "Stunden pro Woche", "integer", null, (json, p) => json.WriteNumberValue((int)Math.Round(p.WeeklyHours))),
    ];

    private PersonioField Added(AddedField added) =>
        Own(24_500 + added.Sequence, added.Label, TypeOf(added.Type), null, (json, p) =>
        {
            var values = p.Custom.TryGetValue(added.Key, out var given) ? given : [];
            if (added.Type == AddedFieldType.Choices)
            {
                WriteTags(json, [.. values]);
            }
            else if (added.Type == AddedFieldType.Date && values.Length > 0 && DateOnly.TryParse(values[0], CultureInfo.InvariantCulture, out var date))
            {
                WriteDate(json, date);
            }
            else if (added.Type is AddedFieldType.Integer or AddedFieldType.Decimal && values.Length > 0 && decimal.TryParse(values[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumberValue(number);
            }
            else
            {
                WriteText(json, values.Length > 0 ? values[0] : null);
            }
        }) with { Options = () => added.Type == AddedFieldType.YesNo ? ["Ja", "Nein"] : added.Options };

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

    private static PersonioField Own(int number, string label, string type, string? universalId, Action<Utf8JsonWriter, Person> write) =>
        new(string.Create(CultureInfo.InvariantCulture, $"dynamic_{number}"), label, type, universalId, write);

    private PersonioField Text(string key, string label, Func<Person, string?> read) => Of(key, label, "standard", (json, p) => WriteText(json, read(p)));

    private static PersonioField Date(string key, string label, Func<Person, DateOnly?> read) => Of(key, label, "date", (json, p) => WriteDate(json, read(p)));

    private PersonioField Choice(int number, string label, UnitKind kind, Func<Person, int?> unit) =>
        Own(number, label, "list", null, (json, p) => WriteText(json, Unit(unit(p)))) with { Options = () => Names(kind) };

    private string? Unit(int? id) => workforce.Units.Name(id);

    private string[] Names(UnitKind kind) => [.. workforce.Units.Of(kind).Where(u => !u.Archived).Select(u => u.Name).Distinct(StringComparer.Ordinal)];

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
        json.WriteNumber("id", 280_000 + unit.Id);
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
            json.WriteNumber("id", 82_000 + unit.Id);
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
