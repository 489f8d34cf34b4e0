using Rollcall.Connectors.Http;
using System.Runtime.CompilerServices;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>Custom reports: everybody in one unpaged answer, one moment, the same names and spellings as single employees and webhooks.
/// What the key may not read is not among the columns (official document of 2026-04).</summary>
internal sealed class ReportAnswers(BambooHrClient client) : IPeopleAnswers
{
    private const int IdsPerReport = 200;

    /// <summary>More than 400 are refused (since 2023-01); the id takes one place.</summary>
    public int MostFields => 399;

    public int MostIds => 2000;

    public async Task<IReadOnlySet<BambooHrField>?> FindReadableAsync(IReadOnlyList<BambooHrField> fields, CancellationToken cancellationToken)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in fields.Chunk(MostFields))
        {
            using var answer = await client.OpenReportAsync(BambooHrBodies.ColumnsOnly(block.Select(f => f.Name)), cancellationToken);
            if (answer is null)
            {
                return null;
            }

            columns.UnionWith(await ColumnsAsync(answer, cancellationToken));
        }

        var wholes = columns.Where(c => char.IsAsciiDigit(c[0]) && c.Contains('.', StringComparison.Ordinal)).Select(c => c[..c.IndexOf('.', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        return fields.Where(f => columns.Contains(f.Name) || wholes.Contains(f.Name)).ToHashSet();
    }

    public async IAsyncEnumerable<SourceRecord> ReadAsync(
        IReadOnlyList<BambooHrField> fields, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ReadReportAsync(fields, ids: null, request, cancellationToken))
        {
            yield return record;
        }
    }

    public async IAsyncEnumerable<SourceRecord> ReadAsync(
        IReadOnlyList<BambooHrField> fields, IReadOnlyList<string> ids, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(IdsPerReport))
        {
            var wanted = some.ToHashSet(StringComparer.Ordinal);
            await foreach (var record in ReadReportAsync(fields, some, request, cancellationToken))
            {
                if (wanted.Contains(record.ExternalId))
                {
                    yield return record;
                }
            }
        }
    }

    /// <summary>The columns stand before the rows; should a row come first, the rest is read for them.</summary>
    private static async Task<HashSet<string>> ColumnsAsync(JsonAnswer answer, CancellationToken cancellationToken)
    {
        await foreach (var _ in answer.ElementsAsync(static row => row.Length, cancellationToken))
        {
            if (answer.Envelope.ContainsKey("fields"))
            {
                break;
            }
        }

        return answer.Envelope.TryGetValue("fields", out var columns) ? BambooHrMetadata.Columns(columns) : throw answer.Broken("sent a report without its columns");
    }

    private async IAsyncEnumerable<SourceRecord> ReadReportAsync(
        IReadOnlyList<BambooHrField> fields, IReadOnlyList<string>? ids, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await client.OpenReportAsync(BambooHrBodies.Report(fields.Select(f => f.Name), ids), cancellationToken)
            ?? throw new ConnectorException(BambooHrClient.Forbidden(traceId: null));
        var rows = new BambooHrRows(fields, request, isDataset: false);
        var answers = request.Answers.Within(["report", .. fields.SelectMany(f => f.Context)]);
        await foreach (var record in answer.ElementsAsync(row => answers.Read(row.Span, rows.Read), cancellationToken))
        {
            if (record is not null)
            {
                yield return record;
            }
        }
    }
}
