using System.Text.Json.Serialization;
using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>A step between a source value and its conversion. A closed family: no scripting, so that a reviewer can predict a plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Lookup), "lookup")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(Split), "split")]
[JsonDerivedType(typeof(ChangeCase), "case")]
[JsonDerivedType(typeof(DatePart), "date-part")]
[JsonDerivedType(typeof(Template), "template")]
public abstract record Transform
{
    private Transform()
    {
    }

    /// <summary>Replaces a value by another one. <paramref name="Unknown"/> says what a value outside the table means.</summary>
    /// <param name="Table">Pairs of source value (compared after trim and Unicode normalisation) and replacement.</param>
    /// <param name="Unknown">Hold (default), keep the value, or write <paramref name="Literal"/>.</param>
    /// <param name="Literal">Written for an unknown value when <paramref name="Unknown"/> is <see cref="UnknownLookup.Literal"/>.</param>
    public sealed record Lookup(ValueList<LookupEntry> Table, UnknownLookup Unknown = UnknownLookup.Hold, string? Literal = null) : Transform;

    /// <summary>Joins the non-empty values of all the rule's attributes, or the items of a multi-value.</summary>
    public sealed record Join(string Separator) : Transform;

    /// <summary>Splits one text into several values; empty parts are dropped.</summary>
    public sealed record Split(string Separator) : Transform;

    /// <summary>Upper, lower or title case, culture-invariant.</summary>
    public sealed record ChangeCase(LetterCase To) : Transform;

    /// <summary>One part of a date: year, month, day or year-month.</summary>
    public sealed record DatePart(DatePartName Part) : Transform;

    /// <summary>A text with source attribute keys in braces, <c>{first_name} {last_name}</c>. Empty when every attribute in it is empty;
    /// held when any is not readable.</summary>
    public sealed record Template(string Text) : Transform;
}

/// <summary>One row of a <see cref="Transform.Lookup"/>.</summary>
public sealed record LookupEntry(string From, string To);

public enum UnknownLookup
{
    Hold, Keep, Literal,
}

public enum LetterCase
{
    Upper, Lower, Title,
}

public enum DatePartName
{
    Year, Month, Day, YearMonth,
}
