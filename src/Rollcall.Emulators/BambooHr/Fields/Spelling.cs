using System.Text.Json;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>The endpoints that spell one and the same value differently.</summary>
internal enum Surface
{
    Report,
    Employee,
    Table,
    Dataset,
}

/// <summary>
/// How each endpoint writes a value, above all an empty one: null, "", "0000-00-00", " USD", [] (recordings of 2022 and 2026).
/// </summary>
internal static class Spelling
{
    private const string NoDate = "0000-00-00";

    public static void Write(Utf8JsonWriter writer, FieldSpec field, FieldValue value, Surface surface, BambooHrSwitches switches)
    {
        if (value.Kind == ValueKind.Many && switches.MultiSelect == MultiSelectForm.Array)
        {
            WriteItems(writer, value.Items);
        }
        else if (value.Kind == ValueKind.Flag && field.Type == "bool")
        {
            writer.WriteBooleanValue(value.IsSet);
        }
        else if (value.Kind == ValueKind.Empty && field.Type == "multilist" && surface == Surface.Table)
        {
            WriteItems(writer, []);
        }
        else if (value.Kind == ValueKind.Money && surface == Surface.Table)
        {
            writer.WriteStartObject();
            writer.WriteString("currency", value.Currency);
            writer.WriteString("value", value.Text);
            writer.WriteEndObject();
        }
        else if (Text(field, value, surface, switches) is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>The value as text; null where the endpoint writes null.</summary>
    public static string? Text(FieldSpec field, FieldValue value, Surface surface, BambooHrSwitches switches) => value.Kind switch
    {
        ValueKind.Empty => EmptyText(field, surface, switches),
        ValueKind.Money when surface is Surface.Dataset => value.Text,
        ValueKind.Money => value.Text + " " + value.Currency,
        ValueKind.Many => string.Join(", ", value.Items),
        ValueKind.Flag => Flag(field, value.IsSet, switches),
        ValueKind.Text or ValueKind.Date => value.Text,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? EmptyText(FieldSpec field, Surface surface, BambooHrSwitches switches) => surface switch
    {
        Surface.Report when field.Type == "currency" => " USD",
        Surface.Report when field.Type == "state" => "",
        Surface.Report or Surface.Employee or Surface.Table when field.IsDate => NoDate,
        Surface.Dataset when field.IsDate && switches.DatasetEmptyDateIsZero => NoDate,
        Surface.Table when field.Type is "list" or "employee" => "",
        _ when field.Alias == "age" => "-1",
        _ when field.Alias == "birthday" => "",
        _ => null,
    };

    private static string? Flag(FieldSpec field, bool set, BambooHrSwitches switches)
    {
        if (field.Type == "bool")
        {
            return set ? "true" : "false";
        }

        if (!set && switches.UntickedCheckboxIsNull)
        {
            return null;
        }

        return switches.Checkbox switch
        {
            CheckboxForm.YesNo => set ? "Yes" : "No",
            CheckboxForm.LowerYesNo => set ? "yes" : "no",
            CheckboxForm.TrueFalse => set ? "true" : "false",
            CheckboxForm.OneZero => set ? "1" : "0",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static void WriteItems(Utf8JsonWriter writer, IReadOnlyList<string> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
