using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Features.Findings;

/// <summary>What a person can do about a finding, by one button each.</summary>
public enum FixKind
{
    /// <summary>The word becomes an option.</summary>
    AddOption,

    /// <summary>The word is another spelling of an option that is there.</summary>
    AliasOption,

    /// <summary>The attribute takes any text.</summary>
    ChangeToText,

    /// <summary>The word becomes a team.</summary>
    CreateTeam,

    /// <summary>The word is another spelling of a team that is there.</summary>
    BindTeam,

    /// <summary>The word becomes a level.</summary>
    CreateLevel,

    /// <summary>The word is another spelling of a level that is there.</summary>
    BindLevel,

    /// <summary>The missing custom attribute is created, as text.</summary>
    CreateAttribute,

    /// <summary>The lower fill rate is taken as it is.</summary>
    AcceptCoverage,

    /// <summary>A person says who each record is.</summary>
    DecideMatch,

    /// <summary>Asks the HRIS again what the credential may read.</summary>
    TestConnection,

    /// <summary>The mapping is changed on its own page.</summary>
    OpenMapping,

    /// <summary>The people are looked at one by one.</summary>
    OpenPeople,

    /// <summary>The stopped plan is approved or rejected on its page.</summary>
    OpenRuns,

    /// <summary>A new read may settle it.</summary>
    Preview,
}

/// <summary>Which fixes a finding has, the most likely one first. Pure.</summary>
internal static class FixOffers
{
    public static IReadOnlyList<FixKind> Of(Finding finding) => finding.Code switch
    {
        FindingCodes.OptionUnknown => [FixKind.AddOption, FixKind.AliasOption, FixKind.ChangeToText],
        FindingCodes.ValueNotConvertible => IsCustom(finding) ? [FixKind.ChangeToText, FixKind.OpenPeople] : [FixKind.OpenPeople, FixKind.OpenMapping],
        FindingCodes.NearDuplicateTeam => [FixKind.BindTeam, FixKind.CreateTeam],
        FindingCodes.TeamUnknown => [FixKind.CreateTeam, FixKind.BindTeam],
        FindingCodes.NearDuplicateLevel => [FixKind.BindLevel, FixKind.CreateLevel],
        FindingCodes.LevelUnknown => [FixKind.CreateLevel, FixKind.BindLevel],
        FindingCodes.TargetMissing => IsCustom(finding) ? [FixKind.CreateAttribute, FixKind.OpenMapping] : [FixKind.OpenMapping],
        FindingCodes.CoverageDrop => [FixKind.TestConnection, FixKind.AcceptCoverage],
        FindingCodes.AmbiguousMatch or FindingCodes.IdentitySwap or FindingCodes.PossibleSamePerson or FindingCodes.ReturningNeedsDecision => [FixKind.DecideMatch],
        FindingCodes.AttributeWithdrawn or FindingCodes.AttributeNotReadable or FindingCodes.CriterionUnreadable => [FixKind.TestConnection, FixKind.OpenMapping],
        FindingCodes.ConnectionFailed or FindingCodes.CredentialRefused or FindingCodes.PermissionMissing or FindingCodes.EmptySource or FindingCodes.WebhooksSilent => [FixKind.TestConnection],
        FindingCodes.StatusUnknown or FindingCodes.LookupUnknown or FindingCodes.MappingInvalid => [FixKind.OpenMapping, FixKind.OpenPeople],
        FindingCodes.ManagerAmbiguous or FindingCodes.ManagerExcluded => [FixKind.OpenMapping, FixKind.OpenPeople],
        FindingCodes.GuardStopped => [FixKind.OpenRuns],
        FindingCodes.RebindNeedsFullRead or FindingCodes.DirectoryChanged or FindingCodes.ReadUnproven or FindingCodes.DuplicateRecord or FindingCodes.SourceNote => [FixKind.Preview],
        _ => [FixKind.OpenPeople],
    };

    /// <summary>The key of the custom attribute that a finding is about; null when it is about something else.</summary>
    public static string? AttributeOf(Finding finding) =>
        IsCustom(finding) ? finding.Target![Fields.CustomPrefix.Length..] : null;

    /// <summary>The kind of team that a finding is about.</summary>
    public static TeamKind TeamKindOf(Finding finding) =>
        finding.Target is { } target && Target.Parse(target) is { Kind: TargetKind.Team } team ? team.TeamKind : TeamKind.Team;

    private static bool IsCustom(Finding finding) => finding.Target?.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) == true;
}
