using BenchmarkDotNet.Attributes;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Benchmarks.Hot;

/// <summary>Records to a plan, mapping included. A planning empties its input, so each gets a fresh one.</summary>
[MemoryDiagnoser]
public class Planning
{
    private Company company = null!;
    private List<SourceRecord> records = [];
    private List<SourceRecord> changed = [];
    private Plan first = null!;
    private PlanInput input = null!;

    [GlobalSetup]
    public async Task RecordAsync()
    {
        company = await Company.RecordAsync("personio", CancellationToken.None);
        records = await company.ReadAsync(CancellationToken.None).ToListAsync();
        first = Planner.Plan(await company.PrepareAsync(records, standing: null, CancellationToken.None));
        var again = Planner.Plan(await company.PrepareAsync(records, first, CancellationToken.None));
        changed = [.. records.Select(Changed)];
        var then = Planner.Plan(await company.PrepareAsync(changed, first, CancellationToken.None));
        if (!again.IsEmpty || then.Counts.Updated != first.Counts.Created || then.Counts.Created > 0)
        {
            throw new InvalidOperationException($"Not what is to be measured: {again}, {then.Counts.Updated} of {first.Counts.Created} changed.");
        }
    }

    [IterationSetup(Target = nameof(PlanNew))]
    public void PrepareNew() => input = company.PrepareAsync(records, standing: null, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark(Description = "map and plan, everybody new", OperationsPerInvoke = Company.Employees)]
    public Plan PlanNew() => Planner.Plan(input);

    [IterationSetup(Target = nameof(PlanChanged))]
    public void PrepareChanged() => input = company.PrepareAsync(changed, first, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark(Description = "map and plan, everybody changed", OperationsPerInvoke = Company.Employees)]
    public Plan PlanChanged() => Planner.Plan(input);

    [Benchmark(Description = "digest of a plan, everybody new", OperationsPerInvoke = Company.Employees)]
    public string Digest() => PlanDigest.Of(first.Connection, first.Changes);

    private SourceRecord Changed(SourceRecord record)
    {
        var values = (SourceValue[])record.Values.Clone();
        values[company.Mapped.ToList().IndexOf(Company.Renamed)] = SourceValue.OfText("Changed");
        return record with { Values = values };
    }
}
