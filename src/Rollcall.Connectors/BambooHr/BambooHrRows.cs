using System.Text.Json;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>Turns rows of JSON into records, straight from UTF-8: one look at each property, in the order the vendor keeps from row to row.</summary>
/// <remarks>A column that a row does not have stays absent: reports leave out what the key may not read, and datasets name it in
/// <c>_restrictedFields</c> (documentation of 2026-09). Null is empty.</remarks>
internal sealed class BambooHrRows
{
    private readonly BambooHrColumn[] columns;
    private readonly int[] follower;
    private readonly string?[] currencies;
    private readonly ReadRequest request;
    private readonly string idName;
    private char[] buffer = new char[256];

    /// <param name="fields">The columns that were asked for.</param>
    /// <param name="request">Whose attributes they fill.</param>
    /// <param name="isDataset">Dataset names instead of those of reports.</param>
    public BambooHrRows(IReadOnlyList<BambooHrField> fields, ReadRequest request, bool isDataset)
    {
        this.request = request;
        idName = isDataset ? "eeid" : "id";
        columns = [.. fields.SelectMany(f => ColumnsOf(f, request.Attributes.Span.IndexOf(f.Key), isDataset))];
        follower = new int[columns.Length + 1];
        currencies = new string?[request.Attributes.Count];
    }

    /// <summary>The record, or null, with a note, for a row nobody can tell whose it is.</summary>
    public SourceRecord? Read(ReadOnlySpan<byte> row)
    {
        var reader = new Utf8JsonReader(row);
        reader.Read();
        var values = new SourceValue[request.Attributes.Count];
        Array.Clear(currencies);
        string? id = null;
        HashSet<string>? restricted = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadObject(ref reader, values, ref id, ref restricted);
        }

        if (id is null)
        {
            request.Notes.MarkUnproven("A row of BambooHR's answer had no employee id.");
            request.Notes.Add(new SourceNote("row-without-id", "A row of BambooHR's answer had no employee id and was left out.", ExternalId: null, TraceId: null));
            return null;
        }

        foreach (var column in columns)
        {
            if (restricted?.Contains(column.Name) == true)
            {
                values[column.Slot] = SourceValue.Absent;
            }
            else if (column.IsCurrency)
            {
                values[column.Slot] = BambooHrValue.WithCurrency(values[column.Slot], currencies[column.Slot]);
            }
        }

        return new SourceRecord(id, values);
    }

    private static IEnumerable<BambooHrColumn> ColumnsOf(BambooHrField field, int slot, bool isDataset)
    {
        yield return new BambooHrColumn(field, isDataset ? field.DatasetName! : field.Name, slot, isCurrency: false);
        if (isDataset && field.DatasetCurrency is { } currency)
        {
            yield return new BambooHrColumn(field, currency, slot, isCurrency: true);
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, SourceValue[] values, ref string? id, ref HashSet<string>? restricted)
    {
        var previous = columns.Length;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("fields"u8) && IsObjectNext(reader))
            {
                reader.Read();
                ReadObject(ref reader, values, ref id, ref restricted);
                continue;
            }

            if (reader.ValueTextEquals("_restrictedFields"u8))
            {
                reader.Read();
                restricted = Names(ref reader, restricted);
                continue;
            }

            var isId = reader.ValueTextEquals(idName);
            var column = ColumnAt(ref reader, previous);
            reader.Read();
            if (isId && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                id = IdOf(ref reader);
            }

            if (column < 0)
            {
                reader.Skip();
                continue;
            }

            previous = column;
            Take(ref reader, columns[column], values);
        }
    }

    private void Take(ref Utf8JsonReader reader, BambooHrColumn column, SourceValue[] values)
    {
        if (column.IsCurrency)
        {
            currencies[column.Slot] = reader.TokenType == JsonTokenType.String ? IdOf(ref reader) : null;
            reader.Skip();
        }
        else if (values[column.Slot].Kind == SourceValueKind.Absent)
        {
            values[column.Slot] = column.Read(ref reader, ref buffer);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>The column of a property: nearly always the one that followed the last column in the row before.</summary>
    private int ColumnAt(ref Utf8JsonReader reader, int previous)
    {
        var guess = follower[previous];
        if (guess < columns.Length && columns[guess].IsNamed(ref reader))
        {
            return guess;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsNamed(ref reader))
            {
                return follower[previous] = i;
            }
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsPartNamed(ref reader))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsObjectNext(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    /// <summary>Null when it is empty or no text.</summary>
    private static string? IdOf(ref Utf8JsonReader reader)
    {
        try
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
            return text.Length == 0 ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Datasets put the name of the dataset before each: <c>employee_email</c>.</summary>
    private static HashSet<string>? Names(ref Utf8JsonReader reader, HashSet<string>? known)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return known;
        }

        var names = known ?? new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in document.RootElement.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!))
        {
            names.Add(name.StartsWith("employee_", StringComparison.Ordinal) ? name["employee_".Length..] : name);
        }

        return names;
    }
}
