namespace Rollcall.Emulators.HiBob.Lists;

/// <summary>An item of a named list. Its id is text in most lists and a number in some.</summary>
internal sealed record ListItem(string Id, string Name)
{
    public bool NumericId { get; init; }

    public bool Archived { get; init; }

    public IReadOnlyList<ListItem> Children { get; init; } = [];
}

internal sealed record NamedList(string Name, IReadOnlyList<ListItem> Items);
