namespace Rollcall.Storage;

/// <summary>The address that an HRIS sends its changes of one connection to.</summary>
public sealed class WebhookRow
{
    public Guid ConnectionId { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>SHA-256 of the token in the address.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>What proves that the vendor sent something, encrypted by Data Protection; null until a person brought it.</summary>
    public string? ProtectedSecret { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastReceivedAt { get; set; }

    public DateTimeOffset? LastRefusedAt { get; set; }

    public long Received { get; set; }

    public long Refused { get; set; }
}

/// <summary>A delivery that was taken, until a read has seen to it, and for a while after.</summary>
public sealed class WebhookEventRow
{
    public long Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid ConnectionId { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>SHA-256 of the body.</summary>
    public required byte[] Digest { get; set; }

    /// <summary>Ids of people as the source says them, joined by line feeds; null when only a complete read can tell.</summary>
    public string? People { get; set; }

    /// <summary>Why only a complete read can tell.</summary>
    public string? Reason { get; set; }

    /// <summary>The raw body, encrypted by Data Protection; removed after a while.</summary>
    public string? ProtectedBody { get; set; }

    public DateTimeOffset? HandledAt { get; set; }

    /// <summary>The run that read what changed; null when a later complete read did, or nothing was to be read.</summary>
    public Guid? RunId { get; set; }
}
