using System.Data.Common;
using System.Text.Json;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Turns rows selected with the columns of <see cref="Tables.Employees"/> into states aligned to a layout. One read, one instance:
/// not thread safe.</summary>
internal sealed class EmployeeStateRows(FieldLayout layout)
{
    private readonly SlotReader slots = new(layout, Fields.CustomPrefix);

    /// <param name="row">The employee.</param>
    /// <param name="teams">Their memberships, in any order.</param>
    /// <param name="managers">Their additional managers, in any order.</param>
    public EmployeeState Read(EmployeeStateRow row, List<Membership> teams, List<AdditionalManager> managers)
    {
        var values = new string?[layout.Count];
        for (var i = 0; i < row.Slots.Length; i++)
        {
            values[i] = slots.Word(row.Slots[i]);
        }

        if (row.Custom is { } custom)
        {
            var json = new Utf8JsonReader(slots.Utf8(custom));
            json.Read();
            slots.Read(ref json, values);
        }

        return new EmployeeState
        {
            Id = new EmployeeId(row.Id),
            Status = row.Status,
            StatusBefore = row.StatusBefore,
            Values = values,
            Teams = teams.OrderBy(t => t.Team).ThenBy(t => t.Origin.Connection?.Value).ToValueList(),
            AdditionalManagers = managers.OrderBy(m => m.Manager).ThenBy(m => m.Origin.Connection?.Value).ToValueList(),
            Pins = EmployeeDraft.PinsOf(row.Pins).Order(StringComparer.Ordinal).ToValueList(),
        };
    }
}

/// <summary>As much of a row as a state is made of, off the reader. <paramref name="Slots"/> are the built-in ones, <paramref name="Custom"/> is JSON.</summary>
internal sealed record EmployeeStateRow(Guid Id, AccountStatus Status, AccountStatus? StatusBefore, string?[] Slots, string? Custom, string? Pins)
{
    public static EmployeeStateRow Of(DbDataReader row)
    {
        var slots = new string?[Fields.BuiltIn.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = row.TextAt(Tables.FirstSlot + i);
        }

        return new EmployeeStateRow(
            row.GetGuid(0),
            (AccountStatus)row.GetInt32(2),
            row.IsDBNull(3) ? null : (AccountStatus)row.GetInt32(3),
            slots,
            row.TextAt(Tables.FirstSlot + slots.Length),
            row.TextAt(Tables.FirstSlot + slots.Length + 1));
    }

    /// <summary>The id only: everything else is personal data.</summary>
    public override string ToString() => Id.ToString();
}
