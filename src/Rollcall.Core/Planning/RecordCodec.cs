using System.Buffers;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>Writes and reads the kept values of a record: UTF-8 JSON by attribute key. A text is a string, empty is null,
/// an item <c>{"i":id,"l":label}</c>, items an array of those, a person <c>{"p":[id,email,name]}</c>, unreadable
/// <c>{"u":shape}</c>; absent is left out.</summary>
public static class RecordCodec
{
    /// <summary>One writer per thread: a large company is encoded a hundred thousand times in a row.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? writer;

    public static byte[] Encode(ValueList<string> attributes, ReadOnlySpan<SourceValue> values)
    {
        var (buffer, json) = writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Kind != SourceValueKind.Absent)
            {
                json.WritePropertyName(attributes[i]);
                Write(json, values[i]);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The values aligned to <paramref name="attributes"/>; an attribute that was not kept is absent.</summary>
    public static SourceValue[] Decode(ReadOnlySpan<byte> utf8, ValueList<string> attributes)
    {
        var values = new SourceValue[attributes.Count];
        var json = new Utf8JsonReader(utf8);
        var expected = 0;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(attributes, ref json, expected);
            expected = index < 0 ? expected : index + 1;
            json.Read();
            if (index < 0)
            {
                json.Skip();
            }
            else
            {
                values[index] = Read(ref json);
            }
        }

        return values;
    }

    /// <summary>All kept values by attribute key.</summary>
    public static IReadOnlyDictionary<string, SourceValue> Decode(ReadOnlySpan<byte> utf8)
    {
        var values = new Dictionary<string, SourceValue>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(utf8);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            values[key] = Read(ref json);
        }

        return values;
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        }));
    }

    private static void Write(Utf8JsonWriter json, SourceValue value)
    {
        switch (value.Kind)
        {
            case SourceValueKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case SourceValueKind.Item:
                WriteItem(json, value.Item);
                break;
            case SourceValueKind.Items:
                json.WriteStartArray();
                foreach (var item in value.Items)
                {
                    WriteItem(json, item);
                }

                json.WriteEndArray();
                break;
            case SourceValueKind.Person:
                json.WriteStartObject();
                json.WriteStartArray("p");
                json.WriteStringValue(value.Person.ExternalId);
                json.WriteStringValue(value.Person.Email);
                json.WriteStringValue(value.Person.FullName);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case SourceValueKind.Unreadable:
                json.WriteStartObject();
                json.WriteString("u", value.Text);
                json.WriteEndObject();
                break;
            case SourceValueKind.Empty:
            case SourceValueKind.Absent:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteItem(Utf8JsonWriter json, SourceItem item)
    {
        json.WriteStartObject();
        if (item.Id is not null)
        {
            json.WriteString("i", item.Id);
        }

        json.WriteString("l", item.Label);
        json.WriteEndObject();
    }

    /// <summary>Values were written in the order of the attributes, so the next one is nearly always where it is expected.</summary>
    private static int IndexOf(ValueList<string> attributes, ref Utf8JsonReader json, int expected)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var at = (expected + i) % attributes.Count;
            if (json.ValueTextEquals(attributes[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private static SourceValue Read(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return SourceValue.OfText(json.GetString());
            case JsonTokenType.StartArray:
                var items = new List<SourceItem>();
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    json.Read();
                    items.Add(ReadItem(ref json));
                }

                return SourceValue.OfItems(items.ToValueList());
            case JsonTokenType.StartObject:
                json.Read();
                if (json.ValueTextEquals("p"u8))
                {
                    return ReadPerson(ref json);
                }

                if (json.ValueTextEquals("u"u8))
                {
                    json.Read();
                    var shape = json.GetString()!;
                    json.Read();
                    return SourceValue.OfUnreadable(shape);
                }

                var item = ReadItem(ref json);
                return SourceValue.OfItem(item.Id, item.Label);
            default:
                return SourceValue.Empty;
        }
    }

    /// <summary>Reads from the first property name to the object's end.</summary>
    private static SourceItem ReadItem(ref Utf8JsonReader json)
    {
        string? id = null;
        var label = "";
        while (json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = json.ValueTextEquals("i"u8);
            json.Read();
            if (isId)
            {
                id = json.GetString();
            }
            else
            {
                label = json.GetString() ?? "";
            }

            json.Read();
        }

        return new SourceItem(id, label);
    }

    private static SourceValue ReadPerson(ref Utf8JsonReader json)
    {
        json.Read();
        json.Read();
        var externalId = json.GetString();
        json.Read();
        var email = json.GetString();
        json.Read();
        var name = json.GetString();
        json.Read();
        json.Read();
        return SourceValue.OfPerson(new PersonReference(externalId, email, name));
    }
}
