using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>A company with one emulated HRIS, a configuration file and the command line over its own data folder or database.</summary>
internal sealed class Company : IAsyncDisposable
{
    private readonly string folder;

    private Company(string folder, HrisUnderTest hris, EmulatorHost host, Cli cli)
    {
        this.folder = folder;
        Kind = hris;
        Hris = host;
        Cli = cli;
    }

    public HrisUnderTest Kind { get; }

    public EmulatorHost Hris { get; }

    public Workforce Workforce => Hris.Workforce;

    public Cli Cli { get; }

    /// <summary>Where the embedded database and keys are, when no server keeps them.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    public string File => Path.Combine(folder, "rollcall.yaml");

    /// <param name="hris">Whose emulator; BambooHR's when left out.</param>
    /// <param name="employees">Size of the company.</param>
    /// <param name="yaml">The configuration; the HRIS' own when left out.</param>
    /// <param name="postgres">Keep the directory there instead of in a folder.</param>
    public static async Task<Company> StartAsync(HrisUnderTest? hris = null, int employees = 40, string? yaml = null, PostgresServer? postgres = null)
    {
        hris ??= HrisUnderTest.BambooHr;
        var home = Directory.CreateTempSubdirectory("rollcall-test-").FullName;
        var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = hris.Vendor, Employees = employees }, TestContext.Current.CancellationToken);
        var cli = new Cli(postgres is null
            ? ["--data", Path.Combine(home, "data")]
            : ["--database", await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken)]);
        foreach (var (variable, credential) in hris.Credentials)
        {
            cli.Environment[variable] = host.Credentials[credential];
        }

        var company = new Company(home, hris, host, cli);
        await company.WriteAsync(yaml ?? hris.Yaml());
        return company;
    }

    /// <summary>Started, configured and synchronised once.</summary>
    public static async Task<Company> SyncedAsync(HrisUnderTest? hris = null, int employees = 40, string? yaml = null, PostgresServer? postgres = null)
    {
        var company = await StartAsync(hris, employees, yaml, postgres);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        await company.Cli.ExpectAsync(0, "sync", "hr");
        return company;
    }

    public Task WriteAsync(string yaml) => System.IO.File.WriteAllTextAsync(File, HrisUnderTest.Filled(yaml, Hris), TestContext.Current.CancellationToken);

    public Person Somebody(int skip = 0) =>
        Workforce.People().Where(p => p is { Email: not null, Lifecycle: Lifecycle.Active, TerminationDate: null, ManagerNumber: not null }).Skip(skip).First();

    /// <summary>A second record with somebody's email, synchronised, so held; its external id as BambooHR gives it.</summary>
    public async Task<string> DoubtedAsync()
    {
        var twin = Workforce.Hire(p => p with { Email = Somebody().Email });
        await Cli.ExpectAsync(0, "sync", "hr");
        return $"{twin.Number}";
    }

    /// <summary>The whole directory as text, without ids.</summary>
    public async Task<string> DirectoryAsync()
    {
        string[] fields = ["custom:subcompany", "custom:shirt-size", "custom:skills", "custom:company-car", "custom:weekly-hours", "custom:money", "custom:day", "custom:page", "custom:phone", "level", "additional-manager", "location", "start-date", "end-date", "gender"];
        var table = await Cli.ExpectAsync(0, ["employees", "--take", "100000", "--format", "csv", .. fields.SelectMany(f => new[] { "--show", f })]);
        return string.Join('\n', table.Output.Split('\n').Select(line => line[..Math.Max(0, line.LastIndexOf(','))]).Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await Hris.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
