using System.Globalization;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests.Reliability;

/// <summary>Short here, as long as one likes by tests/reliability.sh.</summary>
public sealed class StormTests(PostgresServer postgres)
{
    [Fact]
    public async Task Nothing_is_lost_doubled_or_switched_off_when_HRISs_fail_and_nodes_are_killed()
    {
        var length = TimeSpan.FromSeconds(Asked("ROLLCALL_STORM_SECONDS", 15));
        await using var storm = await Storm.PrepareAsync(postgres, Asked("ROLLCALL_STORM_SEED", 1), hasLimits: Asked("ROLLCALL_STORM_LIMITS", 0) == 1);

        var report = await storm.RageAsync(length);
        if (Environment.GetEnvironmentVariable("ROLLCALL_STORM_REPORT") is { } file)
        {
            await File.AppendAllTextAsync(file, report + Environment.NewLine, TestContext.Current.CancellationToken);
        }

        report.Kills.ShouldBeGreaterThan(0);
        report.Faults.ShouldBeGreaterThan(0);
        report.Deliveries.ShouldBeGreaterThan(0);
        if (report.TurnedAway == 0)
        {
            (await storm.MissingAsync()).ShouldBeEmpty("every delivery was taken, so a complete read finds nothing new");
        }

        await storm.SyncAsync();
        (await storm.MissingAsync()).ShouldBeEmpty();
        (await storm.WrongAsync()).ShouldBeEmpty();
        (await storm.UnexplainedAsync()).ShouldBeEmpty();
    }

    private static int Asked(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;
}
