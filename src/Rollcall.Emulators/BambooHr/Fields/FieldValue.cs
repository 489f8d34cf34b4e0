using System.Globalization;

namespace Rollcall.Emulators.BambooHr.Fields;

internal enum ValueKind
{
    Empty,
    Text,
    Date,
    Money,
    Flag,
    Many,
}

/// <summary>One value of one person before an endpoint gives it its own spelling.</summary>
internal readonly record struct FieldValue
{
    private FieldValue(ValueKind kind, string? text, IReadOnlyList<string>? many, bool flag)
    {
        Kind = kind;
        Text = text;
        Items = many ?? [];
        IsSet = flag;
    }

    public static FieldValue Empty => default;

    public ValueKind Kind { get; }

    /// <summary>The text; for money the amount, with the currency in <see cref="Currency"/>.</summary>
    public string? Text { get; }

    public string? Currency { get; private init; }

    public IReadOnlyList<string> Items { get; }

    public bool IsSet { get; }

    public static FieldValue Of(string? text) => string.IsNullOrEmpty(text) ? Empty : new(ValueKind.Text, text, null, false);

    public static FieldValue Of(int number) => new(ValueKind.Text, number.ToString(CultureInfo.InvariantCulture), null, false);

    public static FieldValue Of(DateOnly? date) =>
        date is { } day ? new(ValueKind.Date, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null, false) : Empty;

    public static FieldValue Of(DateTimeOffset instant) =>
        new(ValueKind.Text, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture), null, false);

    public static FieldValue Of(bool flag) => new(ValueKind.Flag, null, null, flag);

    public static FieldValue Of(IReadOnlyList<string> items) => items.Count == 0 ? Empty : new(ValueKind.Many, null, items, false);

    public static FieldValue Money(decimal amount, string currency) =>
        new(ValueKind.Money, amount.ToString("0.00", CultureInfo.InvariantCulture), null, false) { Currency = currency };
}
