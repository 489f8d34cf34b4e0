using System.Text;
using Rollcall.Configuration;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Demo;

/// <summary>The demo's configuration file: the same a person would write, with the emulators' addresses.</summary>
internal static class DemoConfig
{
    private const string Attributes = """
        workspace: demo
        timeZone: Europe/Berlin
        customAttributes:
          # Text is the best type where there are many different values.
          - { key: subcompany, name: Subcompany, type: text }
          # A select takes only its options, in the same spelling. The HRIS says “4. X-Large”; watch what happens.
          - { key: shirt-size, name: T-shirt size, type: single-select, options: ["1. Small", "2. Medium", "3. Large", XL] }
          - { key: skills, name: Skills, type: multi-select, options: [] }
          - { key: company-car, name: Company car, type: toggle }
          - { key: weekly-hours, name: Weekly hours, type: number }
          - { key: target-bonus, name: Target bonus, type: currency, access: admins }
          - { key: started-in, name: Started in, type: date }
        connections:
        """;

    private static readonly Dictionary<string, string> Connections = new(StringComparer.Ordinal)
    {
        ["bamboohr"] = """
              - name: bamboohr
                provider: bamboohr
                settings: { company-domain: acme, base-url: "<address>" }
                secrets: { api-key: "${BAMBOOHR_API_KEY}" }
                exclusions:
                  exclude:
                    any:
                      - { attribute: employmentHistoryStatus, is: Contractor }
                mappings:
                  - { from: customSquad, to: "team:team" }
                  - { from: customLevel, to: level }
                  - { from: customSecondlead, to: additional-manager }
                  - { from: customSubcompany, to: "custom:subcompany" }
                  - { from: customShirtsize, to: "custom:shirt-size" }
                  - { from: customSkills, to: "custom:skills", whenUnknown: create }
                  - { from: customCompanycar, to: "custom:company-car" }
                  - { from: customWeeklyhours, to: "custom:weekly-hours" }
                  - { from: customTargetbonus, to: "custom:target-bonus" }
                  - { from: customStartedIn, to: "custom:started-in" }
            """,
        ["personio"] = """
              - name: personio
                provider: personio
                settings: { client-id: "<client-id>", base-url: "<address>", requests-per-minute: "0" }
                secrets: { client-secret: "${PERSONIO_CLIENT_SECRET}" }
                exclusions:
                  exclude:
                    any:
                      - { attribute: employment_type, is: external }
                mappings:
                  - { from: dynamic_24413, to: "team:team" }
                  - { from: dynamic_24414, to: level }
                  - { from: dynamic_24415, to: additional-manager }
                  - { from: subcompany, to: "custom:subcompany" }
                  - { from: dynamic_24407, to: "custom:shirt-size" }
                  - { from: dynamic_24408, to: "custom:skills", whenUnknown: create }
                  - { from: dynamic_24416, to: "custom:company-car" }
                  - { from: weekly_working_hours, to: "custom:weekly-hours" }
                  - { from: dynamic_24417, to: employment-type }
                  - { from: dynamic_24412, to: birthday }
            """,
        ["hibob"] = """
              - name: hibob
                provider: hibob
                settings: { service-user-id: "<service-user-id>", base-url: "<address>" }
                secrets: { token: "${HIBOB_TOKEN}" }
                exclusions:
                  exclude:
                    any:
                      - { attribute: payroll.employment.type, is: Contractor }
                mappings:
                  - { from: work.custom.field_1700000000101, to: "team:team" }
                  - { from: work.custom.field_1700000000104, to: level }
                  - { from: work.custom.field_1700000000105, to: additional-manager }
                  - { from: work.custom.field_1700000000102, to: "custom:subcompany" }
                  - { from: about.custom.field_1700000000103, to: "custom:shirt-size" }
                  - { from: category_1700000000000.field_1700000000106, to: "custom:skills", whenUnknown: create }
                  - { from: category_1700000000000.field_1700000000115, to: "custom:company-car" }
                  - { from: payroll.employment.weeklyHours, to: "custom:weekly-hours" }
                  - { from: payroll.custom.field_1700000000111, to: "custom:target-bonus" }
                  - { from: work.custom.field_1700000000112, to: "custom:started-in" }
                  - { from: payroll.employment.type, to: employment-type }
                  - { from: personal.birthDate, to: birthday }
            """,
    };

    /// <summary>Vendors that are both emulated and connected.</summary>
    public static IEnumerable<string> Vendors => Emulators.Emulators.Keys.Where(Connections.ContainsKey);

    public static string Yaml(IEnumerable<EmulatorHost> hosts, IEnumerable<string> vendors)
    {
        var yaml = new StringBuilder(Attributes).Append('\n');
        foreach (var (host, vendor) in hosts.Zip(vendors))
        {
            yaml.Append(Connections[vendor]
                .Replace("<address>", host.Address.ToString(), StringComparison.Ordinal)
                .Replace("<client-id>", host.Credentials.GetValueOrDefault("clientId"), StringComparison.Ordinal)
                .Replace("<service-user-id>", host.Credentials.GetValueOrDefault("serviceUserId"), StringComparison.Ordinal)).Append('\n');
        }

        return yaml.ToString();
    }

    /// <summary>The emulators' credentials by the variables that the file names.</summary>
    public static Dictionary<string, string> Secrets(IEnumerable<EmulatorHost> hosts) =>
        hosts.SelectMany(h => h.Credentials).GroupBy(c => c.Key, StringComparer.Ordinal)
            .Where(g => Variables.ContainsKey(g.Key)).ToDictionary(g => Variables[g.Key], g => g.First().Value, StringComparer.Ordinal);

    /// <summary>What a person types to connect that emulator, by the connector's own setting keys.</summary>
    public static IReadOnlyDictionary<string, string> Settings(EmulatorHost host, string vendor)
    {
        var connection = ConfigReader.Read("demo.yaml", Yaml([host], [vendor])).Connections.Single();
        var secrets = Secrets([host]);
        return connection.Settings.Concat(connection.SecretVariables.Select(s => KeyValuePair.Create(s.Key, secrets[s.Value])))
            .ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
    }

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["apiKey"] = "BAMBOOHR_API_KEY",
        ["clientSecret"] = "PERSONIO_CLIENT_SECRET",
        ["token"] = "HIBOB_TOKEN",
    };
}
