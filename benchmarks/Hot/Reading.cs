using BenchmarkDotNet.Attributes;

namespace Rollcall.Benchmarks.Hot;

/// <summary>A vendor's answers to records: the connector itself, without a network.</summary>
[MemoryDiagnoser]
public class Reading
{
    private Company company = null!;

    [Params("personio", "bamboohr", "hibob")]
    public string Vendor { get; set; } = "";

    [GlobalSetup]
    public async Task RecordAsync() => company = await Company.RecordAsync(Vendor, CancellationToken.None);

    [Benchmark(Description = "read", OperationsPerInvoke = Company.Employees)]
    public async Task<int> ReadAsync()
    {
        var values = 0;
        await foreach (var record in company.ReadAsync(CancellationToken.None))
        {
            values += record.Values.Length;
        }

        return values;
    }
}
