namespace Rollcall.Storage;

/// <summary>One company.</summary>
public sealed class WorkspaceRow
{
    public Guid Id { get; set; }

    /// <summary>Unique, lower-case words joined by hyphens.</summary>
    public required string Name { get; set; }

    /// <summary>How people call the company; null when it has only its key.</summary>
    public string? Title { get; set; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Runs that wrote nothing go after so many days; null keeps all.</summary>
    public int? KeepRunsDays { get; set; }

    /// <summary>Orders of connections for single targets: JSON of written target to connection ids; null for none.</summary>
    public string? TargetPrecedence { get; set; }

    /// <summary>Counts edits of the directory that could change what derives.</summary>
    public long EditEpoch { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>One HRIS account.</summary>
public sealed class ConnectionRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    public required string Provider { get; set; }

    /// <summary>Place in the workspace's order of precedence, first wins.</summary>
    public int Position { get; set; }

    /// <summary>JSON of the settings that are no secrets.</summary>
    public required string Settings { get; set; }

    /// <summary>JSON of the secrets, encrypted by Data Protection.</summary>
    public string? ProtectedSecrets { get; set; }

    /// <summary>The <see cref="Core.Mapping.ConnectionConfig"/> as JSON.</summary>
    public required string Config { get; set; }

    /// <summary>No runs but previews until a person resumes it, for example after an undo.</summary>
    public bool Paused { get; set; }

    public string? ConfigDigest { get; set; }

    /// <summary>When the last complete read that was applied began.</summary>
    public DateTimeOffset? LastFullReadAt { get; set; }

    /// <summary>When the last read of any kind that was applied began; delta reads go on from here.</summary>
    public DateTimeOffset? LastReadAt { get; set; }

    /// <summary>A trigger came while a run was going on.</summary>
    public bool FollowUp { get; set; }

    /// <summary>The last moment of the schedule that a node took: no other one takes it too.</summary>
    public DateTimeOffset? LastSlotAt { get; set; }
}

/// <summary>One employee. Values are canonical text; levels and managers are ids as text.</summary>
public sealed class EmployeeRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public int Status { get; set; }

    public int? StatusBefore { get; set; }

    public string? Email { get; set; }

    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    public string? PreferredName { get; set; }

    public string? DisplayName { get; set; }

    public string? Title { get; set; }

    public string? Location { get; set; }

    public string? Phone { get; set; }

    public string? Gender { get; set; }

    public string? Birthday { get; set; }

    public string? StartDate { get; set; }

    public string? EndDate { get; set; }

    public string? EmploymentType { get; set; }

    public string? Level { get; set; }

    public string? Manager { get; set; }

    /// <summary>Custom values by attribute key, JSON; null when there are none.</summary>
    public string? Custom { get; set; }

    /// <summary>Pinned field keys, joined by line feeds; null when there are none.</summary>
    public string? Pins { get; set; }

    public bool IsOwner { get; set; }

    /// <summary>Folded, for look-ups.</summary>
    public string? EmailKey { get; set; }

    /// <summary>Folded "first last", for look-ups and sorting.</summary>
    public string? NameKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One team of one employee from one origin. A manual membership has the empty connection id.</summary>
public sealed class MembershipRow
{
    public Guid WorkspaceId { get; set; }

    public Guid EmployeeId { get; set; }

    public Guid TeamId { get; set; }

    public Guid OriginId { get; set; }
}

/// <summary>One additional manager of one employee from one origin.</summary>
public sealed class AdditionalManagerRow
{
    public Guid WorkspaceId { get; set; }

    public Guid EmployeeId { get; set; }

    public Guid ManagerId { get; set; }

    public Guid OriginId { get; set; }
}

/// <summary>One team, with its aliases and bindings as JSON.</summary>
public sealed class TeamRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    public int Kind { get; set; }

    public Guid? ParentId { get; set; }

    public required string Aliases { get; set; }

    public required string Bindings { get; set; }

    /// <summary>Ids of employees, JSON.</summary>
    public required string Leads { get; set; }
}

/// <summary>One level.</summary>
public sealed class LevelRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    public int Position { get; set; }

    public required string Aliases { get; set; }
}

/// <summary>One custom attribute, with its options as JSON.</summary>
public sealed class CustomAttributeRow
{
    public Guid WorkspaceId { get; set; }

    public required string Key { get; set; }

    public required string Name { get; set; }

    public int Type { get; set; }

    public required string Options { get; set; }

    public string? Section { get; set; }

    public int Access { get; set; }

    public string? Description { get; set; }
}

/// <summary>The last good reading of one person of one connection.</summary>
public sealed class SourceRecordRow
{
    public Guid WorkspaceId { get; set; }

    public Guid ConnectionId { get; set; }

    public required string ExternalId { get; set; }

    public Guid? EmployeeId { get; set; }

    public byte[]? Fingerprint { get; set; }

    public byte[]? Answer { get; set; }

    public byte[]? Content { get; set; }

    public int Scope { get; set; }

    public string? ScopeReason { get; set; }

    public DateTimeOffset ScopeSince { get; set; }

    public int MissingReads { get; set; }

    /// <summary>ISO date.</summary>
    public string? DueOn { get; set; }

    public DateTimeOffset ReadAt { get; set; }
}

/// <summary>A fill rate of the last good run.</summary>
public sealed class CoverageRow
{
    public Guid WorkspaceId { get; set; }

    public Guid ConnectionId { get; set; }

    public required string Attribute { get; set; }

    public int Filled { get; set; }

    public int Total { get; set; }
}

/// <summary>A person's decision about a match.</summary>
public sealed class MatchDecisionRow
{
    public Guid WorkspaceId { get; set; }

    public Guid ConnectionId { get; set; }

    public required string ExternalId { get; set; }

    /// <summary>Null: somebody new.</summary>
    public Guid? EmployeeId { get; set; }

    public DateTimeOffset DecidedAt { get; set; }
}

/// <summary>One run.</summary>
public sealed class RunRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid ConnectionId { get; set; }

    public int State { get; set; }

    public int Trigger { get; set; }

    /// <summary>Full, delta, single or undo.</summary>
    public int Reading { get; set; }

    /// <summary>The connection id while the run is going on, else null: its unique index lets one run at a time begin.</summary>
    public Guid? ActiveConnectionId { get; set; }

    /// <summary>Machine and process that runs it.</summary>
    public required string Owner { get; set; }

    public DateTimeOffset HeartbeatAt { get; set; }

    /// <summary>The stage it is in, as of the last heartbeat.</summary>
    public int? Stage { get; set; }

    /// <summary>People, or changes when applying, done in the stage.</summary>
    public int? StageDone { get; set; }

    public int? StageTotal { get; set; }

    public DateTimeOffset? StageSince { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Digest { get; set; }

    /// <summary><see cref="Core.Planning.PlanCounts"/> as JSON.</summary>
    public string? Counts { get; set; }

    /// <summary>Changes written.</summary>
    public int Applied { get; set; }

    /// <summary>Fill rates as JSON, where this run moved them; null where they stayed as they were.</summary>
    public string? Coverage { get; set; }

    /// <summary>The findings of the run as JSON.</summary>
    public string? Findings { get; set; }

    /// <summary>What it found is not kept any more: none is not the same.</summary>
    public bool FindingsRemoved { get; set; }

    /// <summary>Why the guard stopped it, or why it failed or was rejected.</summary>
    public string? Reason { get; set; }

    /// <summary>The whole plan while it waits for approval.</summary>
    public byte[]? Plan { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>The run that undid this one.</summary>
    public Guid? UndoneBy { get; set; }
}

/// <summary>One entry of the change log. Append only.</summary>
public sealed class ChangeRow
{
    public long Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>Null for a change by a person.</summary>
    public Guid? RunId { get; set; }

    public int Sequence { get; set; }

    public DateTimeOffset At { get; set; }

    public int Verb { get; set; }

    public int Subject { get; set; }

    public Guid SubjectId { get; set; }

    public required string Field { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    public Guid? OriginId { get; set; }

    public string? Cause { get; set; }

    public string? Snapshot { get; set; }
}

/// <summary>A way to look at the list of employees that somebody kept.</summary>
public sealed class SavedViewRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>Who keeps it.</summary>
    public Guid AccountId { get; set; }

    public required string Name { get; set; }

    /// <summary>Search, filters, columns and order, as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Everybody in the workspace sees it.</summary>
    public bool IsShared { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
