using Rollcall.Core.Directory;

namespace Rollcall.Cli.Asking;

/// <summary>What the ways out of an unknown option make of a list of options.</summary>
internal static class OptionEdits
{
    public static IReadOnlyList<AttributeOption> Added(IReadOnlyList<AttributeOption> options, string label) =>
        options.Any(o => o.Label == label) ? options : [.. options, new AttributeOption(label, [], Archived: false)];

    public static IReadOnlyList<AttributeOption> Aliased(string attribute, IReadOnlyList<AttributeOption> options, string alias, string label) => options.Any(o => o.Label == label)
        ? [.. options.Select(o => o.Label == label ? o with { Aliases = [.. o.Aliases.Where(a => a != alias), alias] } : o)]
        : throw new CommandError(ExitCodes.NotFound, $"“{attribute}” has no option “{label}”.", $"It has {string.Join(", ", options.Select(o => o.Label))}.");

    public static CommandError Unknown(string attribute) => new(ExitCodes.NotFound, $"There is no custom attribute “{attribute}”.", "“rollcall config export” shows them.");
}
