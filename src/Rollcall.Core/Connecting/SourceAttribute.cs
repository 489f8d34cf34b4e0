using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>The vendor-neutral type of a source attribute. Unknown vendor types become <see cref="Other"/>.</summary>
public enum SourceType
{
    Text, LongText, Number, Date, Select, MultiSelect, YesNo, Currency, Url, Phone, Email, Person, Other,
}

/// <summary>Whether the credential may read an attribute, as far as the vendor lets us know.</summary>
public enum Readability
{
    Readable,
    NotReadable,
    Unknown,
}

/// <summary>A field the HRIS offers.</summary>
/// <param name="Key">Stable key, unique in the connection, the word used in mappings.</param>
/// <param name="Label">What the HRIS shows; may be renamed or translated there, and need not be unique.</param>
/// <param name="Type">Vendor-neutral type.</param>
/// <param name="Options">The options of a select, empty when there are none or the vendor does not tell.</param>
/// <param name="IsCustom">Made by the company, not by the vendor.</param>
/// <param name="Readable">Whether this credential may read it.</param>
/// <param name="HowToGrant">Where exactly in that HRIS the permission is granted; null when readable.</param>
/// <param name="VendorType">The vendor's own word for the type, for people to see.</param>
public sealed record SourceAttribute(
    string Key,
    string Label,
    SourceType Type,
    ValueList<SourceItem> Options,
    bool IsCustom,
    Readability Readable,
    string? HowToGrant,
    string VendorType);

/// <summary>All attributes a connection offers at one moment, in the vendor's order.</summary>
public sealed record SourceSchema(ValueList<SourceAttribute> Attributes)
{
    /// <summary>The attribute with this key, or null.</summary>
    public SourceAttribute? Find(string key)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Key, key, StringComparison.Ordinal))
            {
                return attribute;
            }
        }

        return null;
    }
}
