namespace Rollcall.Storage;

/// <summary>What a workspace wants to be told of, beyond its channels.</summary>
public sealed class AlertSettingsRow
{
    public Guid WorkspaceId { get; set; }

    /// <summary>A connection without a good sync for so long is told of; null goes by its schedule.</summary>
    public int? StaleAfterHours { get; set; }

    /// <summary>When a node last looked at what is open: others leave it to that one for a while.</summary>
    public DateTimeOffset? LookedAt { get; set; }
}

/// <summary>Who is told: people by mail, or another program by a signed webhook.</summary>
public sealed class AlertChannelRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    /// <summary>Mail addresses joined by line feeds; null for a webhook.</summary>
    public string? Recipients { get; set; }

    /// <summary>Where the webhook goes; null for mail.</summary>
    public string? Url { get; set; }

    /// <summary>What the webhook is signed with, encrypted by Data Protection.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The secret before this one, which signs too for a while.</summary>
    public string? ProtectedOldSecret { get; set; }

    public DateTimeOffset? OldSecretUntil { get; set; }

    /// <summary>The <see cref="AlertKind"/>s it hears of, joined by line feeds; null for all.</summary>
    public string? Kinds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSentAt { get; set; }

    public DateTimeOffset? LastFailedAt { get; set; }

    /// <summary>Why the last try failed, in a word; null when it did not.</summary>
    public string? LastError { get; set; }

    public int? LastStatus { get; set; }

    /// <summary>The node that sends now.</summary>
    public Guid? LeaseOwner { get; set; }

    /// <summary>From then on another node may take over.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>One cause that is, or was, told of. What it stands for is in the runs and findings; here is only that it began and ended.</summary>
public sealed class AlertRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>The cause while it is open, else null: its unique index lets each cause begin once.</summary>
    public string? OpenCause { get; set; }

    /// <summary>An <see cref="AlertKind"/>.</summary>
    public int Kind { get; set; }

    /// <summary>The connection or the subscription that it is about.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>How that one was called.</summary>
    public required string Subject { get; set; }

    public string? Code { get; set; }

    /// <summary>The name of the source attribute, if it is about one.</summary>
    public string? Attribute { get; set; }

    public int Count { get; set; }

    public required string What { get; set; }

    public required string Fix { get; set; }

    /// <summary>The page where somebody can do something about it.</summary>
    public required string Path { get; set; }

    public DateTimeOffset BeganAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>An <see cref="AlertEnding"/>; null while it is open.</summary>
    public int? Ending { get; set; }
}

/// <summary>That one channel, and there one person, is told that an alert began, or ended.</summary>
public sealed class AlertNoticeRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid AlertId { get; set; }

    public Guid ChannelId { get; set; }

    /// <summary>The mail address; empty for a webhook.</summary>
    public required string Recipient { get; set; }

    public bool IsEnd { get; set; }

    /// <summary>A <see cref="DeliveryState"/>.</summary>
    public int State { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is tried again; null for at once.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was taken or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
