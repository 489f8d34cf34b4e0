using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Features.Attributes;

/// <summary>What another type would make of the values that are there.</summary>
/// <param name="To">The type.</param>
/// <param name="Fits">People whose value fits it.</param>
/// <param name="Lost">People whose value does not.</param>
/// <param name="Examples">Some of the values that do not fit.</param>
/// <param name="Options">For a select: the options it would begin with.</param>
public sealed record TypeChange(AttributeType To, int Fits, int Lost, IReadOnlyList<string> Examples, IReadOnlyList<string> Options)
{
    public override string ToString() => To.ToString();
}

/// <summary>Values of one type as another. Pure.</summary>
internal static class TypeChanges
{
    /// <summary>More options than this are no list any more.</summary>
    public const int MostOptions = 500;
    private const int MostExamples = 5;

    /// <param name="attribute">As it is.</param>
    /// <param name="to">The other type.</param>
    /// <param name="values">How often each stored value is there; each of several for itself.</param>
    public static TypeChange Preview(CustomAttribute attribute, AttributeType to, IReadOnlyDictionary<string, int> values)
    {
        var isSelect = to is AttributeType.SingleSelect or AttributeType.MultiSelect;
        var lost = values.Where(v => Converted(attribute.Type, to, v.Key) is null).OrderByDescending(v => v.Value).ToList();
        return new TypeChange(
            to, values.Sum(v => v.Value) - lost.Sum(v => v.Value), lost.Sum(v => v.Value), [.. lost.Take(MostExamples).Select(v => v.Key)],
            isSelect ? [.. attribute.Options.Select(o => o.Label).Concat(values.Keys.Order(StringComparer.CurrentCulture)).Distinct(StringComparer.Ordinal)] : []);
    }

    /// <summary>The stored text of a value of one type as the other stores it; null when it does not fit.</summary>
    public static string? Converted(AttributeType from, AttributeType to, string value) => to switch
    {
        AttributeType.MultiSelect => value,
        AttributeType.SingleSelect => from == AttributeType.MultiSelect && value.Contains(ValueConverter.MultiSeparator, StringComparison.Ordinal) ? null : value,
        _ => ValueConverter.Convert(SourceValue.OfText(value.Replace(ValueConverter.MultiSeparator.ToString(), ", ", StringComparison.Ordinal)), to),
    };
}
