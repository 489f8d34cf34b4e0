using System.Globalization;

namespace Rollcall.Features.Shell;

/// <summary>Whole numbers in fields where nothing means something: a number field would take what it cannot read for nothing.</summary>
internal static class WholeNumber
{
    /// <summary>False when the text is something else than digits. Nothing written is null.</summary>
    public static bool TryRead(string? text, out int? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read))
        {
            return false;
        }

        number = read;
        return true;
    }

    /// <summary>As it is written into the field.</summary>
    public static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
