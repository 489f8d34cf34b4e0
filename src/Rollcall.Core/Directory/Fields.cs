using System.Collections.Frozen;

namespace Rollcall.Core.Directory;

/// <summary>One value slot of an employee: a built-in field, the level, the manager or a custom attribute.</summary>
public sealed record FieldDefinition(string Key, string Label, AttributeType Type);

/// <summary>The built-in fields and their keys. Keys are what mappings, changes, pins and history say.</summary>
public static class Fields
{
    public const string Email = "email";
    public const string FirstName = "first-name";
    public const string LastName = "last-name";
    public const string PreferredName = "preferred-name";
    public const string DisplayName = "display-name";
    public const string Title = "title";
    public const string Location = "location";
    public const string Phone = "phone";
    public const string Gender = "gender";
    public const string Birthday = "birthday";
    public const string StartDate = "start-date";
    public const string EndDate = "end-date";
    public const string EmploymentType = "employment-type";
    public const string Level = "level";
    public const string Manager = "manager";

    /// <summary>The account status; not a value slot, but a field of changes and history.</summary>
    public const string Status = "status";

    /// <summary>Team memberships; a set, not a value slot.</summary>
    public const string Team = "team";

    /// <summary>Additional managers; a set, not a value slot.</summary>
    public const string AdditionalManager = "additional-manager";

    /// <summary>The tie between an employee and a record of a connection.</summary>
    public const string ExternalId = "external-id";

    /// <summary>Custom attributes are <c>custom:KEY</c>.</summary>
    public const string CustomPrefix = "custom:";

    /// <summary>The built-in slots in layout order. Storage relies on this order; append only.</summary>
    public static ValueList<FieldDefinition> BuiltIn { get; } =
    [
        new(Email, "Email", AttributeType.Text),
        new(FirstName, "First name", AttributeType.Text),
        new(LastName, "Last name", AttributeType.Text),
        new(PreferredName, "Preferred name", AttributeType.Text),
        new(DisplayName, "Display name", AttributeType.Text),
        new(Title, "Title", AttributeType.Text),
        new(Location, "Location", AttributeType.Text),
        new(Phone, "Phone", AttributeType.Phone),
        new(Gender, "Gender", AttributeType.Text),
        new(Birthday, "Birthday", AttributeType.Date),
        new(StartDate, "Start date", AttributeType.Date),
        new(EndDate, "End date", AttributeType.Date),
        new(EmploymentType, "Employment type", AttributeType.Text),
        new(Level, "Level", AttributeType.Text),
        new(Manager, "Manager", AttributeType.Text),
    ];

    public static string Custom(string key) => CustomPrefix + key;
}

/// <summary>The value slots of one workspace at one moment: the built-in fields, then its custom attributes by key.</summary>
public sealed class FieldLayout
{
    private readonly FrozenDictionary<string, int> indexes;

    public FieldLayout(IEnumerable<CustomAttribute> attributes)
    {
        Definitions =
        [
            .. Fields.BuiltIn,
            .. attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new FieldDefinition(Fields.Custom(a.Key), a.Name, a.Type)),
        ];
        indexes = Definitions.Select((d, i) => (d.Key, i)).ToFrozenDictionary(p => p.Key, p => p.i, StringComparer.Ordinal);
    }

    public ValueList<FieldDefinition> Definitions { get; }

    public int Count => Definitions.Count;

    /// <summary>The slot of a field key, or -1.</summary>
    public int IndexOf(string key) => indexes.TryGetValue(key, out var index) ? index : -1;
}
