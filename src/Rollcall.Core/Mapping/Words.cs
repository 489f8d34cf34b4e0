using System.Buffers;
using System.Globalization;
using System.Text;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>How words of people (names, labels, options, emails) are compared. One place, so that two stages never disagree.</summary>
public static class Words
{
    // Tab and line ends stay: long texts have them.
    private static readonly SearchValues<char> Unprintable =
        SearchValues.Create("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F");

    /// <summary>Trimmed, without control characters (which no page shows and not every database stores) and in Unicode normal
    /// form C: the form in which spellings must be the same.</summary>
    public static string Exact(string text)
    {
        var trimmed = text.AsSpan().ContainsAny(Unprintable) ? Printable(text).Trim() : text.Trim();
        return System.Text.Ascii.IsValid(trimmed) || trimmed.IsNormalized(NormalizationForm.FormC) ? trimmed : trimmed.Normalize(NormalizationForm.FormC);
    }

    /// <summary>Other spellings of something that is called <paramref name="name"/>: each once, and not the name itself.</summary>
    public static ValueList<string> Aliases(string name, IEnumerable<string> spellings) =>
        [.. spellings.Where(s => Exact(s) != Exact(name)).DistinctBy(Exact, StringComparer.Ordinal)];

    private static string Printable(string text) => string.Concat(text.Where(c => !Unprintable.Contains(c)));

    /// <summary><see cref="Exact"/> in invariant lower case: for emails, statuses and criteria.</summary>
    public static string Folded(string text) => Exact(text).ToLowerInvariant();

    /// <summary>Lower-case letters and digits only: two words with the same loose form are near duplicates.</summary>
    public static string Loose(string text)
    {
        var decomposed = text.Normalize(NormalizationForm.FormKD);
        var loose = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                loose.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return loose.Length == 0 ? Folded(text) : loose.ToString();
    }

    /// <summary>Title case word by word, culture-invariant.</summary>
    public static string Title(string text) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant());
}
