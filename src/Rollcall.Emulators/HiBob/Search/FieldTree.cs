using System.Text.Json;
using Rollcall.Emulators.HiBob.Fields;

namespace Rollcall.Emulators.HiBob.Search;

/// <summary>A place in the nested half of an employee: a field, or an object of further places.</summary>
internal sealed class FieldTree(string name)
{
    private readonly List<FieldTree> _children = [];

    public JsonEncodedText Name { get; } = JsonEncodedText.Encode(name, Wire.Json.Encoder);

    /// <summary>Index of the field whose value stands here; -1 for an object.</summary>
    public int Field { get; private set; } = -1;

    public IReadOnlyList<FieldTree> Children => _children;

    public static FieldTree Of(IReadOnlyList<FieldSpec> fields, HiBobSwitches switches)
    {
        var root = new FieldTree("");
        for (var at = 0; at < fields.Count; at++)
        {
            root.Add(fields[at], at, fields, switches);
        }

        return root;
    }

    public bool HasValue(FieldValue[] values)
    {
        if (Field >= 0)
        {
            return !values[Field].IsMissing;
        }

        foreach (var child in _children)
        {
            if (child.HasValue(values))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(FieldSpec field, int at, IReadOnlyList<FieldSpec> fields, HiBobSwitches switches)
    {
        var path = field.JsonPath.Split('.');

        // The manager's address is inside the manager's object; alone it has no certain place.
        if (field.Id == "work.reportsTo.email")
        {
            if (fields.Any(other => other.Id == "work.reportsTo") || switches.LoneManagerEmail == BobLoneManagerEmail.Absent)
            {
                return;
            }

            path = switches.LoneManagerEmail == BobLoneManagerEmail.DottedKey ? ["work", "reportsTo.email"] : path;
        }

        var node = this;
        foreach (var part in path)
        {
            node = node.Child(part);
        }

        node.Field = at;
    }

    private FieldTree Child(string name)
    {
        var child = _children.Find(child => child.Name.Value == name);
        if (child is null)
        {
            child = new FieldTree(name);
            _children.Add(child);
        }

        return child;
    }
}
