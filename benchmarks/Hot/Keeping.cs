using BenchmarkDotNet.Attributes;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Benchmarks.Hot;

/// <summary>What is kept of each record between runs.</summary>
[MemoryDiagnoser]
public class Keeping
{
    private readonly Fingerprinter fingerprinter = new();
    private Company company = null!;
    private List<SourceRecord> records = [];
    private List<byte[]> kept = [];

    [GlobalSetup]
    public async Task RecordAsync()
    {
        company = await Company.RecordAsync("personio", CancellationToken.None);
        records = await company.ReadAsync(CancellationToken.None).ToListAsync();
        kept = [.. records.Select(r => RecordCodec.Encode(company.Mapped, r.Values))];
    }

    [Benchmark(Description = "fingerprint", OperationsPerInvoke = Company.Employees)]
    public ulong Fingerprint()
    {
        var all = 0UL;
        foreach (var record in records)
        {
            all ^= fingerprinter.Of(record.Values).Low;
        }

        return all;
    }

    [Benchmark(Description = "encode what is kept", OperationsPerInvoke = Company.Employees)]
    public int Encode()
    {
        var bytes = 0;
        foreach (var record in records)
        {
            bytes += RecordCodec.Encode(company.Mapped, record.Values).Length;
        }

        return bytes;
    }

    [Benchmark(Description = "decode what was kept", OperationsPerInvoke = Company.Employees)]
    public int Decode()
    {
        var values = 0;
        foreach (var utf8 in kept)
        {
            values += RecordCodec.Decode(utf8, company.Mapped).Length;
        }

        return values;
    }
}
