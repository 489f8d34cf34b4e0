using System.Data.Common;
using System.Text.Json;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>Turns rows selected with the columns of <see cref="Tables.Employees"/> into states aligned to a layout. One read, one instance:
/// not thread safe.</summary>
internal sealed class EmployeeStateRows(FieldLayout layout)
{
    private static readonly int BuiltIn = Fields.BuiltIn.Count;
    private readonly SlotReader slots = new(layout, Fields.CustomPrefix);

    /// <param name="row">On the employee.</param>
    /// <param name="teams">Their memberships, in any order.</param>
    /// <param name="managers">Their additional managers, in any order.</param>
    public EmployeeState Read(DbDataReader row, List<Membership> teams, List<AdditionalManager> managers)
    {
        var values = new string?[layout.Count];
        for (var i = 0; i < BuiltIn; i++)
        {
            values[i] = slots.Word(row.TextAt(Tables.FirstSlot + i));
        }

        if (row.TextAt(Tables.FirstSlot + BuiltIn) is { } custom)
        {
            var json = new Utf8JsonReader(slots.Utf8(custom));
            json.Read();
            slots.Read(ref json, values);
        }

        return new EmployeeState
        {
            Id = new EmployeeId(row.GetGuid(0)),
            Status = (AccountStatus)row.GetInt32(2),
            StatusBefore = row.IsDBNull(3) ? null : (AccountStatus)row.GetInt32(3),
            Values = values,
            Teams = teams.OrderBy(t => t.Team).ThenBy(t => t.Origin.Connection?.Value).ToValueList(),
            AdditionalManagers = managers.OrderBy(m => m.Manager).ThenBy(m => m.Origin.Connection?.Value).ToValueList(),
            Pins = EmployeeDraft.PinsOf(row.TextAt(Tables.FirstSlot + BuiltIn + 1)).Order(StringComparer.Ordinal).ToValueList(),
        };
    }
}
