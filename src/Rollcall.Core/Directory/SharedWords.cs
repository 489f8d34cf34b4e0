using System.Text.Json;

namespace Rollcall.Core.Directory;

/// <summary>Words that many people share (labels, departments, positions) are one string each. One read, one instance: not thread safe.</summary>
public sealed class SharedWords
{
    private const int MaxLength = 64;
    private const int MaxWords = 20_000;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>The text of the current string token; short words are looked up before they are allocated.</summary>
    public string Of(ref Utf8JsonReader json)
    {
        if (json.HasValueSequence || json.ValueSpan.Length > MaxLength)
        {
            return json.GetString()!;
        }

        Span<char> text = stackalloc char[MaxLength];
        var length = json.CopyString(text);
        return known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var same) ? same : Keep(text[..length].ToString());
    }

    /// <summary>The same text, as one string.</summary>
    public string Of(string text) => known.TryGetValue(text, out var same) ? same : Keep(text);

    private string Keep(string text)
    {
        if (known.Count < MaxWords)
        {
            known.Add(text);
        }

        return text;
    }
}
