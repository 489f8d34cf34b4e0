using System.Globalization;
using System.Text.Json;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Tables;

/// <summary>A value of a row; <see cref="FieldId"/> is the field whose right it follows.</summary>
internal sealed record TableCell(string Name, string? FieldId, Action<Utf8JsonWriter> Write)
{
    public static TableCell Of(string name, string? fieldId, FieldValue value) => new(name, fieldId, value.Write);
}

/// <summary>A row of a built-in history table.</summary>
/// <param name="Which">Counts the rows of one person, over all tables.</param>
internal sealed record TableRow(int Which, DateOnly From, DateOnly? To, string? ChangeType, IReadOnlyList<TableCell> Cells)
{
    public bool IsCurrent(DateOnly today) => From <= today && !(To < today);

    /// <summary>Writes the columns of every history table, and those of its own that may be read.</summary>
    public void Write(Utf8JsonWriter writer, Employee employee, Func<TableCell, bool> canRead)
    {
        var person = employee.Person;
        writer.WriteStartObject();
        writer.WriteNumber("id", 1_000_000_000_000 + (person.Number * 100L) + Which);
        writer.WriteString("effectiveDate", Values.Iso(From));
        writer.WriteString("activeEffectiveDate", Values.Iso(From));
        writer.WriteString("endEffectiveDate", To is { } to ? Values.Iso(to) : null);
        writer.WriteBoolean("isCurrent", IsCurrent(employee.Roster.Today));
        writer.WriteBoolean("canBeDeleted", Which > 1);
        writer.WriteString("workChangeType", ChangeType);
        foreach (var cell in Cells.Where(canRead))
        {
            writer.WritePropertyName(cell.Name);
            cell.Write(writer);
        }

        writer.WriteStartObject("customColumns");
        writer.WriteEndObject();
        writer.WriteStartObject("change");
        writer.WriteNull("reason");
        writer.WriteString("changedBy", "System");
        writer.WriteNull("changedById");
        writer.WriteEndObject();
        writer.WriteString("creationDate", person.Created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("modificationDate", person.LastModified.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
