using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Fields;

/// <summary>One field of the account's metadata.</summary>
/// <param name="Id">Dotted. Its first part is not always the category.</param>
/// <param name="Category">Decides who may read it.</param>
internal sealed record FieldSpec(string Id, string Category, string Name, FieldType Type, Func<Employee, FieldValue> Read)
{
    /// <summary>Where it sits in the nested half: the id, without the root.</summary>
    public string JsonPath => Id.StartsWith("root.", StringComparison.Ordinal) ? Id[5..] : Id;

    public string SlashKey => "/" + Id.Replace('.', '/');

    public string? Description { get; init; }

    /// <summary>Name of the list its values are items of.</summary>
    public string? ListId { get; init; }

    public bool Historical { get; init; }

    public bool Custom { get; init; }

    /// <summary>Reported to need the right to edit as well.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Comes without being asked for.</summary>
    public bool Default { get; init; }
}
