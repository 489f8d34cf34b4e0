using System.Text;
using System.Text.Json;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.BambooHr;

/// <summary>One column of an answer, and where its values go. Remembers the values it has seen: departments and options repeat from
/// person to person and are kept once per read.</summary>
internal sealed class BambooHrColumn(BambooHrField field, string name, int slot, bool isCurrency)
{
    private const int MostRemembered = 1024;
    private readonly byte[] utf8 = Encoding.UTF8.GetBytes(name);
    private Dictionary<string, SourceValue>? seen = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>Index among the attributes of the request.</summary>
    public int Slot => slot;

    /// <summary>Holds the currency of another column's amount.</summary>
    public bool IsCurrency => isCurrency;

    public bool IsNamed(ref Utf8JsonReader reader) => reader.ValueTextEquals(utf8);

    /// <summary>A column asked for by number may come back as <c>1610.0</c> (seen by several client authors, 2026-08).</summary>
    public bool IsPartNamed(ref Utf8JsonReader reader)
    {
        if (!char.IsAsciiDigit(name[0]) || reader.ValueIsEscaped || reader.ValueSpan.Length <= utf8.Length + 1 || !reader.ValueSpan.StartsWith(utf8))
        {
            return false;
        }

        var rest = reader.ValueSpan[utf8.Length..];
        return rest[0] == (byte)'.' && !rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <param name="reader">On the value; left on its last token.</param>
    /// <param name="buffer">Grows with the longest text.</param>
    public SourceValue Read(ref Utf8JsonReader reader, ref char[] buffer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return SourceValue.Empty;
            case JsonTokenType.True:
                return SourceValue.OfText("true");
            case JsonTokenType.False:
                return SourceValue.OfText("false");
            case JsonTokenType.Number:
                return BambooHrValue.OfText(Encoding.UTF8.GetString(reader.ValueSpan), field);
        }

        try
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                using var document = JsonDocument.ParseValue(ref reader);
                return BambooHrValue.OfElement(document.RootElement, field);
            }

            return OfText(Text(ref reader, ref buffer));
        }
        catch (InvalidOperationException)
        {
            return SourceValue.OfUnreadable("text that is no Unicode");
        }
    }

    private static ReadOnlySpan<char> Text(ref Utf8JsonReader reader, ref char[] buffer)
    {
        if (buffer.Length < reader.ValueSpan.Length)
        {
            buffer = new char[Math.Max(reader.ValueSpan.Length, buffer.Length * 2)];
        }

        return buffer.AsSpan(0, reader.CopyString(buffer));
    }

    private SourceValue OfText(ReadOnlySpan<char> text)
    {
        if (seen is null)
        {
            return BambooHrValue.OfText(text, field);
        }

        var known = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(text, out var value))
        {
            value = BambooHrValue.OfText(text, field);
            if (seen.Count < MostRemembered)
            {
                known[text] = value;
            }
            else
            {
                // Nearly everybody has another value here; looking them up would only cost.
                seen = null;
            }
        }

        return value;
    }
}
