using Rollcall.Cli;

namespace Rollcall.Tests;

/// <summary>A backup taken while the server runs is whole, and comes back as it was.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task What_was_backed_up_while_the_server_runs_comes_back_when_it_does_not()
    {
        await using var company = await Company.StartAsync(employees: 20);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        await company.Cli.ExpectAsync(0, "sync", "hr");
        var before = await company.DirectoryAsync();
        var file = Path.Combine(company.DataFolder, "..", "rollcall.backup");

        await using (await ServerProcess.StartAsync(company.Cli))
        {
            await company.Cli.ExpectAsync(0, "backup", file);
            company.Workforce.Rename(company.Somebody().Number, "Ada", "Stone");
            await company.Cli.ExpectAsync(0, "sync", "hr");
            (await company.DirectoryAsync()).ShouldNotBe(before);
            (await company.Cli.ExpectAsync(ExitCodes.Refused, "restore", file, "--yes")).Errors.ShouldContain("in use");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        (await company.Cli.ExpectAsync(ExitCodes.Refused, "restore", file)).Errors.ShouldContain("has data already");
        (await company.DirectoryAsync()).ShouldNotBe(before);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await company.Cli.ExpectAsync(0, "restore", file, "--yes");
        (await company.DirectoryAsync()).ShouldBe(before);

        // The secrets came along: the next sync reads the HRIS.
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await company.Cli.ExpectAsync(0, "employees", "--search", "Ada Stone")).Output.ShouldContain("Ada Stone");
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_and_nothing_is_changed()
    {
        await using var company = await Company.SyncedAsync(employees: 12);
        var before = await company.DirectoryAsync();
        var odd = company.File + ".odd";
        await File.WriteAllTextAsync(odd, new string('x', 5000), TestContext.Current.CancellationToken);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        (await company.Cli.ExpectAsync(ExitCodes.Refused, "restore", odd, "--yes")).Errors.ShouldContain("damaged");
        await File.WriteAllBytesAsync(odd, [], TestContext.Current.CancellationToken);
        (await company.Cli.ExpectAsync(ExitCodes.Refused, "restore", odd, "--yes")).Errors.ShouldContain("none of Rollcall's");
        await company.Cli.ExpectAsync(ExitCodes.NotFound, "restore", odd + ".not", "--yes");
        (await company.Cli.ExpectAsync(ExitCodes.Refused, "backup", Path.Combine(company.DataFolder, "not", "there"))).Errors.ShouldContain("could not be written");

        (await company.DirectoryAsync()).ShouldBe(before);
    }
}
