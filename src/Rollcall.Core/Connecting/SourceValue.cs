using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>What a source said about one attribute of one person.</summary>
public enum SourceValueKind : byte
{
    /// <summary>The source did not send the attribute: not readable, withdrawn or never requested. Never the same as empty.</summary>
    Absent,

    /// <summary>The source sent the attribute and it is cleared.</summary>
    Empty,

    /// <summary>One scalar, as written by the source (see <see cref="SourceValue.Text"/>).</summary>
    Text,

    /// <summary>One option or unit with a label and perhaps an id.</summary>
    Item,

    /// <summary>Several options or units.</summary>
    Items,

    /// <summary>A reference to another person.</summary>
    Person,

    /// <summary>The source sent something whose shape the connector does not understand. Held, never dropped.</summary>
    Unreadable,
}

/// <summary>One option or organisational unit: <paramref name="Id"/> is the source's own id, when it has one.</summary>
public sealed record SourceItem(string? Id, string Label)
{
    public override string ToString() => Id ?? "item";
}

/// <summary>How a source names another person. At least one member is set.</summary>
public sealed record PersonReference(string? ExternalId, string? Email, string? FullName)
{
    public override string ToString() => ExternalId ?? "person";
}

/// <summary>One attribute value of one person, in the vendor-neutral shape every connector produces.</summary>
/// <remarks>Scalars are written as: numbers in invariant form (<c>-12.5</c>), dates and instants as the source wrote them
/// (ISO 8601, the first ten characters are the calendar date), booleans <c>true</c>/<c>false</c> or the source's word,
/// money as <c>65000.00 USD</c>.</remarks>
public readonly struct SourceValue : IEquatable<SourceValue>
{
    private const string NothingReadable = "no readable character";
    private readonly object? payload;

    private SourceValue(SourceValueKind kind, object? payload)
    {
        Kind = kind;
        this.payload = payload;
    }

    public SourceValueKind Kind { get; }

    /// <summary>Whether the source sent something, readable or not.</summary>
    public bool IsFilled => Kind is not (SourceValueKind.Absent or SourceValueKind.Empty);

    public static SourceValue Absent => default;

    public static SourceValue Empty { get; } = new(SourceValueKind.Empty, payload: null);

    /// <summary>The scalar of a <see cref="SourceValueKind.Text"/> value, or the shape of an <see cref="SourceValueKind.Unreadable"/> one.</summary>
    public string Text => (string)payload!;

    public SourceItem Item => (SourceItem)payload!;

    public ValueList<SourceItem> Items => (ValueList<SourceItem>)payload!;

    public PersonReference Person => (PersonReference)payload!;

    /// <summary>A scalar. An empty or white-space text becomes <see cref="Empty"/>, control characters alone are
    /// <see cref="SourceValueKind.Unreadable"/>: nobody cleared that value.</summary>
    public static SourceValue OfText(string? text) => Of(SourceValueKind.Text, text, text);

    /// <summary>One option or unit. Its label is judged as a text is.</summary>
    public static SourceValue OfItem(string? id, string? label) => OfItem(new SourceItem(id, label ?? ""));

    /// <summary>One option or unit that many people share.</summary>
    public static SourceValue OfItem(SourceItem item) => Of(SourceValueKind.Item, item.Label, item);

    /// <summary>Several options or units; none becomes <see cref="Empty"/>, one without a readable label makes all of it unreadable.</summary>
    public static SourceValue OfItems(ValueList<SourceItem> items) =>
        items.Count == 0 ? Empty : items.All(i => IsReadable(i.Label)) ? new(SourceValueKind.Items, items) : OfUnreadable(NothingReadable);

    public static SourceValue OfPerson(PersonReference person) => new(SourceValueKind.Person, person);

    /// <summary>Something the connector does not understand. <paramref name="shape"/> names the JSON type or rule, never the content.</summary>
    public static SourceValue OfUnreadable(string shape) => new(SourceValueKind.Unreadable, shape);

    private static SourceValue Of(SourceValueKind kind, string? words, object? payload) =>
        string.IsNullOrWhiteSpace(words) ? Empty : IsReadable(words) ? new(kind, payload) : OfUnreadable(NothingReadable);

    private static bool IsReadable(string words)
    {
        foreach (var c in words)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(SourceValue other) => Kind == other.Kind && Equals(payload, other.payload);

    public override bool Equals(object? obj) => obj is SourceValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, payload);

    public static bool operator ==(SourceValue left, SourceValue right) => left.Equals(right);

    public static bool operator !=(SourceValue left, SourceValue right) => !left.Equals(right);

    /// <summary>The kind only: values are personal data.</summary>
    public override string ToString() => Kind.ToString();
}
