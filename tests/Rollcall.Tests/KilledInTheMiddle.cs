using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>The process dies while it applies: all or nothing, and the next run is right.</summary>
public sealed class KilledInTheMiddle(PostgresServer postgres)
{
    private const int Employees = 3000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_or_nothing_is_written_and_the_next_run_is_right(bool isPostgres)
    {
        await using var reference = await Company.SyncedAsync(employees: Employees);
        var expected = await reference.DirectoryAsync();

        await using var company = await Company.StartAsync(employees: Employees, postgres: isPostgres ? postgres : null);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        var nothing = await company.DirectoryAsync();
        var unwritten = 0;
        foreach (var patience in (int[])[0, 30, 120, 350])
        {
            await KillAsync(company, patience);
            var now = await company.DirectoryAsync();
            if (now == expected)
            {
                break;
            }

            now.ShouldBe(nothing);
            unwritten++;
        }

        unwritten.ShouldBeGreaterThan(0, "killed as soon as the plan was made, nothing can be written yet");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        (await company.DirectoryAsync()).ShouldBe(expected);
        await company.Cli.ExpectAsync(0, "plan", "hr");
    }

    /// <summary>Waits until the log says that the plan is made, which is when applying begins, then a little, and kills.</summary>
    private static async Task KillAsync(Company company, int patienceMilliseconds)
    {
        using var process = company.Cli.Start("sync", "hr", "--verbose");
        process.BeginOutputReadLine();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(": planned ", StringComparison.Ordinal))
            {
                break;
            }
        }

        await Task.Delay(TimeSpan.FromMilliseconds(patienceMilliseconds), TimeProvider.System, TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
