namespace Rollcall.Emulators.Company;

/// <summary>Kinds of a field a customer may add.</summary>
public enum AddedFieldType
{
    Text,
    LongText,
    Integer,
    Decimal,
    Date,
    YesNo,
    Choice,
    Choices,
    Money,
    Percent,
    Phone,
    Url,
    Person,
}

/// <summary>A field a customer added while the company runs.</summary>
/// <param name="Key">Stable key, letters and digits.</param>
/// <param name="Sequence">Counts from 1; vendors derive their own ids from it.</param>
public sealed record AddedField(string Key, string Label, AddedFieldType Type, IReadOnlyList<string> Options, int Sequence);
