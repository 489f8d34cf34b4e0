using System.Text;
using System.Text.Json;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Reads JSON objects of values by field straight into the slots of a layout. Fields that are gone are dropped, words that many
/// people share are one string each. One read, one instance: not thread safe.</summary>
internal sealed class SlotReader
{
    private readonly byte[][] keys;
    private readonly int[] follower;
    private readonly SharedWords words = new();
    private byte[] buffer = new byte[4096];

    /// <param name="layout">Whose slots.</param>
    /// <param name="prefix">What the keys in the JSON lack of the layout's; slots without it are in no such object.</param>
    public SlotReader(FieldLayout layout, string prefix = "")
    {
        keys = [.. layout.Definitions.Select(d => d.Key.StartsWith(prefix, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(d.Key[prefix.Length..]) : [])];
        follower = [.. Enumerable.Range(1, layout.Count - 1), 0];
    }

    /// <summary>The text, as one string with others of its kind.</summary>
    public string? Word(string? text) => text is null ? null : words.Of(text);

    /// <summary>Bytes of a JSON text, valid until the next call.</summary>
    public ReadOnlySpan<byte> Utf8(string text)
    {
        if (buffer.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
        {
            buffer = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        }

        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }

    /// <param name="json">On the beginning of the object; left on its end.</param>
    /// <param name="values">By slot.</param>
    /// <exception cref="InvalidOperationException">A value is no text.</exception>
    public void Read(ref Utf8JsonReader json, string?[] values)
    {
        var previous = keys.Length - 1;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var slot = SlotOf(ref json, previous);
            json.Read();
            if (slot >= 0)
            {
                values[slot] = json.TokenType == JsonTokenType.Null ? null : words.Of(ref json);
                previous = slot;
            }

            json.Skip();
        }
    }

    /// <summary>Fields come in the same order for everybody: the next one is usually the one that followed the last time.</summary>
    private int SlotOf(ref Utf8JsonReader json, int previous)
    {
        if (json.ValueTextEquals(keys[follower[previous]]))
        {
            return follower[previous];
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (json.ValueTextEquals(keys[i]))
            {
                return follower[previous] = i;
            }
        }

        return -1;
    }
}
