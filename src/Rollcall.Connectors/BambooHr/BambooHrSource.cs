using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>BambooHR's words to ours.</summary>
internal sealed class BambooHrSource(BambooHrClient client) : IHrisSource
{
    private const int IdsPerReport = 200;
    private Dictionary<string, BambooHrField>? fields;

    public async Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken)
    {
        var all = await client.ReadFieldsAsync(cancellationToken);
        fields = all.ToDictionary(f => f.Key, StringComparer.Ordinal);
        return new SourceSchema(all.Select(f => f.ToAttribute()).ToValueList());
    }

    public async IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await KnowFieldsAsync(cancellationToken);
        var blocks = Blocks(request.Attributes);
        if (blocks.Count == 1)
        {
            await foreach (var row in client.ReadReportAsync(blocks[0], ids: null, cancellationToken))
            {
                if (ToRecord(row, request) is { } record)
                {
                    yield return record;
                }
            }

            yield break;
        }

        foreach (var record in await JoinAsync(blocks, request, cancellationToken))
        {
            yield return record;
        }
    }

    public async IAsyncEnumerable<SourceRecord> ReadChangesAsync(
        ReadRequest request, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await KnowFieldsAsync(cancellationToken);
        var changed = await client.ReadChangedAsync(since.AddMinutes(-15), cancellationToken);
        foreach (var chunk in changed.Chunk(IdsPerReport))
        {
            foreach (var block in Blocks(request.Attributes).Take(1))
            {
                await foreach (var row in client.ReadReportAsync(block, chunk, cancellationToken))
                {
                    if (ToRecord(row, request) is { } record)
                    {
                        yield return record;
                    }
                }
            }
        }
    }

    public async Task<SourceRecord?> ReadOneAsync(ReadRequest request, string externalId, CancellationToken cancellationToken)
    {
        await KnowFieldsAsync(cancellationToken);
        using var document = await client.ReadOneAsync(externalId, ["id", .. request.Attributes.Take(BambooHrClient.MaxFields - 1)], cancellationToken);
        return document is null ? null : ToRecord(document.RootElement, request);
    }

    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ProbeAsync(cancellationToken);
            var schema = await DiscoverAsync(cancellationToken);
            var people = 0;
            var problems = new List<ConnectionProblem>();
            var needed = BambooHrConnector.Descriptor.DefaultMappings.SelectMany(m => m.From).ToValueList();
            var came = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var row in client.ReadReportAsync(["id", .. needed], ids: null, cancellationToken))
            {
                people++;
                came.UnionWith(row.EnumerateObject().Select(p => p.Name));
            }

            problems.AddRange(people == 0
                ? [new ConnectionProblem("nobody-visible", "The key is accepted and sees nobody.", BambooHrConnector.HowToGrant, null)]
                : needed.Where(key => !came.Contains(key)).Select(key =>
                    new ConnectionProblem("permission-missing", $"The field “{key}” is not readable.", BambooHrConnector.HowToGrant, null)));
            return new ConnectionTest(true, people, schema.Attributes.Count, problems.ToValueList());
        }
        catch (ConnectorException exception) when (exception.Fault.Kind is ConnectorFaultKind.Unauthorized or ConnectorFaultKind.Forbidden)
        {
            var code = exception.Fault.Kind == ConnectorFaultKind.Unauthorized ? "credential-refused" : "permission-missing";
            return new ConnectionTest(
                exception.Fault.Kind == ConnectorFaultKind.Forbidden, null, null,
                [new ConnectionProblem(code, exception.Fault.What, exception.Fault.Fix, exception.Fault.TraceId)]);
        }
    }

    private static List<List<string>> Blocks(ValueList<string> attributes) => attributes.Count == 0
        ? [["id"]]
        : [.. attributes.Where(a => a != "id").Chunk(BambooHrClient.MaxFields - 1).Select(block => (List<string>)["id", .. block])];

    private async Task KnowFieldsAsync(CancellationToken cancellationToken)
    {
        if (fields is null)
        {
            await DiscoverAsync(cancellationToken);
        }
    }

    /// <summary>More attributes than one report takes: several reports, joined by id. Somebody missing from one of them was hired or deleted between them.</summary>
    private async Task<IEnumerable<SourceRecord>> JoinAsync(List<List<string>> blocks, ReadRequest request, CancellationToken cancellationToken)
    {
        var joined = new Dictionary<string, (SourceRecord Record, int Seen)>(StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            await foreach (var row in client.ReadReportAsync(block, ids: null, cancellationToken))
            {
                if (ToRecord(row, request) is not { } record)
                {
                    continue;
                }

                if (joined.TryGetValue(record.ExternalId, out var before))
                {
                    var values = before.Record.Values.Zip(record.Values, (a, b) => a.Kind == SourceValueKind.Absent ? b : a).ToArray();
                    joined[record.ExternalId] = (record with { Values = values }, before.Seen + 1);
                }
                else
                {
                    joined[record.ExternalId] = (record, 1);
                }
            }
        }

        if (joined.Values.Any(j => j.Seen != blocks.Count))
        {
            request.Notes.MarkUnproven("people changed between the reports");
        }

        return joined.Values.Where(j => j.Seen == blocks.Count).Select(j => j.Record);
    }

    private SourceRecord? ToRecord(JsonElement row, ReadRequest request)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("id", out var id) || id.ToString() is not { Length: > 0 } externalId)
        {
            request.Notes.MarkUnproven("a row without an id");
            request.Notes.Add(new SourceNote("row-without-id", "A row of the report has no id.", null, null));
            return null;
        }

        var values = new SourceValue[request.Attributes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var key = request.Attributes[i];
            values[i] = Find(row, key) is { } value && fields!.TryGetValue(key, out var field) ? BambooHrValue.Read(value, field) : SourceValue.Absent;
        }

        return new SourceRecord(externalId, values);
    }

    /// <summary>A field asked for by id may come back as “id.0” (seen by third parties, 2026-08).</summary>
    private static JsonElement? Find(JsonElement row, string key)
    {
        if (row.TryGetProperty(key, out var value))
        {
            return IsRestricted(row, key) ? null : value;
        }

        return char.IsAsciiDigit(key[0]) && row.TryGetProperty(key + ".0", out var dotted) ? dotted : null;
    }

    private static bool IsRestricted(JsonElement row, string key) =>
        row.TryGetProperty("_restrictedFields", out var restricted) && restricted.ValueKind == JsonValueKind.Array
        && restricted.EnumerateArray().Any(f => f.ValueKind == JsonValueKind.String && f.ValueEquals(key));
}
