using System.Diagnostics;
using System.Globalization;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Lists;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>Fields added while the emulator runs.</summary>
internal static class AddedFields
{
    public static string IdOf(AddedField added) => string.Create(CultureInfo.InvariantCulture, $"work.custom.field_{1_800_000_000_000 + added.Sequence}");

    public static FieldSpec Of(AddedField added, HiBobSwitches switches) => new(IdOf(added), Categories.Work, added.Label, TypeOf(added.Type), e => Read(e, added))
    {
        ListId = ListOf(added, switches),
    };

    public static string? ListOf(AddedField added, HiBobSwitches switches) =>
        added.Type is AddedFieldType.Choice or AddedFieldType.Choices or AddedFieldType.YesNo ? ListBook.Custom(IdOf(added), switches) : null;

    /// <summary>Yes and no is a list here; there is no such type to make.</summary>
    public static IReadOnlyList<string> OptionsOf(AddedField added) => added.Type == AddedFieldType.YesNo ? ["Yes", "No"] : added.Options;

    private static FieldValue Read(Employee e, AddedField added)
    {
        if (!e.Person.Custom.TryGetValue(added.Key, out var values) || values.IsDefaultOrEmpty)
        {
            return added.Type == AddedFieldType.Choices ? FieldValue.Texts([], "") : FieldValue.Missing;
        }

        var text = values[0];
        return added.Type switch
        {
            AddedFieldType.Choices => FieldValue.Texts([.. values.Select(value => Option(added, value))], string.Join(',', values)),
            AddedFieldType.Choice => FieldValue.Text(Option(added, text), text),
            AddedFieldType.YesNo => YesNo(added, text is "true" or "yes" or "Yes" or "1" ? "Yes" : "No"),
            AddedFieldType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => Values.Date(date, e.Roster.Switches),
            AddedFieldType.Integer or AddedFieldType.Decimal or AddedFieldType.Percent when Number(text) is { } number => FieldValue.Number(number),
            AddedFieldType.Money when text.Split(' ') is [var amount, var currency] && Number(amount) is { } number => Values.Money(number, currency),
            AddedFieldType.Person when (e.Roster.FindById(text) ?? Numbered(e, text)) is { } other => Values.Reference(other),
            _ => FieldValue.Text(text),
        };
    }

    private static FieldValue YesNo(AddedField added, string word) => FieldValue.Text(Option(added, word), word);

    // A value without an option keeps its text as id, as built-in items do.
    private static string Option(AddedField added, string name)
    {
        var options = OptionsOf(added);
        for (var at = 0; at < options.Count; at++)
        {
            if (options[at] == name)
            {
                return ListBook.OptionId(added, at);
            }
        }

        return name;
    }

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Person? Numbered(Employee e, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? e.Roster.Workforce.Find(number) : null;

    private static FieldType TypeOf(AddedFieldType type) => type switch
    {
        AddedFieldType.Text or AddedFieldType.Phone or AddedFieldType.Url => FieldType.Text,
        AddedFieldType.LongText => FieldType.TextArea,
        AddedFieldType.Integer or AddedFieldType.Decimal or AddedFieldType.Percent => FieldType.Number,
        AddedFieldType.Date => FieldType.Date,
        AddedFieldType.YesNo or AddedFieldType.Choice => FieldType.List,
        AddedFieldType.Choices => FieldType.MultiList,
        AddedFieldType.Money => FieldType.Currency,
        AddedFieldType.Person => FieldType.EmployeeReference,
        _ => throw new UnreachableException(),
    };
}
