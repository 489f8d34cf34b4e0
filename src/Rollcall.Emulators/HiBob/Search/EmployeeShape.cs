using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.Fields;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Search;

/// <summary>
/// How employees of one request are written: slash keys for what has a value, the nested half with nulls, the human half as text.
/// </summary>
internal sealed class EmployeeShape
{
    private static readonly JsonEncodedText s_value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_human = JsonEncodedText.Encode("humanReadable");

    private readonly FieldSpec[] _fields;
    private readonly JsonEncodedText[] _slashKeys;
    private readonly FieldTree _tree;
    private readonly HumanForm _human;
    private readonly Roster _roster;
    private readonly bool _hasId;

    public EmployeeShape(IEnumerable<FieldSpec> fields, HumanForm human, Roster roster)
    {
        _fields = [.. fields.DistinctBy(field => field.Id)];
        _slashKeys = [.. _fields.Select(field => JsonEncodedText.Encode(field.SlashKey, Wire.Json.Encoder))];
        _tree = FieldTree.Of(_fields, roster.Switches);
        _human = human;
        _roster = roster;
        _hasId = _fields.Any(field => field.Id == "root.id");
        Key = string.Join(',', _fields.Select(field => field.Id)) + "|" + human + "|" + roster.Switches.RowKey();
    }

    /// <summary>Names everything that determines how a row is written.</summary>
    public string Key { get; }

    /// <summary>The fields the request leaves: known, permitted, each once.</summary>
    public static EmployeeShape Of(SearchRequest request, HiBobTenant tenant)
    {
        var catalog = tenant.Fields;
        var fields = request.Fields is null ? catalog.Defaults : request.Fields.Select(catalog.Find).OfType<FieldSpec>();
        return new EmployeeShape(fields.Where(tenant.CanRead), request.Human, tenant.Roster);
    }

    public void Write(Utf8JsonWriter writer, Person person, bool wrongTypes = false)
    {
        var employee = _roster.View(person);
        var values = new FieldValue[_fields.Length];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = _fields[at].Read(employee);
        }

        writer.WriteStartObject();
        if (_human is HumanForm.None or HumanForm.Append)
        {
            WriteSlashKeys(writer, values, wrongTypes);
        }

        // The id is there although nobody asked for it.
        if (!_hasId)
        {
            writer.WriteString(s_id, Roster.Id(person));
        }

        if (_human == HumanForm.Replace)
        {
            WriteReplaced(writer, _tree, values);
        }
        else
        {
            WriteNested(writer, _tree, values, wrongTypes);
        }

        if (_human == HumanForm.Append)
        {
            writer.WriteStartObject(s_human);
            WriteHuman(writer, _tree, values);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteSlashKeys(Utf8JsonWriter writer, FieldValue[] values, bool wrongTypes)
    {
        for (var at = 0; at < values.Length; at++)
        {
            if (!values[at].IsMissing)
            {
                writer.WriteStartObject(_slashKeys[at]);
                writer.WritePropertyName(s_value);
                Write(writer, values[at], wrongTypes);
                writer.WriteEndObject();
            }
        }
    }

    private static void WriteNested(Utf8JsonWriter writer, FieldTree node, FieldValue[] values, bool wrongTypes)
    {
        foreach (var child in node.Children)
        {
            writer.WritePropertyName(child.Name);
            if (child.Field >= 0)
            {
                Write(writer, values[child.Field], wrongTypes);
            }
            else
            {
                writer.WriteStartObject();
                WriteNested(writer, child, values, wrongTypes);
                writer.WriteEndObject();
            }
        }
    }

    private static void WriteHuman(Utf8JsonWriter writer, FieldTree node, FieldValue[] values)
    {
        foreach (var child in node.Children)
        {
            if (!child.HasValue(values))
            {
                continue;
            }

            writer.WritePropertyName(child.Name);
            if (child.Field >= 0)
            {
                writer.WriteStringValue(values[child.Field].Human);
            }
            else
            {
                writer.WriteStartObject();
                WriteHuman(writer, child, values);
                writer.WriteEndObject();
            }
        }
    }

    private void WriteReplaced(Utf8JsonWriter writer, FieldTree node, FieldValue[] values)
    {
        foreach (var child in node.Children)
        {
            if (child.Field < 0)
            {
                writer.WriteStartObject(child.Name);
                WriteReplaced(writer, child, values);
                writer.WriteEndObject();
            }
            else if (!values[child.Field].IsMissing)
            {
                writer.WriteString(child.Name, values[child.Field].Human);
            }
            else if (_roster.Switches.ReplacedNull == BobReplacedNull.Null)
            {
                writer.WriteNull(child.Name);
            }
        }
    }

    private static void Write(Utf8JsonWriter writer, FieldValue value, bool wrongTypes)
    {
        if (wrongTypes && !value.IsMissing)
        {
            value.WriteWrong(writer);
        }
        else
        {
            value.Write(writer);
        }
    }
}
