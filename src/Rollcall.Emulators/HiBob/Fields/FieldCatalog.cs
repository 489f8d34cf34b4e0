using System.Collections.Frozen;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Lists;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>All fields of the account at one moment, by id.</summary>
internal sealed class FieldCatalog
{
    private readonly FrozenDictionary<string, FieldSpec> _byId;
    private readonly HiBobSwitches _switches;

    public FieldCatalog(IReadOnlyList<AddedField> added, ListBook lists, HiBobSwitches switches)
    {
        Added = added;
        _switches = switches;
        All =
        [
            .. CoreFields.All(lists),
            .. WorkFields.All(lists),
            .. EmploymentFields.All(),
            .. PersonalFields.All(),
            .. CustomFields.All(lists, switches).Select(field => field with { Custom = true, Description = "" }),
            .. added.Select(field => AddedFields.Of(field, switches) with { Custom = true, Description = "" }),
        ];
        _byId = All.ToFrozenDictionary(field => field.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<AddedField> Added { get; }

    public IReadOnlyList<FieldSpec> All { get; }

    /// <summary>What comes without being asked for: basic info, About, Work and Employment.</summary>
    public IEnumerable<FieldSpec> Defaults => All.Where(spec => spec.Default || (spec.Custom && _switches.CustomFieldsByDefault && spec.Category is (Categories.Work or Categories.About)));

    /// <summary>By id, exactly; in slash form where the switch allows.</summary>
    public FieldSpec? Find(string id)
    {
        if (_byId.TryGetValue(id, out var field))
        {
            return field;
        }

        return _switches.TakesSlashIds && id.StartsWith('/') ? _byId.GetValueOrDefault(id[1..].Replace('/', '.')) : null;
    }
}
