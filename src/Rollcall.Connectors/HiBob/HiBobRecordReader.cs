using System.Text;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.HiBob;

/// <summary>Reads one employee straight from UTF-8. An answer has two halves: keys with slashes for what has a value, and a tree that also
/// says null for what is empty. A field in neither is one the service user may not read. One reader, one read: not thread safe.</summary>
internal sealed class HiBobRecordReader
{
    private readonly IReadOnlyList<HiBobField> fields;
    private readonly byte[][] slashKeys;
    private readonly FieldTree tree;
    private readonly SharedWords words = new();
    private int expected;

    public HiBobRecordReader(IReadOnlyList<HiBobField> fields)
    {
        this.fields = fields;
        slashKeys = [.. fields.Select(f => Encoding.UTF8.GetBytes("/" + f.Id.Replace('.', '/')))];
        tree = FieldTree.Of(fields.Select(f => f.Path));
    }

    /// <summary>Values aligned to the fields; the record is null when the employee has no id.</summary>
    public SourceRecord? Read(ReadOnlySpan<byte> employee)
    {
        var json = new Utf8JsonReader(employee);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var state = new State(new SourceValue[fields.Count]);
        expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueSpan is [(byte)'/', ..])
            {
                ReadSlash(ref json, ref state);
            }
            else if (json.ValueTextEquals("humanReadable"u8))
            {
                json.Read();
                ReadNames(ref json, tree, ref state);
            }
            else
            {
                ReadNode(ref json, tree, ref state, isRoot: true);
            }
        }

        Complete(ref state);
        return state.Id is null ? null : new SourceRecord(state.Id, state.Values);
    }

    /// <summary>"/work/title": {"value": …}.</summary>
    private void ReadSlash(ref Utf8JsonReader json, ref State state)
    {
        var isId = json.ValueTextEquals("/root/id"u8);
        var index = SlashIndex(ref json);
        json.Read();
        if ((index < 0 && !isId) || json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            if (isId)
            {
                state.Id ??= IdOf(ref json);
            }

            if (index >= 0)
            {
                Take(ref json, index, ref state);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private int SlashIndex(ref Utf8JsonReader json)
    {
        for (var i = 0; i < slashKeys.Length; i++)
        {
            var at = (expected + i) % slashKeys.Length;
            if (json.ValueTextEquals(slashKeys[at]))
            {
                expected = at + 1;
                return at;
            }
        }

        return -1;
    }

    private void ReadNode(ref Utf8JsonReader json, FieldTree node, ref State state, bool isRoot)
    {
        var isId = isRoot && json.ValueTextEquals("id"u8);
        var child = node.Find(ref json);
        json.Read();
        if (isId)
        {
            state.Id ??= IdOf(ref json);
        }

        if (child is null)
        {
            json.Skip();
            return;
        }

        if (child.Field >= 0 && (child.Children.Count == 0 || json.TokenType != JsonTokenType.StartObject))
        {
            var isNobody = json.TokenType == JsonTokenType.Null;
            Take(ref json, child.Field, ref state);
            if (isNobody)
            {
                NobodysEmail(child, ref state);
            }

            return;
        }

        if (child.Field >= 0)
        {
            // A field inside a field: the manager's email inside the manager.
            var whole = json;
            Take(ref whole, child.Field, ref state);
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            if (json.TokenType == JsonTokenType.Null)
            {
                NobodysEmail(child, ref state);
            }

            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadNode(ref json, child, ref state, isRoot: false);
        }
    }

    /// <summary>No manager, so no email of one. Nothing else is empty because what is around it is null.</summary>
    private void NobodysEmail(FieldTree manager, ref State state)
    {
        foreach (var child in manager.Children)
        {
            if (child.Field >= 0 && fields[child.Field].Id == HiBobField.ManagersEmail && state.Values[child.Field].Kind == SourceValueKind.Absent)
            {
                state.Values[child.Field] = SourceValue.Empty;
            }
        }
    }

    private void ReadNames(ref Utf8JsonReader json, FieldTree node, ref State state)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(ref json);
            json.Read();
            if (child is { Field: >= 0 } && json.TokenType == JsonTokenType.String)
            {
                (state.Names ??= new string?[fields.Count])[child.Field] = words.Of(ref json);
            }
            else if (child is not null)
            {
                ReadNames(ref json, child, ref state);
            }
            else
            {
                json.Skip();
            }
        }
    }

    /// <summary>Keeps the value unless the other half of the answer told it already.</summary>
    private void Take(ref Utf8JsonReader json, int index, ref State state)
    {
        if (state.Values[index].Kind != SourceValueKind.Absent)
        {
            json.Skip();
            return;
        }

        var field = fields[index];
        if (field.HasItems)
        {
            ReadItems(ref json, field, index, ref state);
        }
        else
        {
            state.Values[index] = ReadValue(ref json, field);
        }
    }

    private void ReadItems(ref Utf8JsonReader json, HiBobField field, int index, ref State state)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            state.Values[index] = SourceValue.Empty;
            return;
        }

        if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            var id = WordOf(ref json);
            state.Values[index] = id.Length == 0 ? SourceValue.Empty : field.List?.Find(id) is { } item ? SourceValue.OfItem(Meant(field, item)) : Unresolved(ref state, index, [id]);
            return;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            state.Values[index] = SourceValue.OfUnreadable("object");
            return;
        }

        var ids = new List<string>();
        var isClean = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            isClean &= json.TokenType is JsonTokenType.String or JsonTokenType.Number;
            if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                ids.Add(WordOf(ref json));
            }
            else
            {
                json.Skip();
            }
        }

        var items = ids.ConvertAll(id => field.List?.Find(id));
        state.Values[index] = !isClean ? SourceValue.OfUnreadable("array")
            : items.Contains(null) ? Unresolved(ref state, index, ids)
            : SourceValue.OfItems(items.Select(i => i!).ToValueList());
    }

    /// <summary>An item of no list we know: its name may still come in the human half.</summary>
    private static SourceValue Unresolved(ref State state, int index, List<string> ids)
    {
        (state.Pending ??= []).Add((index, ids));
        return SourceValue.OfUnreadable("item that is in no readable list");
    }

    /// <summary>Names of several items come joined by commas and may hold commas themselves, so only a single one is taken.</summary>
    private void Complete(ref State state)
    {
        foreach (var (index, ids) in state.Pending ?? [])
        {
            if (ids.Count == 1 && state.Names?[index] is { Length: > 0 } name)
            {
                var item = new SourceItem(ids[0], name);
                state.Values[index] = fields[index].Type == "multi-list" ? SourceValue.OfItems([item]) : SourceValue.OfItem(Meant(fields[index], item));
            }
        }
    }

    /// <summary>The built-in statuses keep their ids when an account renames them; the id then says what is meant.</summary>
    private static SourceItem Meant(HiBobField field, SourceItem item) =>
        field.Id == HiBobField.LifecycleStatus && !IsStatusWord(item.Label) && IsStatusWord(item.Id!) ? new SourceItem(item.Id, item.Id!) : item;

    private static bool IsStatusWord(string word) =>
        HiBobConnector.Descriptor.StatusWords.Any(w => string.Equals(w.Word, word, StringComparison.OrdinalIgnoreCase));

    private SourceValue ReadValue(ref Utf8JsonReader json, HiBobField field)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return SourceValue.Empty;
            case JsonTokenType.String when field.Type == "employee-reference" && field.Id != HiBobField.Key:
                return json.ValueSpan.IsEmpty ? SourceValue.Empty : SourceValue.OfPerson(new PersonReference(words.Of(ref json), null, null));
            case JsonTokenType.String:
                return SourceValue.OfText(words.Of(ref json));
            case JsonTokenType.Number:
                return SourceValue.OfText(WordOf(ref json));
            case JsonTokenType.True:
                return SourceValue.OfText("true");
            case JsonTokenType.False:
                return SourceValue.OfText("false");
            case JsonTokenType.StartArray:
                return ReadTexts(ref json);
            default:
                return ReadObject(ref json, field.Type);
        }
    }

    /// <summary>A list of a type we do not know: its texts.</summary>
    private SourceValue ReadTexts(ref Utf8JsonReader json)
    {
        var items = new List<SourceItem>();
        var isClean = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            isClean &= json.TokenType is JsonTokenType.String or JsonTokenType.Number;
            if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                items.Add(new SourceItem(null, WordOf(ref json)));
            }
            else
            {
                json.Skip();
            }
        }

        return isClean ? SourceValue.OfItems(items.ToValueList()) : SourceValue.OfUnreadable("array");
    }

    private SourceValue ReadObject(ref Utf8JsonReader json, string type)
    {
        using var document = JsonDocument.ParseValue(ref json);
        var value = document.RootElement;
        return type switch
        {
            "currency" => Money(value),
            "employee" or "employee-reference" => Somebody(value),
            "period" when HiBobField.Word(value, "periodISO") is { } period => SourceValue.OfText(period),
            "duration_with_unit" when (HiBobField.Word(value, "length"), HiBobField.Word(value, "unit")) is ({ } length, { } unit) => SourceValue.OfText($"{length} {unit}"),
            _ => SourceValue.OfUnreadable("object"),
        };
    }

    private SourceValue Money(JsonElement value) => (HiBobField.Word(value, "value"), HiBobField.Word(value, "currency")) switch
    {
        (null, _) => value.TryGetProperty("value", out var amount) && amount.ValueKind == JsonValueKind.Null ? SourceValue.Empty : SourceValue.OfUnreadable("money without amount"),
        ({ } amount, null) => SourceValue.OfText(amount),
        ({ } amount, { } currency) => SourceValue.OfText(words.Of($"{amount} {currency}")),
    };

    private SourceValue Somebody(JsonElement value)
    {
        var id = HiBobField.Word(value, "id");
        var email = HiBobField.Word(value, "email");
        return id is null && email is null
            ? SourceValue.OfUnreadable("employee without id")
            : SourceValue.OfPerson(new PersonReference(id is null ? null : words.Of(id), email, null));
    }

    private string? IdOf(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.String or JsonTokenType.Number && !json.ValueSpan.IsEmpty ? WordOf(ref json, isShared: false) : null;

    private string WordOf(ref Utf8JsonReader json, bool isShared = true) => json.TokenType == JsonTokenType.Number
        ? Encoding.UTF8.GetString(json.ValueSpan)
        : isShared ? words.Of(ref json) : json.GetString()!;

    private struct State(SourceValue[] values)
    {
        public readonly SourceValue[] Values = values;
        public string? Id;
        public string?[]? Names;
        public List<(int Index, List<string> Ids)>? Pending;
    }
}
