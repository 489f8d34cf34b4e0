using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Connecting;

/// <summary>What the last runs of one connection left behind, in memory: one small entry per record.</summary>
public sealed class KnownRecords
{
    private readonly Dictionary<string, int> byExternalId;
    private readonly List<KnownRecord> records;

    private KnownRecords(List<KnownRecord> records)
    {
        this.records = records;
        byExternalId = new Dictionary<string, int>(records.Count, StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
        {
            byExternalId[records[i].ExternalId] = i;
        }
    }

    /// <summary>Nobody was read before.</summary>
    public static KnownRecords None { get; } = new([]);

    public int Count => records.Count;

    public IReadOnlyList<KnownRecord> All => records;

    /// <summary>Records tied to an employee.</summary>
    public int Tied => records.Count(r => r.Employee is not null);

    /// <param name="source">The entries.</param>
    /// <param name="about">How many there will be, as far as anybody can say: growing in steps takes twice the memory.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public static async Task<KnownRecords> LoadAsync(IAsyncEnumerable<KnownRecord> source, int about, CancellationToken cancellationToken)
    {
        var loaded = new List<KnownRecord>(about);
        await foreach (var record in source.WithCancellation(cancellationToken))
        {
            loaded.Add(record);
        }

        return new KnownRecords(loaded);
    }

    /// <summary>Index into <see cref="All"/>, or -1.</summary>
    public int IndexOf(string externalId) => byExternalId.TryGetValue(externalId, out var index) ? index : -1;

    public EmployeeId? EmployeeOf(string externalId) => IndexOf(externalId) is >= 0 and var index ? records[index].Employee : null;

    /// <summary>Whether the last run left the record out by an exclusion criterion.</summary>
    public bool IsExcluded(string externalId) => IndexOf(externalId) is >= 0 and var index && records[index].Scope == RecordScope.Excluded;
}
