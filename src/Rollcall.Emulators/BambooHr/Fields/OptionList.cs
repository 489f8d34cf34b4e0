namespace Rollcall.Emulators.BambooHr.Fields;

/// <summary>A choice of a list; employees carry its name, never its id.</summary>
internal sealed record ListOption(int Id, string Name, bool Archived = false, DateTimeOffset? Created = null, DateTimeOffset? ArchivedAt = null);

/// <summary>One entry of meta/lists.</summary>
internal sealed record OptionList
{
    /// <summary>The list's own id; the vendor leaves it out on a few.</summary>
    public int? ListId { get; init; }

    public required int FieldId { get; init; }

    public required string Name { get; init; }

    public string? Alias { get; init; }

    public bool Manageable { get; init; } = true;

    public bool Multiple { get; init; }

    /// <summary>Read at each call, because options are renamed, added and archived while the emulator runs.</summary>
    public required Func<Roster, IReadOnlyList<ListOption>> Read { get; init; }
}
