using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One BambooHR account: finds out what the key may read and by which way, and reads it.</summary>
internal sealed partial class BambooHrSource(BambooHrClient client, ILogger logger) : IHrisSource
{
    /// <summary>Changes are stamped to the second by a clock that is not ours, and show up in the list of changes when they are stored.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private (BambooHrCatalog Catalog, IPeopleAnswers Way)? known;

    public async Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken)
    {
        var listed = await client.ReadFieldsAsync(cancellationToken);
        var lists = await client.ReadListsAsync(cancellationToken);
        var dataset = await client.ReadDatasetFieldsAsync(cancellationToken);
        var catalog = BambooHrCatalog.Build(listed, lists, dataset);
        var way = await FindWayAsync(catalog, cancellationToken);
        known = (catalog, way);
        Log.Discovered(logger, catalog.Fields.Count, catalog.Fields.Count(f => f.Readable == Readability.NotReadable), way is ReportAnswers ? "reports" : "the employee dataset");
        return catalog.ToSchema();
    }

    public async IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (fields, way) = await ResolveAsync(request, cancellationToken);
        var blocks = new FieldBlocks<BambooHrField>(way.MostFields, (block, asked) => way.ReadAsync(block, asked, cancellationToken));
        var people = 0;
        await foreach (var record in blocks.ReadAsync(fields, request, cancellationToken))
        {
            people++;
            yield return record;
        }

        Log.Read(logger, people, fields.Count);
    }

    public async IAsyncEnumerable<SourceRecord> ReadChangesAsync(
        ReadRequest request, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (_, way) = await ResolveAsync(request, cancellationToken);
        var changed = (await client.ReadChangedAsync(since - Overlap, cancellationToken)).Where(IsId).ToList();
        Log.Changed(logger, changed.Count);
        if (changed.Count == 0)
        {
            yield break;
        }

        var wanted = changed.ToHashSet(StringComparer.Ordinal);
        var records = changed.Count > way.MostIds ? ReadAsync(request, cancellationToken) : ReadSomeAsync(request, changed, cancellationToken);
        await foreach (var record in records)
        {
            if (wanted.Contains(record.ExternalId))
            {
                yield return record;
            }
        }
    }

    /// <summary>Read like everybody else and not by GET employees/{id}, which spells some values otherwise (a state's code for its name):
    /// somebody synchronised alone must not look changed at the next full read.</summary>
    public async IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (fields, way) = await ResolveAsync(request, cancellationToken);
        IReadOnlyList<string> ids = [.. externalIds.Where(IsId)];
        var blocks = new FieldBlocks<BambooHrField>(way.MostFields, (block, asked) => way.ReadAsync(block, ids, asked, cancellationToken));
        await foreach (var record in blocks.ReadAsync(fields, request, cancellationToken))
        {
            yield return record;
        }
    }

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => new BambooHrProof(client, this).RunAsync(cancellationToken);

    /// <summary>The number 0 stands for the key's own user, which is nobody's id.</summary>
    private static bool IsId(string id) => id.Length is > 0 and <= 18 && id.All(char.IsAsciiDigit) && id.Any(c => c != '0');

    /// <summary>Reports where the key may run them, otherwise the dataset.</summary>
    private async Task<IPeopleAnswers> FindWayAsync(BambooHrCatalog catalog, CancellationToken cancellationToken)
    {
        IPeopleAnswers[] ways = [new ReportAnswers(client), new DatasetAnswers(client)];
        foreach (var way in ways)
        {
            if (await way.FindReadableAsync(catalog.Fields, cancellationToken) is not { } readable)
            {
                continue;
            }

            foreach (var field in catalog.Fields)
            {
                // A list of columns without a single one is no statement about permissions.
                field.Readable = readable.Count == 0 ? Readability.Unknown : readable.Contains(field) ? Readability.Readable : Readability.NotReadable;
            }

            return way;
        }

        throw new ConnectorException(BambooHrClient.Forbidden(traceId: null));
    }

    /// <summary>The fields to ask for: known and not known to be unreadable. The others stay absent.</summary>
    private async Task<(List<BambooHrField> Fields, IPeopleAnswers Way)> ResolveAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            await DiscoverAsync(cancellationToken);
        }

        var (catalog, way) = known!.Value;
        var fields = request.Attributes.Select(catalog.Find).OfType<BambooHrField>().Where(f => f.Readable != Readability.NotReadable).ToList();
        return (fields, way);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "BambooHR offers {Fields} fields, {Unreadable} of them not readable; people are read through {Way}")]
        public static partial void Discovered(ILogger logger, int fields, int unreadable, string way);

        [LoggerMessage(2, LogLevel.Information, "BambooHR delivered {People} people with {Fields} fields")]
        public static partial void Read(ILogger logger, int people, int fields);

        [LoggerMessage(3, LogLevel.Information, "BambooHR names {People} people as changed")]
        public static partial void Changed(ILogger logger, int people);
    }
}
