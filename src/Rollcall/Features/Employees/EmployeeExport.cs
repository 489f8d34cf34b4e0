using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using MiniExcelLibs;

namespace Rollcall.Features.Employees;

/// <summary>How a list leaves the app.</summary>
public enum ExportFormat
{
    Csv,
    Xlsx,
    Json,
}

/// <summary>A table as a file.</summary>
internal static class EmployeeExport
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ExportFormat format, IReadOnlyList<string> head, IEnumerable<IEnumerable<string?>> rows) => format switch
    {
        ExportFormat.Csv => Csv(head, rows),
        ExportFormat.Xlsx => Xlsx(head, rows),
        ExportFormat.Json => Json(head, rows),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static byte[] Csv(IReadOnlyList<string> head, IEnumerable<IEnumerable<string?>> rows)
    {
        // A cell that begins like a formula would be run by a spreadsheet.
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, true))
        {
            foreach (var row in rows.Prepend(head))
            {
                foreach (var cell in row)
                {
                    csv.WriteField(cell);
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Xlsx(IReadOnlyList<string> head, IEnumerable<IEnumerable<string?>> rows)
    {
        using var bytes = new MemoryStream();
        bytes.SaveAs(rows.Select(row => head.Zip(row).ToDictionary(c => c.First, c => (object?)c.Second, StringComparer.Ordinal)), sheetName: "Employees");
        return bytes.ToArray();
    }

    private static byte[] Json(IReadOnlyList<string> head, IEnumerable<IEnumerable<string?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                foreach (var (name, cell) in head.Zip(row))
                {
                    json.WriteString(name, cell);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return bytes.ToArray();
    }
}
