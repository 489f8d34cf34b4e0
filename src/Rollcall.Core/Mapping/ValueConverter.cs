using System.Globalization;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>Turns a source value into the canonical text of an attribute type (R9). What cannot be converted is null: held by
/// the caller, never guessed. Selects are not here: they need the attribute's options (<see cref="OptionBook"/>).</summary>
public static class ValueConverter
{
    /// <summary>Separates the labels of a multi select in canonical text.</summary>
    public const char MultiSeparator = '\u001F';

    private static readonly Dictionary<string, string> YesNo = new(StringComparer.Ordinal)
    {
        ["true"] = "true", ["yes"] = "true", ["y"] = "true", ["1"] = "true", ["ja"] = "true", ["oui"] = "true", ["si"] = "true",
        ["sí"] = "true", ["sì"] = "true", ["sim"] = "true", ["tak"] = "true", ["on"] = "true", ["wahr"] = "true",
        ["false"] = "false", ["no"] = "false", ["n"] = "false", ["0"] = "false", ["nein"] = "false", ["nee"] = "false",
        ["non"] = "false", ["não"] = "false", ["nao"] = "false", ["nie"] = "false", ["off"] = "false", ["falsch"] = "false",
    };

    /// <summary>The canonical text, or null when the value cannot be one of that type.</summary>
    public static string? Convert(SourceValue value, AttributeType type)
    {
        var text = Text(value);
        return type switch
        {
            AttributeType.Text or AttributeType.Phone or AttributeType.Url => text,
            AttributeType.Number => Number(text),
            AttributeType.Date => Date(text) is { } date ? Date(date) : null,
            AttributeType.Toggle => YesNo.GetValueOrDefault(Words.Folded(text)),
            AttributeType.Currency => Currency(text),
            AttributeType.SingleSelect or AttributeType.MultiSelect => throw new ArgumentException("selects are converted by OptionBook", nameof(type)),
        };
    }

    /// <summary>The value as one text for people: labels joined by a comma, a person by name.</summary>
    public static string Text(SourceValue value) => value.Kind switch
    {
        SourceValueKind.Text => Words.Exact(value.Text),
        SourceValueKind.Item => Words.Exact(value.Item.Label),
        SourceValueKind.Items => string.Join(", ", value.Items.Select(i => Words.Exact(i.Label))),
        SourceValueKind.Person => Words.Exact(value.Person.FullName ?? value.Person.Email ?? value.Person.ExternalId ?? ""),
        SourceValueKind.Absent or SourceValueKind.Empty or SourceValueKind.Unreadable => "",
    };

    /// <summary>The calendar date as written: the first ten characters of an ISO date or date-time, never shifted by a zone;
    /// also the German form 31.12.2026. Ambiguous forms such as 01/02/2026 are null.</summary>
    public static DateOnly? Date(string text)
    {
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
        {
            return text.Length == 10 || text[10] is 'T' or ' ' ? Iso(text) : null;
        }

        return DateOnly.TryParseExact(text, ["dd.MM.yyyy", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var german)
            ? german
            : null;
    }

    /// <summary>By hand: every date of every person passes here, and the general parser is fifty times slower.</summary>
    private static DateOnly? Iso(string text)
    {
        var digits = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i is not (4 or 7))
            {
                if (!char.IsAsciiDigit(text[i]))
                {
                    return null;
                }

                digits = (digits * 10) + text[i] - '0';
            }
        }

        var (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Number(string text) =>
        ParseNumber(text) is { } number ? number.ToString("0.#############################", CultureInfo.InvariantCulture) : null;

    /// <summary>Invariant numbers, and a decimal comma where it cannot be a thousands separator.</summary>
    private static decimal? ParseNumber(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain))
        {
            return plain;
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var isDecimalComma = comma > 0 && comma == text.LastIndexOf(',') && !text.Contains('.', StringComparison.Ordinal)
            && text.Length - comma - 1 != 3;
        return isDecimalComma
            && decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var german)
            ? german
            : null;
    }

    private static string? Currency(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 2)
        {
            return null;
        }

        var (amount, code) = IsCurrencyCode(parts[1]) ? (parts[0], parts[1]) : (parts[1], parts[0]);
        return IsCurrencyCode(code) && ParseNumber(amount) is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"{number:0.00} {code.ToUpperInvariant()}")
            : null;
    }

    private static bool IsCurrencyCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetter);
}
