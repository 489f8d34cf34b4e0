using System.Collections.Frozen;
using System.IO.Compression;

namespace Rollcall.Features.Access;

/// <summary>The passwords that people choose most, from lists that were stolen and published. Nothing is asked of any server.</summary>
internal static class CommonPasswords
{
    /// <summary>Read when the first password is set: most processes never need it.</summary>
    private static readonly Lazy<FrozenSet<string>> Words = new(Read);

    /// <summary>Whether it is one of them, whatever its case, and with whatever digits and punctuation behind it.</summary>
    public static bool Contain(string password)
    {
        var text = password.ToLowerInvariant();
        var end = text.Length;
        while (end > 0 && !char.IsLetter(text[end - 1]))
        {
            end--;
        }

        return Words.Value.Contains(text) || Words.Value.Contains(text[..end]);
    }

    private static FrozenSet<string> Read()
    {
        using var packed = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
