namespace Rollcall.Storage;

/// <summary>How long a workspace keeps what, and how far its history was cut.</summary>
public sealed class RetentionRow
{
    public Guid WorkspaceId { get; set; }

    /// <summary>Null keeps all.</summary>
    public int? HistoryDays { get; set; }

    /// <summary>Null keeps all.</summary>
    public int? FindingsDays { get; set; }

    /// <summary>Null for the usual time.</summary>
    public int? WebhookDays { get; set; }

    /// <summary>Null for the usual time.</summary>
    public int? DeliveryDays { get; set; }

    /// <summary>Null for the usual time.</summary>
    public int? AlertDays { get; set; }

    /// <summary>All changes after this moment are there; null when all ever are.</summary>
    public DateTimeOffset? HistoryKeptSince { get; set; }

    /// <summary>The last place of the change log that is not kept.</summary>
    public long HistoryCursor { get; set; }

    /// <summary>When a node last removed what is too old: others leave it to that one for a while.</summary>
    public DateTimeOffset? PurgedAt { get; set; }

    /// <summary>When the history was last gone through.</summary>
    public DateTimeOffset? HistoryPurgedAt { get; set; }
}
