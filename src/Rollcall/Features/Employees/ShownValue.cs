using System.Globalization;
using Rollcall.Core.Directory;

namespace Rollcall.Features.Employees;

/// <summary>Stored values as the viewer's culture writes them.</summary>
internal static class ShownValue
{
    /// <param name="type">The field's type.</param>
    /// <param name="text">The canonical text, or a name.</param>
    /// <param name="yes">The word for a toggle that is on.</param>
    /// <param name="no">The word for one that is off.</param>
    public static string? Of(AttributeType type, string? text, string yes, string no) => type switch
    {
        _ when text is null => null,
        AttributeType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d", CultureInfo.CurrentCulture),
        AttributeType.Number when Number(text) is { } number => number.ToString("#,0.##########", CultureInfo.CurrentCulture),
        AttributeType.Currency when text.Split(' ') is [var amount, var currency] && Number(amount) is { } number =>
            $"{number.ToString("#,0.00", CultureInfo.CurrentCulture)} {currency}",
        AttributeType.Toggle when text is "true" or "false" => text == "true" ? yes : no,
        _ => text,
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
