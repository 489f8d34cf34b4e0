using Rollcall.Emulators.BambooHr.Datasets;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>One field of the account under each of the names the three vocabularies give it.</summary>
internal sealed record FieldSpec
{
    /// <summary>What permissions are kept by: the alias, or the id where there is none.</summary>
    public string Key => Alias ?? Id ?? DatasetName ?? Label;

    /// <summary>As in meta/fields: a number, a negative number, or dotted; null for what can be asked for but is not listed.</summary>
    public string? Id { get; init; }

    public string? Alias { get; init; }

    /// <summary>A second meta/fields entry with the same id whose alias means something else than it says.</summary>
    public bool Deprecated { get; init; }

    public required string Label { get; init; }

    /// <summary>The vendor's word: text, list, multilist, date, currency, employee …</summary>
    public required string Type { get; init; }

    public string? DatasetName { get; init; }

    /// <summary>The page of the record it sits on, as datasets name it.</summary>
    public string Page { get; init; } = "Personal";

    public bool Custom { get; init; }

    /// <summary>Takes effect by date: hidden before the first day unless future values are asked for.</summary>
    public bool Historical { get; init; }

    /// <summary>The list its options come from, if any.</summary>
    public OptionList? Options { get; init; }

    public required Func<Person, Roster, FieldValue> Read { get; init; }

    public bool IsMoney => Type == "currency";

    public bool IsDate => Type == "date";

    public DatasetKind DatasetKind => Type switch
    {
        "date" or "timestamp" => DatasetKind.Date,
        "list" or "multilist" or "status" or "gender" or "marital_status" or "country" or "state" => DatasetKind.Option,
        "int" or "percentage" or "currency" or "employee_number_int" => DatasetKind.Number,
        "checkbox" or "bool" => DatasetKind.Bool,
        _ => DatasetKind.Text,
    };
}
