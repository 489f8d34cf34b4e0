using System.Collections.Frozen;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>All fields of the account at one moment, found by any of their names.</summary>
internal sealed class FieldCatalog
{
    private readonly FrozenDictionary<string, FieldSpec> _byRequestName;
    private readonly FrozenDictionary<string, FieldSpec> _byDatasetName;

    public FieldCatalog(IReadOnlyList<AddedField> added)
    {
        Listed = [.. StandardFields.All, .. CustomFields.All, .. added.Select(CustomFields.Added)];
        var requestable = Listed.Concat(ComputedFields.All).ToList();
        var byRequest = new Dictionary<string, FieldSpec>(StringComparer.Ordinal);

        // Sub-fields share their parent's alias and deprecated twins share the id: the first and current one answers.
        foreach (var field in requestable.Where(field => !field.Deprecated))
        {
            _ = field.Alias is { } alias && byRequest.TryAdd(alias, field);
            _ = field.Id is { } id && byRequest.TryAdd(id, field);
        }

        foreach (var field in requestable.Where(field => field.Deprecated))
        {
            _ = field.Alias is { } alias && byRequest.TryAdd(alias, field);
        }

        _byRequestName = byRequest.ToFrozenDictionary(StringComparer.Ordinal);
        Dataset = [.. requestable.Where(field => field is { DatasetName: not null, Deprecated: false }), .. requestable.Where(field => field is { Custom: true, IsMoney: true }).Select(CurrencyCode)];
        _byDatasetName = Dataset.DistinctBy(field => field.DatasetName).ToFrozenDictionary(field => field.DatasetName!, StringComparer.Ordinal);
        OptionLists = [.. Listed.Where(field => !field.Deprecated).Select(field => field.Options).OfType<OptionList>(), Lists.PayGroup];
    }

    /// <summary>What meta/fields shows, in its order.</summary>
    public IReadOnlyList<FieldSpec> Listed { get; }

    /// <summary>What the employee dataset offers.</summary>
    public IReadOnlyList<FieldSpec> Dataset { get; }

    public IReadOnlyList<OptionList> OptionLists { get; }

    /// <summary>By alias or id, as GET employee and reports take them; <c>4378.0</c> is <c>4378</c>.</summary>
    public FieldSpec? Find(string name)
    {
        if (_byRequestName.TryGetValue(name, out var field))
        {
            return field;
        }

        return name.EndsWith(".0", StringComparison.Ordinal) && _byRequestName.TryGetValue(name[..^2], out field) ? field : null;
    }

    public FieldSpec? FindDataset(string name) => _byDatasetName.GetValueOrDefault(name);

    /// <summary>The value of a field as the roster sees it: history values of future hires show only when asked for.</summary>
    public static FieldValue Read(FieldSpec field, Person person, Roster roster) =>
        field.Historical && !roster.FutureValues && roster.IsFuture(person) ? FieldValue.Empty : field.Read(person, roster);

    /// <summary>Whether the key's user may read the field, whichever of its names the right was withdrawn by.</summary>
    public static bool CanRead(FieldSpec field, FieldAccess access) =>
        (field.Alias is null || access.CanRead(field.Alias)) && (field.Id is null || access.CanRead(field.Id)) && (field.DatasetName is null || access.CanRead(field.DatasetName));

    // Datasets split money into the amount and a field of its own for the currency.
    private static FieldSpec CurrencyCode(FieldSpec money) => money with
    {
        Id = null,
        Alias = null,
        Label = money.Label + " - Currency Code",
        Type = "text",
        DatasetName = money.DatasetName + "CurrencyCode",
        Read = (person, roster) => FieldValue.Of(money.Read(person, roster).Currency),
    };
}
