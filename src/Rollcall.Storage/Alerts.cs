using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>What can be told of.</summary>
public enum AlertKind
{
    /// <summary>A sync failed.</summary>
    RunFailed,

    /// <summary>The guard stopped a sync; it waits for a person.</summary>
    AwaitingApproval,

    /// <summary>No good sync for longer than there should have been none.</summary>
    Stale,

    /// <summary>An attribute stopped coming, or came for far fewer people.</summary>
    Coverage,

    /// <summary>The HRIS changed and its webhook said nothing.</summary>
    WebhooksSilent,

    /// <summary>Changes out were given up, or the program wants no more.</summary>
    DeliveriesDead,
}

/// <summary>How an alert came to its end.</summary>
public enum AlertEnding
{
    /// <summary>The cause is gone.</summary>
    Solved,

    /// <summary>What it was about was removed, disabled or paused: nobody can say that it is solved.</summary>
    NotWatched,
}

/// <summary>Something that is the case now and should be told. No values, no people.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SubjectId">The connection or subscription.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Code">The finding's code, if there is one.</param>
/// <param name="AttributeKey">The source attribute, if it is about one.</param>
/// <param name="Attribute">How people call that.</param>
/// <param name="Count">People, deliveries or whatever <paramref name="What"/> counts.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Path">The page where to do it.</param>
public sealed record AlertCause(
    AlertKind Kind, Guid SubjectId, string Subject, string? Code, string? AttributeKey, string? Attribute, int Count, string What, string Fix, string Path)
{
    /// <summary>Names the cause: the same as long as it is the same, whatever its numbers are.</summary>
    public string Key => Kind is AlertKind.Coverage or AlertKind.DeliveriesDead ? $"{Kind}/{SubjectId:N}/{Code}/{AttributeKey}" : $"{Kind}/{SubjectId:N}";

    public override string ToString() => $"{Kind} {SubjectId}";
}

/// <summary>An alert as it stands.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Cause">The cause's key while it is open.</param>
/// <param name="Kind">What it is.</param>
/// <param name="SubjectId">The connection or subscription.</param>
/// <param name="Subject">Its name then.</param>
/// <param name="Code">The finding's code, if there is one.</param>
/// <param name="Attribute">The attribute's name, if it is about one.</param>
/// <param name="Count">What it counts.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Path">The page where to do it.</param>
/// <param name="BeganAt">When it was first seen.</param>
/// <param name="EndedAt">When it was seen to be over.</param>
/// <param name="Ending">How.</param>
/// <param name="Waiting">Notices of it that were not taken yet.</param>
/// <param name="Sent">Notices that were.</param>
/// <param name="Dead">Notices that were given up.</param>
public sealed record AlertEntry(
    Guid Id, string? Cause, AlertKind Kind, Guid SubjectId, string Subject, string? Code, string? Attribute, int Count, string What, string Fix, string Path,
    DateTimeOffset BeganAt, DateTimeOffset? EndedAt, AlertEnding? Ending, int Waiting, int Sent, int Dead)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Who is told, as people set it: mail addresses or one webhook.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Recipients">Mail addresses; empty for a webhook.</param>
/// <param name="Url">Where the webhook goes; null for mail.</param>
/// <param name="Kinds">What it hears of; all when empty.</param>
public sealed record AlertChannel(string Name, IReadOnlyList<string> Recipients, string? Url, IReadOnlyList<AlertKind> Kinds)
{
    public bool Takes(AlertKind kind) => Kinds.Count == 0 || Kinds.Contains(kind);

    public override string ToString() => nameof(AlertChannel);
}

/// <summary>A channel and how it is doing.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Channel">Who is told of what.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastSentAt">When something was last taken.</param>
/// <param name="LastFailedAt">When a try last failed.</param>
/// <param name="LastError">Why the last try failed, in a word; null when it did not.</param>
/// <param name="LastStatus">The HTTP status of the last answer.</param>
/// <param name="Waiting">Notices that were not taken yet.</param>
/// <param name="Dead">Notices that were given up.</param>
/// <param name="NextTryAt">When the oldest is tried again.</param>
/// <param name="OldSecretUntil">How long the secret before this one signs too.</param>
public sealed record AlertChannelEntry(
    Guid Id, AlertChannel Channel, DateTimeOffset CreatedAt, DateTimeOffset? LastSentAt, DateTimeOffset? LastFailedAt, string? LastError, int? LastStatus,
    int Waiting, int Dead, DateTimeOffset? NextTryAt, DateTimeOffset? OldSecretUntil)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A channel that this node sends to for now.</summary>
/// <param name="Id">Which.</param>
/// <param name="Workspace">Whose.</param>
/// <param name="Channel">Who is told.</param>
/// <param name="Secrets">What a webhook is signed with.</param>
/// <param name="Notices">What waits, the oldest first.</param>
public sealed record AlertWork(Guid Id, WorkspaceId Workspace, AlertChannel Channel, IReadOnlyList<string> Secrets, IReadOnlyList<AlertNotice> Notices)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Something to be told to one address.</summary>
/// <param name="Id">Names it; the webhook's message has it as its id.</param>
/// <param name="Recipient">The mail address; empty for a webhook.</param>
/// <param name="IsEnd">That it ended, not that it began.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextTryAt">Not before.</param>
/// <param name="Alert">What.</param>
public sealed record AlertNotice(Guid Id, string Recipient, bool IsEnd, int Attempts, DateTimeOffset? NextTryAt, AlertEntry Alert)
{
    public override string ToString() => Id.ToString();
}
