using Rollcall.Emulators.Hosting;

namespace Rollcall.Tests;

/// <summary>A company with one emulated HRIS, a configuration file and the program over its own data folder.</summary>
internal sealed class Company : IAsyncDisposable
{
    private readonly string folder;

    private Company(string folder, EmulatorHost hris, Cli cli)
    {
        this.folder = folder;
        Hris = hris;
        Cli = cli;
    }

    public EmulatorHost Hris { get; }

    public Cli Cli { get; }

    public string File => Path.Combine(folder, "rollcall.yaml");

    /// <summary>The configuration a test starts from; ADDRESS is the emulator's.</summary>
    public const string Yaml = """
        workspace: acme
        timeZone: Europe/Berlin
        customAttributes:
          - { key: subcompany, name: Subcompany }
          - { key: shirt-size, name: T-shirt size, type: single-select, options: ["1. Small", "2. Medium", "3. Large", "4. X-Large"] }
        connections:
          - name: hr
            provider: bamboohr
            settings: { company-domain: acme, base-url: "ADDRESS" }
            secrets: { api-key: "${BAMBOOHR_API_KEY}" }
            mappings:
              - { from: customSquad, to: team }
              - { from: customSubcompany, to: "custom:subcompany" }
              - { from: customShirtsize, to: "custom:shirt-size" }
              - { from: customLevel, to: level }
              - { from: customSecondlead, to: additional-manager }
        """;

    public static async Task<Company> StartAsync(int employees = 40, string yaml = Yaml, string? database = null)
    {
        var home = Directory.CreateTempSubdirectory("rollcall-test-").FullName;
        var hris = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = "bamboohr", Employees = employees }, TestContext.Current.CancellationToken);
        var cli = new Cli(database is null ? ["--data", Path.Combine(home, "data")] : ["--database", database]);
        cli.Environment["BAMBOOHR_API_KEY"] = hris.Credentials["apiKey"];
        var company = new Company(home, hris, cli);
        await company.WriteAsync(yaml);
        return company;
    }

    /// <summary>Started, configured and synchronised once.</summary>
    public static async Task<Company> SyncedAsync(int employees = 40, string? database = null)
    {
        var company = await StartAsync(employees, database: database);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        await company.Cli.ExpectAsync(0, "sync", "hr");
        return company;
    }

    public Task WriteAsync(string yaml) =>
        System.IO.File.WriteAllTextAsync(File, yaml.Replace("ADDRESS", Hris.Address.ToString(), StringComparison.Ordinal), TestContext.Current.CancellationToken);

    public Emulators.Company.Person Somebody(int skip = 0) =>
        Hris.Workforce.People().Where(p => p is { Email: not null, Lifecycle: Emulators.Company.Lifecycle.Active, ManagerNumber: not null }).Skip(skip).First();

    public async ValueTask DisposeAsync()
    {
        await Hris.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
