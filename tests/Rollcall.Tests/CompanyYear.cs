using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests;

/// <summary>How a year is followed.</summary>
public enum Following
{
    Full, Delta, Single, Killed, OnPostgres,
}

/// <summary>One story, many engines: a company's year, read in full every month, by changes, person by person, and with the program killed
/// again and again. The directory is the same at the end.</summary>
public sealed class CompanyYear(PostgresServer postgres)
{
    private const int Employees = 60;

    public static TheoryData<string, Following> Ways()
    {
        var data = new TheoryData<string, Following>();
        foreach (var hris in HrisUnderTest.All)
        {
            foreach (var way in Enum.GetValues<Following>().Where(w => w != Following.Full && (w != Following.Delta || hris.HasDelta)))
            {
                data.Add(hris.Vendor, way);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ends_the_same_however_it_is_followed(string vendor, Following way)
    {
        var expected = (await FollowAsync(HrisUnderTest.Of(vendor), Following.Full)).Split('\n');
        var found = (await FollowAsync(HrisUnderTest.Of(vendor), way)).Split('\n');
        found.Except(expected, StringComparer.Ordinal).ShouldBe([]);
        expected.Except(found, StringComparer.Ordinal).ShouldBe([]);
    }

    private async Task<string> FollowAsync(HrisUnderTest hris, Following way)
    {
        await using var company = await Company.SyncedAsync(hris, Employees, postgres: way == Following.OnPostgres ? postgres : null);
        var months = new Months(company);
        foreach (var (month, happens) in months.All.Index())
        {
            var concerned = happens();
            switch (way)
            {
                case Following.Delta:
                    await TryAsync(company, "sync", "hr", "--delta");
                    break;
                case Following.Single:
                    foreach (var person in concerned)
                    {
                        await TryAsync(company, "sync", "hr", "--employee", hris.IdOf(person));
                    }

                    break;
                case Following.Killed:
                    await KillAsync(company, 250 + (month * 97 % 700));
                    break;
                default:
                    await TryAsync(company, "sync", "hr");
                    break;
            }
        }

        // Whoever vanished is gone after two complete reads.
        await company.Cli.ExpectAsync(0, "sync", "hr");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        await company.Cli.ExpectAsync(0, "sync", "hr");
        await company.Cli.ExpectAsync(0, "plan", "hr");
        return await company.DirectoryAsync();
    }

    /// <summary>The HRIS may fail in a month with a fault: exit code 6, and nothing else.</summary>
    private static async Task TryAsync(Company company, params string[] arguments)
    {
        var result = await company.Cli.RunAsync(arguments);
        result.Exit.ShouldBeOneOf([0, .. company.Hris.Faults.Rules.Any() ? new[] { 6 } : []], result.Errors);
    }

    private static async Task KillAsync(Company company, int patienceMilliseconds)
    {
        using var process = company.Cli.Start("sync", "hr");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.Delay(TimeSpan.FromMilliseconds(patienceMilliseconds), TimeProvider.System, TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What happens month by month; each returns those concerned.</summary>
    private sealed class Months(Company company)
    {
        private readonly Workforce workforce = company.Workforce;

        public IReadOnlyList<Func<List<Person>>> All =>
        [
            () => [workforce.Hire(), workforce.Hire(), workforce.Rename(Active(3).Number, "Renée", "Neu")!],
            () => [Moved(Active(4), UnitKind.Squad, 1), Moved(Active(5), UnitKind.Department, 2), workforce.SetManager(Active(6).Number, 1)!],
            () => [workforce.Terminate(Active(8).Number, workforce.Today.AddDays(-1))!, workforce.Terminate(Active(9).Number, workforce.Today.AddDays(-1))!],
            () =>
            {
                workforce.Access.Withdraw(company.Kind.ShirtSize);
                return [Moved(Active(10), UnitKind.ShirtSize, 0)];
            },
            () =>
            {
                company.Hris.Faults.Add(new FaultRule { Kind = FaultKind.Truncated, Endpoint = company.Kind.PeopleEndpoint, Times = 40 });
                return [workforce.Rename(Active(11).Number, "Später", "Gesehen")!];
            },
            () =>
            {
                company.Hris.Faults.Clear();
                workforce.Access.Grant(company.Kind.ShirtSize);
                return [];
            },
            () =>
            {
                workforce.RenameUnit(workforce.Units.Of(UnitKind.Department)[1].Id, "Forschung und mehr");
                return [];
            },
            () => [workforce.Rehire(LeftLongest().Number)!],
            () =>
            {
                // Somebody to whom nothing else happened: a change nobody saw before they vanished is lost to all but one way of following.
                workforce.Delete(Active(20).Number);
                return [];
            },
            () => [workforce.SetEmail(Active(13).Number, "new.address@acme.example")!],
            () => [workforce.SetManager(Active(14).Number, null)!, Moved(Active(15), UnitKind.Level, 1)],
            () => [workforce.Hire(), workforce.Terminate(Active(16).Number, workforce.Today.AddDays(-1))!],
        ];

        private Person Active(int skip) => workforce.People()
            .Where(p => p is { Email: not null, Lifecycle: Lifecycle.Active, TerminationDate: null } && p.HireDate <= workforce.Today).Skip(skip).First();

        private Person LeftLongest() => workforce.People().Where(p => p is { Email: not null } && p.TerminationDate == workforce.Today.AddDays(-1)).First();

        private Person Moved(Person person, UnitKind kind, int to) => workforce.Move(person.Number, workforce.Units.Of(kind)[to].Id)!;
    }
}
