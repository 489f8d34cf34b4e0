using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.HiBob;

/// <summary>One HiBob account: finds out which fields the service user may read, and reads people in one search.</summary>
internal sealed partial class HiBobSource(HiBobClient client, ILogger logger) : IHrisSource
{
    /// <summary>A right may hold for some people only, so more than one is looked at.</summary>
    private const int PeopleToLookAt = 20;

    /// <summary>How many values a filter takes is not documented (people search, 2026-06).</summary>
    private const int MostIds = 50;

    private Dictionary<string, HiBobField>? known;

    public async Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken)
    {
        var fields = await client.ReadFieldsAsync(cancellationToken);
        var lists = await client.ReadListsAsync(cancellationToken);
        foreach (var field in fields)
        {
            field.List = field.ListId is null ? null : lists.GetValueOrDefault(field.ListId);
        }

        await FindReadableAsync(fields, cancellationToken);
        known = fields.ToDictionary(f => f.Id, StringComparer.Ordinal);
        Log.Discovered(logger, fields.Count, fields.Count(f => f.Readable == Readability.NotReadable), lists.Count);
        return new SourceSchema(fields.Select(f => f.ToAttribute()).ToValueList());
    }

    public IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => ReadAsync(request, ids: null, cancellationToken);

    /// <summary>HiBob has no read of those changed since a moment (people search, 2026-06).</summary>
    public IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException("HiBob cannot be asked for changes.");

    /// <summary>By the same search as everybody: somebody synchronised alone must not look changed at the next full read.</summary>
    public async IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ids in externalIds.Chunk(MostIds))
        {
            var asked = ids.ToHashSet(StringComparer.Ordinal);
            await foreach (var record in ReadAsync(request, ids, cancellationToken))
            {
                // Once each, and nobody who was not asked for.
                if (asked.Remove(record.ExternalId))
                {
                    yield return record;
                }
            }
        }
    }

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => new HiBobProof(this).RunAsync(cancellationToken);

    private async IAsyncEnumerable<SourceRecord> ReadAsync(
        ReadRequest request, IReadOnlyList<string>? ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (known is null)
        {
            await DiscoverAsync(cancellationToken);
        }

        var fields = request.Attributes.Select(key => known!.GetValueOrDefault(key)).OfType<HiBobField>().Where(f => f.Readable != Readability.NotReadable).Distinct().ToList();
        var places = fields.ConvertAll(f => request.Attributes.Span.IndexOf(f.Id));

        // Two fields of each search are for the id and for the manager, who tells whether there is an email of one to come.
        var blocks = new FieldBlocks<HiBobField>(HiBobClient.MostFields - 2, (block, asked) => BlockAsync(block, fields, ids, asked, cancellationToken));
        var people = 0;
        await foreach (var record in blocks.ReadAsync(fields, request, cancellationToken))
        {
            people++;
            if (record.IsRecalled)
            {
                yield return record;
                continue;
            }

            var values = new SourceValue[request.Attributes.Count];
            for (var i = 0; i < places.Count; i++)
            {
                values[places[i]] = record.Values[i];
            }

            yield return record with { Values = values };
        }

        Log.Read(logger, people, fields.Count);
    }

    /// <summary>One search; values are aligned to all fields, those of other blocks absent.</summary>
    private async IAsyncEnumerable<SourceRecord> BlockAsync(
        IReadOnlyList<HiBobField> block, List<HiBobField> all, IReadOnlyList<string>? ids, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new HiBobRecordReader(block);
        var places = block.Select(f => all.IndexOf(f)).ToArray();
        var isWhole = block.Count == all.Count;
        var answers = request.Answers.Within(block.SelectMany(f => f.Context));
        var search = new HiBobSearch(Asked(block), ids, WithNames: block.Any(f => f is { HasItems: true, List: null }));
        await foreach (var record in client.SearchAsync(search, employee => answers.Read(employee.Span, reader.Read), cancellationToken))
        {
            if (record is null)
            {
                request.Notes.MarkUnproven("an employee without an id");
                request.Notes.Add(new SourceNote("employee-without-id", "An employee came without an id.", null, null));
                continue;
            }

            if (isWhole)
            {
                yield return record;
                continue;
            }

            var values = new SourceValue[all.Count];
            for (var i = 0; i < places.Length; i++)
            {
                values[places[i]] = record.Values[i];
            }

            yield return record with { Values = values };
        }
    }

    private static List<string> Asked(IReadOnlyList<HiBobField> block)
    {
        var ids = block.Select(f => f.Id).ToList();
        if (!ids.Contains(HiBobField.Key))
        {
            ids.Add(HiBobField.Key);
        }

        if (ids.Contains(HiBobField.ManagersEmail) && !ids.Contains(HiBobField.Manager))
        {
            ids.Add(HiBobField.Manager);
        }

        return ids;
    }

    /// <summary>Rights show only in answers: a field that comes for nobody of those looked at is not readable. Nobody to look at is no
    /// statement.</summary>
    private async Task FindReadableAsync(List<HiBobField> fields, CancellationToken cancellationToken)
    {
        var reader = new HiBobRecordReader([]);
        var people = new List<string>();
        await foreach (var id in client.SearchAsync(new HiBobSearch([HiBobField.Key]), employee => reader.Read(employee.Span)?.ExternalId, cancellationToken))
        {
            if (id is not null)
            {
                people.Add(id);
            }

            if (people.Count == PeopleToLookAt)
            {
                break;
            }
        }

        if (people.Count == 0)
        {
            return;
        }

        foreach (var block in fields.Chunk(HiBobClient.MostFields - 2))
        {
            var looks = new HiBobRecordReader(block);
            var came = new bool[block.Length];
            await foreach (var values in client.SearchAsync(new HiBobSearch(Asked(block), people), employee => looks.Read(employee.Span)?.Values ?? [], cancellationToken))
            {
                for (var i = 0; i < values.Length; i++)
                {
                    came[i] |= values[i].Kind != SourceValueKind.Absent;
                }
            }

            for (var i = 0; i < block.Length; i++)
            {
                block[i].Readable = came[i] ? Readability.Readable : Readability.NotReadable;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "HiBob offers {Fields} fields, {Unreadable} of them not readable, and {Lists} lists")]
        public static partial void Discovered(ILogger logger, int fields, int unreadable, int lists);

        [LoggerMessage(2, LogLevel.Information, "HiBob delivered {People} people with {Fields} fields")]
        public static partial void Read(ILogger logger, int people, int fields);
    }
}
