using System.Text;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Demo;

/// <summary>The demo's configuration file: the same a person would write, with the emulators' addresses.</summary>
internal static class DemoConfig
{
    public const string Workspace = "acme";

    private const string Attributes = """
        workspace: acme
        timeZone: Europe/Berlin
        customAttributes:
          # Text is the best type where there are many different values.
          - { key: subcompany, name: Subcompany, type: text }
          # A select takes only its options, in the same spelling. The HRIS says XXL; watch what happens.
          - { key: shirt-size, name: T-shirt size, type: single-select, options: [XS, S, M, L, XL, 2XL] }
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
                settings: { company-domain: acme, base-url: "ADDRESS" }
                secrets: { api-key: "${BAMBOOHR_API_KEY}" }
                exclusions:
                  exclude:
                    any:
                      - { attribute: customSubcompany, is: Acme Iberia S.L. }
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
    };

    /// <summary>Vendors that are both emulated and connected.</summary>
    public static IEnumerable<string> Vendors => Emulators.Emulators.Keys.Where(Connections.ContainsKey);

    public static string Yaml(IEnumerable<EmulatorHost> hosts, IEnumerable<string> vendors)
    {
        var yaml = new StringBuilder(Attributes).Append('\n');
        foreach (var (host, vendor) in hosts.Zip(vendors))
        {
            yaml.Append(Connections[vendor].Replace("ADDRESS", host.Address.ToString(), StringComparison.Ordinal)).Append('\n');
        }

        return yaml.ToString();
    }

    /// <summary>The emulators' credentials by the variables that the file names.</summary>
    public static Dictionary<string, string> Secrets(IEnumerable<EmulatorHost> hosts) =>
        hosts.SelectMany(h => h.Credentials).GroupBy(c => c.Key, StringComparer.Ordinal)
            .Where(g => Variables.ContainsKey(g.Key)).ToDictionary(g => Variables[g.Key], g => g.First().Value, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["apiKey"] = "BAMBOOHR_API_KEY",
        ["clientId"] = "PERSONIO_CLIENT_ID",
        ["clientSecret"] = "PERSONIO_CLIENT_SECRET",
        ["serviceUserId"] = "HIBOB_SERVICE_USER_ID",
        ["token"] = "HIBOB_TOKEN",
    };
}
