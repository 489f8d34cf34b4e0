using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Features.Mapping;

/// <summary>Targets as people say them.</summary>
public sealed class TargetWords(IStringLocalizer<MappingTexts> texts)
{
    /// <summary>Kinds in the order of the page: those that custom attributes usually go to first.</summary>
    public static readonly IReadOnlyList<TargetKind> Kinds =
    [
        TargetKind.CustomAttribute, TargetKind.Team, TargetKind.Level, TargetKind.AdditionalManager, TargetKind.Manager, TargetKind.Field, TargetKind.Status,
    ];

    /// <summary>The built-in fields a rule may go to; level and manager are kinds of their own.</summary>
    public static readonly IReadOnlyList<FieldDefinition> BuiltIn = [.. Fields.BuiltIn.Where(f => f.Key is not (Fields.Level or Fields.Manager))];

    public string Of(TargetKind kind) => texts["kind." + kind.ToString().ToLowerInvariant()];

    public string Of(TeamKind kind) => texts["team." + TeamKinds.Word(kind)];

    public string Of(AttributeType type) => texts["type." + type.ToString().ToLowerInvariant()];

    public string Of(Target target, DirectorySchema directory) => target.Kind switch
    {
        TargetKind.Team => $"{Of(TargetKind.Team)}: {Of(target.TeamKind)}",
        TargetKind.CustomAttribute => directory.Attributes.FirstOrDefault(a => a.Key == target.Name)?.Name ?? target.Name,
        TargetKind.Field => Fields.BuiltIn.FirstOrDefault(f => f.Key == target.Name)?.Label ?? target.Name,
        TargetKind.Level or TargetKind.Manager or TargetKind.AdditionalManager or TargetKind.Status => Of(target.Kind),
    };

    /// <summary>Whether a word that is unknown here can mean different things for this target.</summary>
    public static bool HasUnknowns(Target target, DirectorySchema directory) => target.Kind switch
    {
        TargetKind.Team or TargetKind.Level => true,
        TargetKind.CustomAttribute => directory.Attributes.FirstOrDefault(a => a.Key == target.Name)?.Type is AttributeType.SingleSelect or AttributeType.MultiSelect,
        TargetKind.Field or TargetKind.Manager or TargetKind.AdditionalManager or TargetKind.Status => false,
    };
}
