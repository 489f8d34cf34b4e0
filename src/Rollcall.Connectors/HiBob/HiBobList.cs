using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.HiBob;

/// <summary>One named list: its items by id, archived ones included, as people still carry them.</summary>
internal sealed class HiBobList
{
    private readonly Dictionary<string, SourceItem> items = new(StringComparer.Ordinal);

    private HiBobList(ValueList<SourceItem> options) => Options = options;

    /// <summary>What can be chosen: leaves that are not archived, in the vendor's order; then the archived ones.</summary>
    public ValueList<SourceItem> Options { get; }

    /// <summary>All that values can stand for, those that cannot be chosen included.</summary>
    public IEnumerable<SourceItem> Items => items.Values;

    /// <summary>The item with this id, or null.</summary>
    public SourceItem? Find(string id) => items.GetValueOrDefault(id);

    /// <summary>Reads one list. Items come twice, as <c>items</c> and as <c>values</c> (recordings, 2026-10); their ids are texts here
    /// and numbers there.</summary>
    public static HiBobList Parse(JsonElement list)
    {
        var entries = list.ValueKind == JsonValueKind.Array ? list : Array(list, "items") ?? Array(list, "values") ?? default;
        var found = new List<Entry>();
        Collect(entries, above: null, found);
        var names = found.Where(e => e.IsLeaf).CountBy(e => e.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var all = found.ConvertAll(e => (Item: new SourceItem(e.Id, e.IsLeaf && names[e.Name] == 1 ? e.Name : e.Path), e.IsLeaf, e.IsArchived));
        var made = new HiBobList(all.Where(e => e.IsLeaf).OrderBy(e => e.IsArchived).Select(e => e.Item).ToValueList());
        foreach (var entry in all)
        {
            made.items.TryAdd(entry.Item.Id!, entry.Item);
        }

        return made;
    }

    /// <summary>Only leaves can be chosen. Two of the same name are told apart by what is above them.</summary>
    private static void Collect(JsonElement entries, string? above, List<Entry> found)
    {
        if (entries.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var entry in entries.EnumerateArray())
        {
            if (HiBobField.Word(entry, "id") is not { } id || (HiBobField.Word(entry, "name") ?? HiBobField.Word(entry, "value")) is not { } name)
            {
                continue;
            }

            var children = Array(entry, "children") is { } below && below.GetArrayLength() > 0 ? below : default;
            var path = above is null ? name : $"{above} / {name}";
            var isArchived = entry.TryGetProperty("archived", out var archived) && archived.ValueKind == JsonValueKind.True;
            found.Add(new Entry(id, name, path, children.ValueKind == JsonValueKind.Undefined, isArchived));
            Collect(children, path, found);
        }
    }

    private static JsonElement? Array(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private readonly record struct Entry(string Id, string Name, string Path, bool IsLeaf, bool IsArchived);
}
