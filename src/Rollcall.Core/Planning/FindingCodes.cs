namespace Rollcall.Core.Planning;

/// <summary>The stable codes of findings. Append only; each has a section in <c>docs/findings.md</c>.</summary>
public static class FindingCodes
{
    public const string AmbiguousMatch = "ambiguous-match";
    public const string IdentitySwap = "identity-swap";
    public const string PossibleSamePerson = "possible-same-person";
    public const string RebindNeedsFullRead = "rebind-needs-full-read";
    public const string ReturningNeedsDecision = "returning-needs-decision";
    public const string StatusUnknown = "status-unknown";
    public const string EmailTaken = "email-taken";
    public const string EmailInvalid = "email-invalid";
    public const string NearDuplicateTeam = "near-duplicate-team";
    public const string TeamUnknown = "team-unknown";
    public const string TeamNameConflict = "team-name-conflict";
    public const string LevelUnknown = "level-unknown";
    public const string NearDuplicateLevel = "near-duplicate-level";
    public const string OptionUnknown = "option-unknown";
    public const string LookupUnknown = "lookup-unknown";
    public const string ValueNotConvertible = "value-not-convertible";
    public const string ValueUnreadable = "value-unreadable";
    public const string ManagerUnresolved = "manager-unresolved";
    public const string ManagerExcluded = "manager-excluded";
    public const string ManagerAmbiguous = "manager-ambiguous";
    public const string ManagerSelf = "manager-self";
    public const string ManagerCycle = "manager-cycle";
    public const string AttributeWithdrawn = "attribute-withdrawn";
    public const string AttributeNotReadable = "attribute-not-readable";
    public const string CriterionUnreadable = "criterion-unreadable";
    public const string CoverageDrop = "coverage-drop";
    public const string TargetMissing = "target-missing";
    public const string DuplicateRecord = "duplicate-record";
    public const string ReadUnproven = "read-unproven";
    public const string EmptySource = "empty-source";
    public const string PersonMissing = "person-missing";
    public const string LastOwner = "last-owner";
    public const string GuardStopped = "guard-stopped";
    public const string DirectoryChanged = "directory-changed";
    public const string ConnectionFailed = "connection-failed";
    public const string CredentialRefused = "credential-refused";
    public const string PermissionMissing = "permission-missing";
    public const string MappingInvalid = "mapping-invalid";
    public const string UndoConflict = "undo-conflict";
    public const string SourceNote = "source-note";
    public const string WebhooksSilent = "webhooks-silent";
}
