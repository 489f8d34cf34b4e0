using F23.StringSimilarity;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>How alike two words are. Only ever proposes; nothing is matched by it.</summary>
public static class Similarity
{
    private static readonly JaroWinkler Measure = new();

    /// <summary>0 (nothing in common) to 1 (the same but for case, spaces and punctuation). Words that both have a number are alike only
    /// when it is the same one: level 3 is not a way to spell level 4.</summary>
    public static double Of(string a, string b)
    {
        var (one, other) = (Number(a), Number(b));
        return one.Length > 0 && other.Length > 0 && one != other ? 0 : Measure.Similarity(Words.Loose(a), Words.Loose(b));
    }

    /// <summary>The most similar candidate, or null when none is similar enough to be worth showing.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var best = 0.6;
        foreach (var candidate in candidates)
        {
            var similarity = Of(word, candidate);
            if (similarity > best)
            {
                (nearest, best) = (candidate, similarity);
            }
        }

        return nearest;
    }

    private static string Number(string word) => string.Concat(word.Where(char.IsAsciiDigit));
}
