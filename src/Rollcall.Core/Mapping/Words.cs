using System.Globalization;
using System.Text;

namespace Rollcall.Core.Mapping;

/// <summary>How words of people (names, labels, options, emails) are compared. One place, so that two stages never disagree.</summary>
public static class Words
{
    /// <summary>Trimmed and in Unicode normal form C: the form in which spellings must be the same.</summary>
    public static string Exact(string text)
    {
        var trimmed = text.Trim();
        return System.Text.Ascii.IsValid(trimmed) || trimmed.IsNormalized(NormalizationForm.FormC) ? trimmed : trimmed.Normalize(NormalizationForm.FormC);
    }

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
