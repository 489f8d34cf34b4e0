using Rollcall.Core.Directory;

namespace Rollcall.Syncing;

/// <summary>All fields of a profile that hold something of their own, in the order in which programs and the terminal show them.</summary>
internal static class StoredFields
{
    public static IReadOnlyList<(string Key, string Label)> Labelled(DirectorySchema schema) =>
    [
        .. schema.Layout.Definitions.Select(d => (d.Key, d.Label)), (Fields.Team, "Teams"), (Fields.AdditionalManager, "Additional managers"), (Fields.Status, "Status"),
    ];

    public static IReadOnlyList<string> Of(DirectorySchema schema) => [.. Labelled(schema).Select(f => f.Key)];
}
