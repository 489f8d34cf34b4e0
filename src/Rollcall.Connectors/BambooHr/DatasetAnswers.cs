using Rollcall.Connectors.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>The employee dataset, version 2: pages in order of id. For keys whose user may run no reports, and for the day BambooHR switches
/// reports off. What the key may not read comes empty and is named in <c>_restrictedFields</c> (documents of 2026-09).</summary>
internal sealed class DatasetAnswers(BambooHrClient client) : IPeopleAnswers
{
    private const int PageSize = 1000;

    /// <summary>No limit is documented; amounts take two.</summary>
    public int MostFields => 200;

    /// <summary>Each is a request of its own: filters cannot list ids.</summary>
    public int MostIds => 200;

    /// <summary>The dataset's own list names only what its user may read; null when there is none.</summary>
    public Task<IReadOnlySet<BambooHrField>?> FindReadableAsync(IReadOnlyList<BambooHrField> fields, CancellationToken cancellationToken)
    {
        var readable = fields.Where(f => f.DatasetName is not null).ToHashSet();
        return Task.FromResult<IReadOnlySet<BambooHrField>?>(readable.Count == 0 ? null : readable);
    }

    public async IAsyncEnumerable<SourceRecord> ReadAsync(
        IReadOnlyList<BambooHrField> fields, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = fields.SelectMany(f => new[] { f.DatasetName!, f.DatasetCurrency }).OfType<string>().ToList();
        var rows = new BambooHrRows(fields, request, isDataset: true);
        var answers = request.Answers.Within(["dataset", .. fields.SelectMany(f => f.Context)]);
        var progress = new DatasetProgress(request.Notes);
        for (var page = 1; !progress.IsDone; page++)
        {
            using var answer = await client.OpenDatasetAsync(BambooHrBodies.Dataset(names, page, PageSize), cancellationToken);
            string? first = null;
            var count = 0;
            await foreach (var record in answer.ElementsAsync(row => answers.Read(row.Span, rows.Read), cancellationToken))
            {
                count++;
                if (record is null)
                {
                    continue;
                }

                first ??= record.ExternalId;
                if (count == 1 && progress.IsRepeated(record.ExternalId))
                {
                    throw answer.Broken("sent the same page twice");
                }

                yield return record;
            }

            progress.EndPage(page, first, count, TotalsOf(answer));
        }

        progress.End();
    }

    /// <summary>One by one: names and spellings of GET employees/{id} are those of reports.</summary>
    public async IAsyncEnumerable<SourceRecord> ReadAsync(
        IReadOnlyList<BambooHrField> fields, IReadOnlyList<string> ids, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new BambooHrRows(fields, request, isDataset: false);
        foreach (var id in ids)
        {
            if (await client.ReadOneAsync(id, fields.Select(f => f.Name).DefaultIfEmpty("id"), cancellationToken) is { } row && Read(rows, row) is { } record && record.ExternalId == id)
            {
                yield return record;
            }
        }
    }

    private static SourceRecord? Read(BambooHrRows rows, byte[] row)
    {
        try
        {
            return rows.Read(row);
        }
        catch (JsonException exception)
        {
            throw new ConnectorException(
                new ConnectorFault(ConnectorFaultKind.ContractBroken, "BambooHR sent an answer that ends in the middle or is no JSON.", "Nothing was changed. If it goes on, tell the vendor's support.", 200, null),
                exception);
        }
    }

    /// <summary>How many people and pages the answer says there are; null where it does not.</summary>
    private static (int? People, int? Pages) TotalsOf(JsonAnswer answer)
    {
        if (!answer.Envelope.TryGetValue("meta", out var json))
        {
            return (null, null);
        }

        using var meta = JsonDocument.Parse(json);
        return (NumberOf(meta.RootElement, "totalItems"), NumberOf(meta.RootElement, "totalPages"));
    }

    private static int? NumberOf(JsonElement meta, string name) =>
        BambooHrMetadata.Word(meta, name) is { } text && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Knows when the last page has come, and whether people may have slipped between two pages.</summary>
    private sealed class DatasetProgress(ReadNotes notes)
    {
        private string? previousFirst;
        private int? total;
        private int read;

        public bool IsDone { get; private set; }

        public bool IsRepeated(string firstId) => firstId == previousFirst;

        public void EndPage(int page, string? first, int rows, (int? People, int? Pages) totals)
        {
            read += rows;
            previousFirst = first;
            if (totals.People < total)
            {
                notes.MarkUnproven("The number of people in BambooHR's dataset shrank while its pages were read; somebody may have slipped between two pages.");
            }

            total = totals.People ?? total;
            IsDone = rows == 0 || (totals.Pages is { } pages ? page >= pages && rows < PageSize : rows < PageSize);
        }

        public void End()
        {
            if (read < total)
            {
                notes.MarkUnproven("BambooHR's dataset sent fewer people than it said there are.");
            }
        }
    }
}
