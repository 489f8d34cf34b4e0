using System.Text;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.Personio;

/// <summary>Reads one employee straight from UTF-8, without a tree: the hot path of a large read. Words that many people share
/// (labels, departments, positions) are one string each. One reader, one read: not thread safe.</summary>
internal sealed class PersonioRecordReader(ValueList<string> requested, IReadOnlyDictionary<string, string> types)
{
    private readonly byte[][] keys = [.. requested.Select(Encoding.UTF8.GetBytes)];
    private readonly string?[] typeOf = [.. requested.Select(types.GetValueOrDefault)];
    private readonly SharedWords words = new();
    private int expected;

    /// <summary>The record; null when the employee has no id.</summary>
    public SourceRecord? Read(ReadOnlySpan<byte> employee)
    {
        var json = new Utf8JsonReader(employee);
        json.Read();
        string? id = null;
        var values = new SourceValue[keys.Length];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("attributes"u8) && json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                ReadAttributes(ref json, values, ref id);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return id is null ? null : new SourceRecord(id, values);
    }

    private void ReadAttributes(ref Utf8JsonReader json, SourceValue[] values, ref string? id)
    {
        expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("id"u8);
            var index = IndexOf(ref json);
            json.Read();
            if (!isId && index < 0)
            {
                json.Skip();
                continue;
            }

            var value = ReadWrapper(ref json, index < 0 ? "integer" : typeOf[index]);
            if (isId && value.Kind == SourceValueKind.Text)
            {
                id = value.Text;
            }

            if (index >= 0)
            {
                values[index] = value;
            }
        }
    }

    /// <summary>Attributes come in the same order for everybody: the next one is usually where the last one said.</summary>
    private int IndexOf(ref Utf8JsonReader json)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var at = (expected + i) % keys.Length;
            if (json.ValueTextEquals(keys[at]))
            {
                expected = at + 1;
                return at;
            }
        }

        return -1;
    }

    /// <summary>{"label":…,"value":…,"type":…,"universal_id":…}; the type stands behind the value, so the announced one is used.</summary>
    private SourceValue ReadWrapper(ref Utf8JsonReader json, string? type)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return SourceValue.OfUnreadable("no wrapper");
        }

        var value = SourceValue.OfUnreadable("wrapper without value");
        string? currency = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("value"u8))
            {
                json.Read();
                value = ReadValue(ref json, type);
            }
            else if (json.ValueTextEquals("currency"u8))
            {
                json.Read();
                currency = json.TokenType == JsonTokenType.String ? words.Of(ref json) : null;
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return currency is not null && value.Kind == SourceValueKind.Text ? SourceValue.OfText($"{value.Text} {currency}") : value;
    }

    private SourceValue ReadValue(ref Utf8JsonReader json, string? type)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return SourceValue.Empty;
            case JsonTokenType.String:
                return type == "tags" ? ReadTags(json.GetString()!) : type == "list" ? SourceValue.OfItem(null, words.Of(ref json)) : SourceValue.OfText(words.Of(ref json));
            case JsonTokenType.Number:
                return SourceValue.OfText(Encoding.UTF8.GetString(json.ValueSpan));
            case JsonTokenType.True:
                return SourceValue.OfText("true");
            case JsonTokenType.False:
                return SourceValue.OfText("false");
            case JsonTokenType.StartArray:
                return ReadUnits(ref json);
            case JsonTokenType.StartObject:
                return ReadObject(ref json);
            default:
                return SourceValue.OfUnreadable(json.TokenType.ToString());
        }
    }

    /// <summary>Joined by commas (recorded 2023), or a JSON list in a string (seen 2026-07).</summary>
    private SourceValue ReadTags(string text)
    {
        if (!text.StartsWith('['))
        {
            return Items(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        try
        {
            using var list = JsonDocument.Parse(text);
            return Items([.. list.RootElement.EnumerateArray().Select(e => e.ToString())]);
        }
        catch (JsonException)
        {
            return SourceValue.OfUnreadable("tags");
        }
    }

    private SourceValue Items(string[] labels) => SourceValue.OfItems(labels.Select(l => new SourceItem(null, words.Of(l))).ToValueList());

    /// <summary>A list of units, such as cost centers; an empty one also stands for nothing (seen for work schedules, 2026-07).</summary>
    private SourceValue ReadUnits(ref Utf8JsonReader json)
    {
        var items = new List<SourceItem>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            var value = ReadObject(ref json);
            if (value.Kind != SourceValueKind.Item)
            {
                while (json.TokenType != JsonTokenType.EndArray && json.Read())
                {
                    json.Skip();
                }

                return SourceValue.OfUnreadable("array");
            }

            items.Add(value.Item);
        }

        return SourceValue.OfItems(items.ToValueList());
    }

    /// <summary>{"type":"Department","attributes":{"id":1,"name":"…"}}, or an employee whose id is a wrapper itself.</summary>
    private SourceValue ReadObject(ref Utf8JsonReader json)
    {
        var isPerson = false;
        string? id = null;
        string? name = null;
        string? email = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                isPerson = json.TokenType == JsonTokenType.String && json.ValueTextEquals("Employee"u8);
            }
            else if (json.ValueTextEquals("attributes"u8) && json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                ReadNested(ref json, ref id, ref name, ref email);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return isPerson
            ? id is null && email is null ? SourceValue.OfUnreadable("employee without id") : SourceValue.OfPerson(new PersonReference(id, email, null))
            : name is null ? SourceValue.OfUnreadable("object without name") : SourceValue.OfItem(id, name);
    }

    private void ReadNested(ref Utf8JsonReader json, ref string? id, ref string? name, ref string? email)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("id"u8);
            var isName = json.ValueTextEquals("name"u8);
            var isEmail = json.ValueTextEquals("email"u8);
            json.Read();
            if (!isId && !isName && !isEmail)
            {
                json.Skip();
                continue;
            }

            var value = json.TokenType == JsonTokenType.StartObject ? ReadWrapper(ref json, "standard") : ReadValue(ref json, "standard");
            if (value.Kind != SourceValueKind.Text)
            {
                continue;
            }

            id = isId ? words.Of(value.Text) : id;
            name = isName ? value.Text : name;
            email = isEmail ? value.Text : email;
        }
    }
}
