using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Which changes a subscription hears of.</summary>
/// <param name="EmployeesOnly">Leave out teams, levels and custom attributes themselves.</param>
/// <param name="Fields">These fields alone; all when empty. That somebody or something came or went is always told.</param>
public sealed record SubscriptionFilter(bool EmployeesOnly, IReadOnlyList<string> Fields)
{
    public static SubscriptionFilter Everything { get; } = new(EmployeesOnly: false, []);

    public bool Takes(Change change) =>
        (!EmployeesOnly || change.Subject == SubjectKind.Employee) && (Fields.Count == 0 || change.Field.Length == 0 || Fields.Contains(change.Field, StringComparer.Ordinal));
}

/// <summary>What came of changing a subscription.</summary>
public enum SubscriptionEdit
{
    Done,

    /// <summary>Another one has the name.</summary>
    NameTaken,

    Gone,
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>Not taken yet; it is tried again.</summary>
    Waiting,

    /// <summary>Taken.</summary>
    Delivered,

    /// <summary>Tried for days in vain; kept until it is replayed or dropped.</summary>
    Dead,
}

/// <summary>A subscription without its secret.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where deliveries go.</param>
/// <param name="Filter">What it hears of.</param>
/// <param name="IsPaused">Nothing is sent until it is resumed; nothing is lost.</param>
/// <param name="PauseReason">Why it paused by itself; null when a person did it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Cursor">The place in the change log up to which deliveries were made.</param>
/// <param name="LastDeliveredAt">When changes were last taken.</param>
/// <param name="Waiting">Deliveries that were not taken yet.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="NextTryAt">When a refused delivery is tried again.</param>
/// <param name="OldSecretUntil">How long the secret before this one signs too.</param>
public sealed record SubscriptionEntry(
    Guid Id, string Name, string Url, SubscriptionFilter Filter, bool IsPaused, string? PauseReason, DateTimeOffset CreatedAt, long Cursor,
    DateTimeOffset? LastDeliveredAt, int Waiting, int Dead, DateTimeOffset? NextTryAt, DateTimeOffset? OldSecretUntil)
{
    public override string ToString() => Id.ToString();
}

/// <summary>One line of the delivery log.</summary>
/// <param name="Id">Names it; consumers see it as the message's id.</param>
/// <param name="IsTest">A person asked for it; it carries no changes and is not tried again.</param>
/// <param name="State">Where it stands.</param>
/// <param name="From">The piece of the change log begins after this place.</param>
/// <param name="To">And ends with this one.</param>
/// <param name="Changes">How many changes it carries.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="LastStatus">The HTTP status of the last answer; null when none came.</param>
/// <param name="LastError">Why the last try failed, in a word.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastTriedAt">When it was last tried.</param>
/// <param name="EndedAt">When it was taken or given up.</param>
public sealed record DeliveryEntry(
    Guid Id, bool IsTest, DeliveryState State, long From, long To, int Changes, int Attempts, int? LastStatus, string? LastError,
    DateTimeOffset CreatedAt, DateTimeOffset? LastTriedAt, DateTimeOffset? EndedAt);

/// <summary>A subscription that this node delivers to for now.</summary>
/// <param name="Id">Which.</param>
/// <param name="Workspace">Whose changes.</param>
/// <param name="Url">Where to.</param>
/// <param name="Filter">What it hears of.</param>
/// <param name="Cursor">Where the log goes on for it.</param>
/// <param name="Secrets">What to sign with, the newest first.</param>
public sealed record SubscriptionWork(Guid Id, WorkspaceId Workspace, string Url, SubscriptionFilter Filter, long Cursor, IReadOnlyList<string> Secrets)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A delivery with what it carries.</summary>
/// <param name="Id">Which.</param>
/// <param name="Cursor">The place it ends with.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="Changes">Places and changes, in the order of the log.</param>
public sealed record DeliveryWork(Guid Id, long Cursor, int Attempts, IReadOnlyList<(long Cursor, HistoryEntry Entry)> Changes)
{
    public override string ToString() => Id.ToString();
}

/// <summary>What came of one try.</summary>
/// <param name="Status">The HTTP status; null when none came.</param>
/// <param name="Error">Why it failed, in a word; null when it was taken.</param>
public sealed record DeliveryOutcome(int? Status, string? Error)
{
    public bool IsDelivered => Error is null;

    /// <summary>A mail that was left in the folder, because no mail server is set: it was taken, and nobody has it yet.</summary>
    public bool IsLeft { get; init; }
}
