using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>The JSON forms in which the database keeps compound values: custom values, snapshots of created employees, teams and
/// levels, aliases, bindings and options.</summary>
public static class SnapshotJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? writer;

    /// <summary>Custom values by attribute key; null when there are none.</summary>
    public static string? Custom(IEnumerable<KeyValuePair<string, string>> values)
    {
        var any = false;
        var text = Write(json =>
        {
            json.WriteStartObject();
            foreach (var (key, value) in values)
            {
                any = true;
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        });
        return any ? text : null;
    }

    /// <summary>Custom values by attribute key, in order of it.</summary>
    public static SortedList<string, string> ReadCustom(string? text, SharedWords words)
    {
        var values = new SortedList<string, string>(StringComparer.Ordinal);
        if (text is null)
        {
            return values;
        }

        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = words.Of(ref json);
            json.Read();
            values[key] = words.Of(ref json);
        }

        return values;
    }

    public static string? Of(object? snapshot, ValueList<string> layout) => snapshot switch
    {
        null => null,
        EmployeeState employee => Of(employee, layout),
        TeamState team => Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", team.Name);
            json.WriteNumber("kind", (int)team.Kind);
            if (team.Parent is { } parent)
            {
                json.WriteString("parent", parent.Value);
            }

            WriteStrings(json, "aliases", team.Aliases);
            WriteBindings(json, "bindings", team.Bindings);
            if (team.Leads.Count > 0)
            {
                WriteStrings(json, "leads", team.Leads.Select(l => l.ToString()).ToValueList());
            }

            json.WriteEndObject();
        }),
        LevelState level => Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", level.Name);
            json.WriteNumber("order", level.Order);
            WriteStrings(json, "aliases", level.Aliases);
            json.WriteEndObject();
        }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Strings(IEnumerable<string> values) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    });

    public static ValueList<string> ReadStrings(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadStrings(document.RootElement);
    }

    public static string Bindings(IEnumerable<TeamBinding> bindings) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var binding in bindings)
        {
            json.WriteStartArray();
            json.WriteStringValue(binding.Connection.Value);
            json.WriteStringValue(binding.HrisId);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    public static ValueList<TeamBinding> ReadBindings(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadBindings(document.RootElement);
    }

    public static string Options(IEnumerable<AttributeOption> options) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var option in options)
        {
            json.WriteStartObject();
            json.WriteString("label", option.Label);
            WriteStrings(json, "aliases", option.Aliases);
            json.WriteBoolean("archived", option.Archived);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static ValueList<AttributeOption> ReadOptions(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateArray()
            .Select(o => new AttributeOption(o.GetProperty("label").GetString()!, ReadStrings(o.GetProperty("aliases")), o.GetProperty("archived").GetBoolean()))
            .ToValueList();
    }

    private static string Of(EmployeeState employee, ValueList<string> layout) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("status", (int)employee.Status);
        if (employee.StatusBefore is { } before)
        {
            json.WriteNumber("statusBefore", (int)before);
        }

        json.WriteStartObject("values");
        for (var i = 0; i < employee.Values.Length; i++)
        {
            if (employee.Values[i] is { } value)
            {
                json.WriteString(layout[i], value);
            }
        }

        json.WriteEndObject();
        WriteLinks(json, "teams", employee.Teams.Select(t => (t.Team.Value, t.Origin)));
        WriteLinks(json, "managers", employee.AdditionalManagers.Select(m => (m.Manager.Value, m.Origin)));
        if (employee.Pins.Count > 0)
        {
            WriteStrings(json, "pins", employee.Pins);
        }

        json.WriteEndObject();
    });

    private static void WriteLinks(Utf8JsonWriter json, string name, IEnumerable<(Guid Id, Origin Origin)> links)
    {
        json.WriteStartArray(name);
        foreach (var (id, origin) in links)
        {
            json.WriteStartArray();
            json.WriteStringValue(id);
            if (origin.Connection is { } connection)
            {
                json.WriteStringValue(connection.Value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, ValueList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteBindings(Utf8JsonWriter json, string name, ValueList<TeamBinding> bindings)
    {
        json.WriteStartArray(name);
        foreach (var binding in bindings)
        {
            json.WriteStartArray();
            json.WriteStringValue(binding.Connection.Value);
            json.WriteStringValue(binding.HrisId);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    internal static ValueList<string> ReadStrings(JsonElement array) => array.EnumerateArray().Select(e => e.GetString()!).ToValueList();

    internal static ValueList<TeamBinding> ReadBindings(JsonElement array) =>
        array.EnumerateArray().Select(b => new TeamBinding(new ConnectionId(b[0].GetGuid()), b[1].GetString()!)).ToValueList();

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var (buffer, json) = writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        write(json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, Relaxed));
    }
}
