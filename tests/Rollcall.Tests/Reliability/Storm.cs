using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Demo;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.Hosting;
using Rollcall.Storage;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests.Reliability;

/// <summary>What happened in a storm. Printed as a row of docs/reliability.md.</summary>
/// <param name="Seconds">How long it lasted.</param>
/// <param name="HasLimits">Whether the HRISs' own rate limits applied.</param>
/// <param name="Seed">What chance followed.</param>
/// <param name="Changes">Changes of people at the HRISs.</param>
/// <param name="Faults">Answers of the HRISs that were made to fail.</param>
/// <param name="Kills">Nodes killed without warning, and replaced.</param>
/// <param name="Deliveries">Webhook deliveries that a node took.</param>
/// <param name="TurnedAway">Those that none took.</param>
/// <param name="Runs">Runs that wrote.</param>
/// <param name="Failed">Runs that failed or were interrupted.</param>
internal sealed record StormReport(double Seconds, bool HasLimits, int Seed, int Changes, int Faults, int Kills, int Deliveries, int TurnedAway, int Runs, int Failed)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"| {Seed} | {Seconds:0} | {(HasLimits ? "yes" : "no")} | {Changes} | {Faults} | {Kills} | {Deliveries} | {TurnedAway} | {Runs} | {Failed} |");
}

/// <summary>Two nodes on one PostgreSQL follow three changing companies by webhook while the HRISs fail and the nodes are killed, at random. In the
/// end the directory has to be what the HRISs say, and its log has to tell how it came to be so.</summary>
internal sealed class Storm : IAsyncDisposable
{
    private const int Employees = 40;

    /// <summary>So many at most leave one company: a wave of leavers would be stopped by the guard, and rightly so.</summary>
    private const int MostLeavers = 3;

    /// <summary>Faults that say nothing about people. Wrong values are another matter: they are held, and the next complete read has them right.</summary>
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.RateLimited, FaultKind.Unavailable, FaultKind.Slow, FaultKind.Reset, FaultKind.Truncated, FaultKind.Html, FaultKind.RateLimitedBare,
        FaultKind.DuplicateRows, FaultKind.ShrinkingTotal, FaultKind.RepeatingCursor,
    ];

    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(3);
    private readonly Random chance;
    private readonly int seed;
    private readonly bool hasLimits;
    private readonly Cli cli;
    private readonly ServiceProvider parts;
    private readonly Door door;
    private readonly string folder;
    private readonly List<Tenant> tenants = [];
    private readonly List<ServerProcess> nodes = [];
    private int changes;
    private int kills;

    private Storm(int seed, bool hasLimits, Cli cli, ServiceProvider parts, Door door, string folder) =>
        (this.seed, this.hasLimits, chance, this.cli, this.parts, this.door, this.folder) = (seed, hasLimits, new Random(seed), cli, parts, door, folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Storm> PrepareAsync(PostgresServer postgres, int seed, bool hasLimits)
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        var home = Directory.CreateTempSubdirectory("rollcall-storm-").FullName;
        var services = new ServiceCollection();
        services.AddRollcall(new StorageChoice(home, database), LogLevel.None);
        var storm = new Storm(seed, hasLimits, new Cli("--database", database), services.BuildServiceProvider(), await Door.OpenAsync(), home);
        for (var i = 0; i < 2; i++)
        {
            await storm.StartNodeAsync();
        }

        foreach (var hris in HrisUnderTest.All)
        {
            await storm.AddTenantAsync(hris);
        }

        return storm;
    }

    /// <summary>Lets it rage, then waits until all that was taken has been seen to.</summary>
    public async Task<StormReport> RageAsync(TimeSpan length)
    {
        var began = TimeProvider.System.GetTimestamp();
        bool Rages() => TimeProvider.System.GetElapsedTime(began) < length;
        await Task.WhenAll(ChangeAsync(Rages), FailAsync(Rages), KillAsync(Rages), ReadAllAsync(Rages));
        foreach (var tenant in tenants)
        {
            tenant.Hris.Faults.Clear();
        }

        await CalmAsync();
        await using var context = await ContextAsync();
        return new StormReport(
            TimeProvider.System.GetElapsedTime(began).TotalSeconds, hasLimits, seed, changes, tenants.Sum(t => t.Hris.Faults.Struck), kills, door.Taken, door.TurnedAway,
            await context.Runs.CountAsync(r => r.State == (int)RunState.Succeeded && r.Applied > 0, Token),
            await context.Runs.CountAsync(r => r.State == (int)RunState.Failed || r.State == (int)RunState.Interrupted, Token));
    }

    /// <summary>Everything that a complete read would still change, by HRIS; empty when the webhooks have brought everything.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync()
    {
        var missing = new List<string>();
        foreach (var tenant in tenants)
        {
            var plan = await cli.RunAsync("plan", "hr", "--workspace", tenant.Name);
            if (plan.Exit != 0)
            {
                missing.Add($"{tenant.Name}: exit {plan.Exit}");
            }
        }

        return missing;
    }

    /// <summary>Reads everybody of every HRIS, as the schedule does once a day.</summary>
    public async Task SyncAsync()
    {
        foreach (var tenant in tenants)
        {
            await cli.ExpectAsync(0, "sync", "hr", "--workspace", tenant.Name);
        }
    }

    /// <summary>Where the directory is not what the companies are: ids and fields, no values.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        await using var context = await ContextAsync();
        foreach (var tenant in tenants)
        {
            var rows = await (from record in context.SourceRecords
                              join employee in context.Employees on record.EmployeeId equals employee.Id
                              where record.WorkspaceId == tenant.Workspace.Value
                              select new { record.ExternalId, employee.FirstName, employee.LastName, employee.Status }).ToDictionaryAsync(r => r.ExternalId, StringComparer.Ordinal, Token);
            foreach (var person in tenant.Hris.Workforce.People().Where(p => p.Email is not null && p.Lifecycle is Lifecycle.Active or Lifecycle.OnLeave))
            {
                if (!rows.TryGetValue(tenant.Kind.IdOf(person), out var row))
                {
                    wrong.Add($"{tenant.Name} {person.Number}: is not there");
                }
                else if (row.Status == (int)AccountStatus.Deactivated)
                {
                    wrong.Add($"{tenant.Name} {person.Number}: deactivated");
                }
                else if (tenant.Renamed.Contains(person.Number) && (row.FirstName, row.LastName) != (person.FirstName, person.LastName))
                {
                    wrong.Add($"{tenant.Name} {person.Number}: name");
                }
            }

            wrong.AddRange(tenant.Left.Where(n => rows.TryGetValue(tenant.Kind.IdOf(tenant.Hris.Workforce.Find(n)!), out var row) && row.Status != (int)AccountStatus.Deactivated)
                .Select(n => $"{tenant.Name} {n}: not deactivated"));
        }

        return wrong;
    }

    /// <summary>Where the log does not tell how the directory came to be as it is: a change twice, one left out, or a deactivation of somebody who did not leave.</summary>
    public async Task<IReadOnlyList<string>> UnexplainedAsync()
    {
        var unexplained = new List<string>();
        await using var context = await ContextAsync();
        foreach (var tenant in tenants)
        {
            var leavers = tenant.Left.Select(n => tenant.Kind.IdOf(tenant.Hris.Workforce.Find(n)!)).ToList();
            var mayBeOff = await context.SourceRecords.Where(r => r.WorkspaceId == tenant.Workspace.Value && leavers.Contains(r.ExternalId)).Select(r => r.EmployeeId).ToListAsync(Token);
            var log = await context.Changes.Where(c => c.WorkspaceId == tenant.Workspace.Value && c.Subject == (int)SubjectKind.Employee && c.Verb == (int)ChangeVerb.Set && c.Id > tenant.FirstChange)
                .OrderBy(c => c.Id).Select(c => new { c.SubjectId, c.Field, c.Before, c.After }).ToListAsync(Token);
            unexplained.AddRange(log.Where(c => c is { Field: Fields.Status, After: AccountStatusWord.Deactivated } && !mayBeOff.Contains(c.SubjectId)).Select(c => $"{tenant.Name} {c.SubjectId}: deactivated"));
            foreach (var chain in log.GroupBy(c => (c.SubjectId, c.Field)))
            {
                var steps = chain.ToList();
                unexplained.AddRange(steps.Skip(1).Where((step, i) => step.Before != steps[i].After).Select(_ => $"{tenant.Name} {chain.Key.SubjectId} {chain.Key.Field}: a gap"));
                unexplained.AddRange(steps.Where(s => s.Before == s.After).Select(_ => $"{tenant.Name} {chain.Key.SubjectId} {chain.Key.Field}: no change"));
            }

            var names = await context.Employees.Where(e => e.WorkspaceId == tenant.Workspace.Value).ToDictionaryAsync(e => e.Id, e => e.FirstName, Token);
            unexplained.AddRange(log.Where(c => c.Field == Fields.FirstName).GroupBy(c => c.SubjectId)
                .Where(g => names.GetValueOrDefault(g.Key) != g.Last().After).Select(g => $"{tenant.Name} {g.Key}: not what the log says"));
        }

        return unexplained;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var tenant in tenants)
        {
            await tenant.Hris.DisposeAsync();
        }

        await door.DisposeAsync();
        await parts.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Task<RollcallDbContext> ContextAsync() => parts.GetRequiredService<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token);

    private async Task AddTenantAsync(HrisUnderTest hris)
    {
        var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = hris.Vendor, Employees = Employees, Seed = seed + tenants.Count, RateLimits = hasLimits }, Token);
        foreach (var (variable, credential) in hris.Credentials)
        {
            cli.Environment[variable] = host.Credentials[credential];
        }

        if (hris == HrisUnderTest.HiBob)
        {
            using var http = new HttpClient(new SocketsHttpHandler());
            (await http.PostAsync(new Uri(host.Address, "/_control/switches?name=lifecycleEventsAtMidnight&value=false"), null, Token)).EnsureSuccessStatusCode();
        }

        var file = Path.Combine(folder, hris.Vendor + ".yaml");
        var yaml = HrisUnderTest.Filled(hris.Yaml(), host).Replace("workspace: acme", "workspace: " + hris.Vendor, StringComparison.Ordinal);
        if (hasLimits)
        {
            yaml = yaml.Replace("requests-per-minute: \"0\"", "requests-per-minute: \"300\"", StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(file, yaml, Token);
        await cli.ExpectAsync(0, "config", "apply", file);
        await cli.ExpectAsync(0, "sync", "hr", "--workspace", hris.Vendor);
        var workspace = (await parts.GetRequiredService<WorkspaceStore>().FindAsync(hris.Vendor, Token))!;
        var connection = (await parts.GetRequiredService<ConnectionStore>().ListAsync(workspace.Id, Token)).Single();
        await DemoWebhooks.SetUpAsync(door.Address, parts.GetRequiredService<WebhookStore>(), connection, workspace.Id, host, Token);
        await using var context = await ContextAsync();
        tenants.Add(new Tenant(hris.Vendor, hris, host, workspace.Id, await context.Changes.Where(c => c.WorkspaceId == workspace.Id.Value).MaxAsync(c => c.Id, Token)));
    }

    private async Task StartNodeAsync()
    {
        var node = await ServerProcess.StartAsync(cli);
        nodes.Add(node);
        door.Add(node.Address);
    }

    private async Task ChangeAsync(Func<bool> rages)
    {
        var own = new Random(seed + 1);
        while (rages())
        {
            ChangeSomebody(own, tenants[own.Next(tenants.Count)]);
            changes++;
            await PauseAsync(own.Next(40, 360));
        }
    }

    private static void ChangeSomebody(Random own, Tenant tenant)
    {
        var workforce = tenant.Hris.Workforce;
        var here = workforce.People().Where(p => p is { Email: not null, Lifecycle: Lifecycle.Active, TerminationDate: null } && !tenant.Left.Contains(p.Number)).ToList();
        var person = here[own.Next(here.Count)];
        switch (own.Next(20))
        {
            case 0 when tenant.Left.Count < MostLeavers && person.Number > Employees / 2:
                workforce.Terminate(person.Number);
                tenant.Left.Add(person.Number);
                break;
            case 1 or 2:
                workforce.Hire();
                break;
            case 3 or 4 or 5:
                var departments = workforce.Units.Of(UnitKind.Department).Where(u => !u.Archived).ToList();
                workforce.Move(person.Number, departments[own.Next(departments.Count)].Id);
                break;
            case 6 or 7:
                workforce.SetManager(person.Number, here.First(p => p.Number != person.Number && p.Number < Employees / 2).Number);
                break;
            default:
                workforce.Rename(person.Number, $"Given{own.Next(100_000)}", $"Family{own.Next(100_000)}");
                tenant.Renamed.Add(person.Number);
                break;
        }
    }

    private async Task FailAsync(Func<bool> rages)
    {
        var own = new Random(seed + 2);
        while (rages())
        {
            tenants[own.Next(tenants.Count)].Hris.Faults.Add(new FaultRule { Kind = Kinds[own.Next(Kinds.Length)], Times = own.Next(1, 4) });
            await PauseAsync(own.Next(400, 1600));
        }
    }

    /// <summary>One is always there; the other one dies wherever it is.</summary>
    private async Task KillAsync(Func<bool> rages)
    {
        while (rages())
        {
            await PauseAsync(chance.Next(1500, 5000));
            var node = nodes[chance.Next(nodes.Count)];
            nodes.Remove(node);
            await node.DisposeAsync();
            kills++;
            door.Remove(node.Address);
            await StartNodeAsync();
        }
    }

    /// <summary>Somebody asks for complete reads in the middle of it; a connection that is busy, or an HRIS that fails, says so.</summary>
    private async Task ReadAllAsync(Func<bool> rages)
    {
        var own = new Random(seed + 3);
        while (rages())
        {
            await cli.RunAsync("sync", "hr", "--workspace", tenants[own.Next(tenants.Count)].Name);
            await PauseAsync(own.Next(1000, 4000));
        }
    }

    private async Task CalmAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        var quiet = 0;
        var seen = -1;
        while (quiet < 10)
        {
            (TimeProvider.System.GetElapsedTime(began) < Calm).ShouldBeTrue("what came was not all seen to");
            await PauseAsync(300);
            await using var context = await ContextAsync();
            var isWaiting = await context.WebhookEvents.AnyAsync(e => e.HandledAt == null, Token) || await context.Runs.AnyAsync(r => r.ActiveConnectionId != null, Token)
                || await context.Connections.AnyAsync(c => c.FollowUp, Token);
            quiet = isWaiting || door.Taken != seen ? 0 : quiet + 1;
            seen = door.Taken;
        }
    }

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Token);

    private sealed record Tenant(string Name, HrisUnderTest Kind, EmulatorHost Hris, WorkspaceId Workspace, long FirstChange)
    {
        public HashSet<int> Renamed { get; } = [];

        public HashSet<int> Left { get; } = [];
    }
}
