using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using MiniExcelLibs;
using Rollcall.Core.Planning;

namespace Rollcall.Features.Runs;

/// <summary>Changes as files. Written a few hundred lines at a time, so that a large plan begins to arrive at once.</summary>
internal static class ChangeFiles
{
    private const int Chunk = 500;
    private static readonly string[] s_columns = ["kind", "who", "employee", "before", "after", "cause"];

    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx", "json", "md"];

    public static string TypeOf(string format) => format switch
    {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json" => "application/json",
        "md" => "text/markdown; charset=utf-8",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    public static Task WriteAsync(string format, IReadOnlyList<PlanLine> lines, Stream target, CancellationToken cancellationToken) => format switch
    {
        "csv" => CsvAsync(lines, target, cancellationToken),
        "xlsx" => XlsxAsync(lines, target, cancellationToken),
        "json" => JsonAsync(lines, target, cancellationToken),
        "md" => MarkdownAsync(lines, target, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>What a spreadsheet would take for a formula is written as text.</summary>
    private static async Task CsvAsync(IReadOnlyList<PlanLine> lines, Stream target, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var csv = CsvWriter.Create(buffer, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, true);
        Record(csv, s_columns);
        foreach (var chunk in lines.Chunk(Chunk))
        {
            foreach (var line in chunk)
            {
                Record(csv, Cells(line));
            }

            csv.Flush();
            await MoveAsync(buffer, target, cancellationToken);
        }

        csv.Flush();
        await MoveAsync(buffer, target, cancellationToken);
    }

    private static void Record(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.EndRecord();
    }

    /// <summary>Cells are text, never formulas. Made in memory: the format is an archive that is complete at its end only, and the
    /// library's asynchronous way writes an element where spreadsheets do not want it (MiniExcel 1.46).</summary>
    private static async Task XlsxAsync(IReadOnlyList<PlanLine> lines, Stream target, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        buffer.SaveAs(Rows(lines), sheetName: "Changes");
        await MoveAsync(buffer, target, cancellationToken);
    }

    private static IEnumerable<Dictionary<string, object?>> Rows(IReadOnlyList<PlanLine> lines) =>
        lines.Select(line => s_columns.Zip(Cells(line)).ToDictionary(c => c.First, c => (object?)c.Second, StringComparer.Ordinal));

    private static async Task JsonAsync(IReadOnlyList<PlanLine> lines, Stream target, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach (var chunk in lines.Chunk(Chunk))
        {
            foreach (var line in chunk)
            {
                json.WriteStartObject();
                foreach (var (column, cell) in s_columns.Zip(Cells(line)))
                {
                    json.WriteString(column, cell);
                }

                json.WriteEndObject();
            }

            await json.FlushAsync(cancellationToken);
            await MoveAsync(buffer, target, cancellationToken);
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
        await MoveAsync(buffer, target, cancellationToken);
    }

    private static async Task MarkdownAsync(IReadOnlyList<PlanLine> lines, Stream target, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().Append("| ").AppendJoin(" | ", s_columns).Append(" |\n|").Append(string.Concat(s_columns.Select(_ => " --- |"))).Append('\n');
        foreach (var chunk in lines.Chunk(Chunk))
        {
            foreach (var line in chunk)
            {
                text.Append("| ").AppendJoin(" | ", Cells(line).Select(Escaped)).Append(" |\n");
            }

            await target.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
            text.Clear();
        }

        await target.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    /// <summary>A value stays in its cell, and is no markup.</summary>
    private static string Escaped(string? cell) => cell is null ? "" : string.Concat(cell.Select(c => c switch
    {
        '\r' => "",
        '\n' => " ",
        '|' or '\\' or '`' or '*' or '_' or '[' or ']' => "\\" + c,
        '<' => "&lt;",
        '>' => "&gt;",
        _ => c.ToString(),
    }));

    private static string?[] Cells(PlanLine line) =>
        [line.KindText, line.Who, line.Subject == SubjectKind.Employee ? line.SubjectId.ToString() : null, line.Before, line.After, line.CauseText];

    private static async Task MoveAsync(MemoryStream buffer, Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        buffer.SetLength(0);
    }
}
