using System.Collections.Frozen;
using System.Globalization;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.BambooHr;

/// <summary>All fields of the account, each once, under a key that stays.</summary>
internal sealed class BambooHrCatalog
{
    private readonly FrozenDictionary<string, BambooHrField> byKey;

    private BambooHrCatalog(IReadOnlyList<BambooHrField> fields)
    {
        Fields = fields;
        byKey = fields.ToFrozenDictionary(f => f.Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<BambooHrField> Fields { get; }

    public BambooHrField? Find(string key) => byKey.GetValueOrDefault(key);

    public SourceSchema ToSchema() => new(Fields.Select(f => f.ToAttribute()).ToValueList());

    /// <summary>Neither ids nor aliases are unique in the metadata: a deprecated twin has the id of the field it became and is left out;
    /// parts of a field (16.1) have the alias of the whole (16) and go by their id.</summary>
    /// <param name="listed">meta/fields.</param>
    /// <param name="lists">meta/lists.</param>
    /// <param name="dataset">Fields of the employee dataset; empty when the key may not see them.</param>
    public static BambooHrCatalog Build(IReadOnlyList<ListedField> listed, IReadOnlyList<ListedOptions> lists, IReadOnlyList<DatasetField> dataset)
    {
        var options = lists.GroupBy(l => l.FieldId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var datasetByName = dataset.GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var ids = listed.GroupBy(f => f.Id, StringComparer.Ordinal).Select(g => g.OrderBy(f => f.IsDeprecated).First()).ToList();
        var owners = ids.Where(f => f.Alias is not null).GroupBy(f => f.Alias!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(f => f.IsDeprecated).ThenBy(f => IsPart(f.Id)).ThenBy(f => f.Id.Length).ThenBy(f => f.Id, StringComparer.Ordinal).First().Id, StringComparer.Ordinal);

        var fields = new List<BambooHrField>(ids.Count + 20);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in ids)
        {
            var alias = field.Alias is not null && owners[field.Alias] == field.Id ? field.Alias : null;
            var name = alias ?? field.Id;
            fields.Add(Make(UniqueKey(name, field.Id, keys), name, alias, field, options.GetValueOrDefault(field.Id), datasetByName));
        }

        foreach (var (name, label, type) in UnlistedFields.All)
        {
            if (keys.Add(name))
            {
                fields.Add(Make(name, name, name, new ListedField(Id: "", name, label, type, IsDeprecated: false), options: null, datasetByName));
            }
        }

        return new BambooHrCatalog(fields);
    }

    private static BambooHrField Make(
        string key, string name, string? alias, ListedField field, ListedOptions? options, Dictionary<string, DatasetField> dataset)
    {
        var id = field.Id.Length == 0 ? null : field.Id;
        var datasetName = DatasetNames.Find(id, alias, dataset);
        var currency = datasetName + "CurrencyCode";
        return new BambooHrField
        {
            Key = key,
            Name = name,
            Id = id,
            Label = field.Label,
            VendorType = field.Type,
            IsCustom = datasetName?.StartsWith("custom", StringComparison.Ordinal) == true || alias?.StartsWith("custom", StringComparison.Ordinal) == true,
            IsMultiple = field.Type == "multilist" || options?.IsMultiple == true,
            Options = options?.Options ?? [],
            DatasetName = datasetName,
            DatasetCurrency = field.Type == "currency" && dataset.ContainsKey(currency) ? currency : null,
        };
    }

    /// <summary>An alias that looks like the id of another field, which nobody has seen, must not hide that field.</summary>
    private static string UniqueKey(string name, string id, HashSet<string> keys)
    {
        var key = name;
        for (var i = 2; !keys.Add(key); i++)
        {
            key = i == 2 ? "field-" + id : string.Create(CultureInfo.InvariantCulture, $"field-{id}-{i}");
        }

        return key;
    }

    private static bool IsPart(string id) => id.Contains('.', StringComparison.Ordinal);
}
