namespace Rollcall.Storage;

/// <summary>Another program that hears of changes of the directory.</summary>
public sealed class SubscriptionRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    public bool EmployeesOnly { get; set; }

    /// <summary>Fields joined by line feeds; null for all.</summary>
    public string? Fields { get; set; }

    /// <summary>What deliveries are signed with, encrypted by Data Protection.</summary>
    public required string ProtectedSecret { get; set; }

    /// <summary>The secret before it was rolled, for a while.</summary>
    public string? ProtectedOldSecret { get; set; }

    public DateTimeOffset? OldSecretUntil { get; set; }

    /// <summary>The place in the change log up to which deliveries were made.</summary>
    public long Cursor { get; set; }

    public bool Paused { get; set; }

    /// <summary>Why it paused by itself; null when a person did it.</summary>
    public string? PauseReason { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastDeliveredAt { get; set; }

    /// <summary>When the oldest waiting delivery is tried again; null for at once.</summary>
    public DateTimeOffset? NextTryAt { get; set; }

    /// <summary>The node that delivers now.</summary>
    public Guid? LeaseOwner { get; set; }

    /// <summary>From then on another node may take over.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>A piece of the change log on its way to a subscription. The changes themselves stay in the log alone.</summary>
public sealed class DeliveryRow
{
    public Guid Id { get; set; }

    public Guid SubscriptionId { get; set; }

    public Guid WorkspaceId { get; set; }

    public bool IsTest { get; set; }

    public int State { get; set; }

    /// <summary>The piece begins after this place.</summary>
    public long FromCursor { get; set; }

    /// <summary>The piece ends with this place.</summary>
    public long ToCursor { get; set; }

    public int Changes { get; set; }

    public int Attempts { get; set; }

    /// <summary>The HTTP status of the last answer; null when none came.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last try failed, in a word.</summary>
    public string? LastError { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastTriedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
