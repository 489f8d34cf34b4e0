using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Tests;

/// <summary>What the stories need to know of one HRIS: the same company under the vendor's own words.</summary>
internal sealed record HrisUnderTest
{
    public static readonly HrisUnderTest BambooHr = new()
    {
        Vendor = "bamboohr",
        Settings = """{ company-domain: acme, base-url: "ADDRESS" }""",
        Secrets = """{ api-key: "${BAMBOOHR_API_KEY}" }""",
        Credentials = new() { ["BAMBOOHR_API_KEY"] = "apiKey" },
        Squad = "customSquad",
        Level = "customLevel",
        SecondLead = "customSecondlead",
        Subcompany = "customSubcompany",
        ShirtSize = "customShirtsize",
        Skills = "customSkills",
        CompanyCar = "customCompanycar",
        WeeklyHours = "customWeeklyhours",
        Money = "customTargetbonus",
        Date = "customStartedIn",
        Url = "4392",
        Phone = "customDeskphone",
        PeopleEndpoint = "*/reports/custom",
        WhereToGrant = "Access Levels",
        IdOf = person => person.ExternalId ?? $"{person.Number}",
        HasDelta = true,
        NamesOnly = true,
    };

    public static readonly HrisUnderTest Personio = new()
    {
        Vendor = "personio",
        Settings = """{ client-id: "CLIENT", base-url: "ADDRESS", requests-per-minute: "0" }""",
        Secrets = """{ client-secret: "${PERSONIO_CLIENT_SECRET}" }""",
        Credentials = new() { ["PERSONIO_CLIENT_SECRET"] = "clientSecret" },
        Squad = "dynamic_24413",
        Level = "dynamic_24414",
        SecondLead = "dynamic_24415",
        Subcompany = "subcompany",
        ShirtSize = "dynamic_24407",
        Skills = "dynamic_24408",
        CompanyCar = "dynamic_24416",
        WeeklyHours = "weekly_working_hours",
        Money = "fix_salary",
        Date = "dynamic_24412",
        Url = "dynamic_24409",
        Phone = null,
        PeopleEndpoint = "/v1/company/employees",
        WhereToGrant = "Readable employee attributes",
        IdOf = person => person.ExternalId ?? $"{4_711_000 + person.Number}",
        HasDelta = true,
    };

    public static readonly HrisUnderTest HiBob = new()
    {
        Vendor = "hibob",
        Settings = """{ service-user-id: "USER", base-url: "ADDRESS" }""",
        Secrets = """{ token: "${HIBOB_TOKEN}" }""",
        Credentials = new() { ["HIBOB_TOKEN"] = "token" },
        Squad = "work.custom.field_1700000000101",
        Level = "work.custom.field_1700000000104",
        SecondLead = "work.custom.field_1700000000105",
        Subcompany = "work.custom.field_1700000000102",
        ShirtSize = "about.custom.field_1700000000103",
        Skills = "category_1700000000000.field_1700000000106",
        CompanyCar = "category_1700000000000.field_1700000000115",
        WeeklyHours = "payroll.employment.weeklyHours",
        Money = "payroll.custom.field_1700000000111",
        Date = "work.custom.field_1700000000112",
        Url = "about.socialData.linkedin",
        Phone = "work.workPhone",
        PeopleEndpoint = "*/people/search",
        WhereToGrant = "Permission groups",
        IdOf = person => person.ExternalId ?? $"{3_400_000_000_000_000_001 + (person.Number * 7_777_777_777)}",
        HasDelta = false,
    };

    public static IReadOnlyList<HrisUnderTest> All { get; } = [BambooHr, Personio, HiBob];

    public required string Vendor { get; init; }

    public required string Settings { get; init; }

    public required string Secrets { get; init; }

    /// <summary>Names of the emulator's credentials by environment variable.</summary>
    public required Dictionary<string, string> Credentials { get; init; }

    public required string Squad { get; init; }

    public required string Level { get; init; }

    public required string SecondLead { get; init; }

    public required string Subcompany { get; init; }

    public required string ShirtSize { get; init; }

    public required string Skills { get; init; }

    public required string CompanyCar { get; init; }

    public required string WeeklyHours { get; init; }

    public required string Money { get; init; }

    public required string Date { get; init; }

    public required string Url { get; init; }

    /// <summary>Null where the HRIS has no phone number.</summary>
    public required string? Phone { get; init; }

    public required string PeopleEndpoint { get; init; }

    /// <summary>A piece of the page in the HRIS where permissions are given.</summary>
    public required string WhereToGrant { get; init; }

    public required Func<Person, string> IdOf { get; init; }

    public required bool HasDelta { get; init; }

    /// <summary>Custom attributes name a person by the name they go by and nothing else, which finds only some.</summary>
    public bool NamesOnly { get; init; }

    public static HrisUnderTest Of(string vendor) => All.Single(h => h.Vendor == vendor);

    /// <summary>The connection “hr” with every kind of target.</summary>
    /// <param name="more">Lines that stand behind it, indented by four.</param>
    public string Yaml(string more = "") => $$"""
        workspace: acme
        timeZone: Europe/Berlin
        customAttributes:
          - { key: subcompany, name: Subcompany }
          - { key: shirt-size, name: T-shirt size, type: single-select, options: ["1. Small", "2. Medium", "3. Large", "4. X-Large"] }
          - { key: skills, name: Skills, type: multi-select, options: [] }
          - { key: company-car, name: Company car, type: toggle }
          - { key: weekly-hours, name: Weekly hours, type: number }
          - { key: money, name: Money, type: currency, access: admins }
          - { key: day, name: Day, type: date }
          - { key: page, name: Page, type: url }
          - { key: phone, name: Phone, type: phone }
        connections:
          - name: hr
            provider: {{Vendor}}
            settings: {{Settings}}
            secrets: {{Secrets}}
            mappings:
              - { from: {{Squad}}, to: team }
              - { from: {{Level}}, to: level }
              - { from: {{SecondLead}}, to: additional-manager }
              - { from: {{Subcompany}}, to: "custom:subcompany" }
              - { from: {{ShirtSize}}, to: "custom:shirt-size" }
              - { from: {{Skills}}, to: "custom:skills", whenUnknown: create }
              - { from: {{CompanyCar}}, to: "custom:company-car" }
              - { from: {{WeeklyHours}}, to: "custom:weekly-hours" }
              - { from: {{Money}}, to: "custom:money" }
              - { from: {{Date}}, to: "custom:day" }
              - { from: "{{Url}}", to: "custom:page" }
        {{(Phone is null ? "" : $"      - {{ from: {Phone}, to: \"custom:phone\" }}")}}
        {{more}}
        """;

    /// <summary>The text with the running emulator's address and identifiers.</summary>
    public static string Filled(string yaml, EmulatorHost host) => yaml
        .Replace("ADDRESS", host.Address.ToString(), StringComparison.Ordinal)
        .Replace("\"CLIENT\"", $"\"{host.Credentials.GetValueOrDefault("clientId")}\"", StringComparison.Ordinal)
        .Replace("\"USER\"", $"\"{host.Credentials.GetValueOrDefault("serviceUserId")}\"", StringComparison.Ordinal);

    public override string ToString() => Vendor;
}
