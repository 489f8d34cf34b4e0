using System.Diagnostics;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>The types that the metadata of an account of autumn 2026 knew.</summary>
internal enum FieldType
{
    Text,
    TextArea,
    Number,
    Date,
    ShortDate,
    Time,
    Boolean,
    List,
    MultiList,
    HierarchyList,
    ListId,
    Currency,
    EmployeeReference,
    Employee,
    Avatar,
    Ssn,
    Period,
    WorkingPattern,
    DurationWithUnit,
    Document,
}

internal static class FieldTypes
{
    /// <summary>The vendor's word; hyphens and underscores are as the vendor mixes them.</summary>
    public static string Word(this FieldType type) => type switch
    {
        FieldType.Text => "text",
        FieldType.TextArea => "text-area",
        FieldType.Number => "number",
        FieldType.Date => "date",
        FieldType.ShortDate => "short-date",
        FieldType.Time => "time",
        FieldType.Boolean => "boolean",
        FieldType.List => "list",
        FieldType.MultiList => "multi-list",
        FieldType.HierarchyList => "hierarchy-list",
        FieldType.ListId => "list_id",
        FieldType.Currency => "currency",
        FieldType.EmployeeReference => "employee-reference",
        FieldType.Employee => "employee",
        FieldType.Avatar => "avatar",
        FieldType.Ssn => "ssn",
        FieldType.Period => "period",
        FieldType.WorkingPattern => "working_pattern",
        FieldType.DurationWithUnit => "duration_with_unit",
        FieldType.Document => "document",
        _ => throw new UnreachableException(),
    };
}
