using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Gives findings the names that people know attributes and targets by, as they were when the plan was made.</summary>
internal static class FindingLabels
{
    public static IReadOnlyList<Finding> Named(IReadOnlyList<Finding> findings, SourceSchema? source, DirectorySchema schema) =>
        [.. findings.Select(f => f with
        {
            AttributeLabel = f.Attribute is { } attribute && source?.Find(attribute)?.Label is { Length: > 0 } label && label != attribute ? label : null,
            TargetLabel = f.Target is { } target ? LabelOf(target, schema) : null,
        })];

    private static string? LabelOf(string target, DirectorySchema schema) =>
        Target.Parse(target) is { } parsed && schema.Layout.IndexOf(parsed.FieldKey) is >= 0 and var slot ? schema.Layout.Definitions[slot].Label : null;
}
