using F23.StringSimilarity;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>How alike two words are. Only ever proposes; nothing is matched by it.</summary>
public static class Similarity
{
    private static readonly JaroWinkler Measure = new();

    /// <summary>0 (nothing in common) to 1 (the same but for case, spaces and punctuation).</summary>
    public static double Of(string a, string b) => Measure.Similarity(Words.Loose(a), Words.Loose(b));

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
}
