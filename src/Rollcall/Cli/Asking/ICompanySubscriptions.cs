using Rollcall.Api;
using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>Other programs that hear of changes.</summary>
internal interface ICompanySubscriptions
{
    Task<IReadOnlyList<SubscriptionLine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The secret, this once; null when there is one of this name.</summary>
    Task<string?> CreateAsync(string name, string url, SubscriptionFilter filter, bool fromBeginning, CancellationToken cancellationToken);

    /// <summary>What came of changing name, address or what it hears of.</summary>
    Task<SubscriptionEdit> EditAsync(SubscriptionLine standing, string name, string url, SubscriptionFilter filter, CancellationToken cancellationToken);

    Task SetPausedAsync(Guid id, bool paused, CancellationToken cancellationToken);

    /// <summary>Null when it is gone.</summary>
    /// <param name="id">Which.</param>
    /// <param name="allowsPrivate">Private addresses too; the server decides that for itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken);

    /// <summary>Null when it is gone.</summary>
    Task<string?> RollAsync(Guid id, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeliveryLine>> LogAsync(Guid id, int take, CancellationToken cancellationToken);

    /// <summary>How many dead letters were sent again, or forgotten.</summary>
    Task<int> DeadLettersAsync(Guid id, Guid? delivery, bool isDrop, CancellationToken cancellationToken);

    Task RemoveAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>One subscription.</summary>
internal sealed record SubscriptionLine(
    Guid Id, string Name, string Url, SubscriptionFilter Filter, bool IsPaused, string? PauseReason, DateTimeOffset? LastDeliveredAt, int Waiting, int Dead, DateTimeOffset? NextTryAt)
{
    public override string ToString() => Id.ToString();
}

/// <summary>One delivery.</summary>
internal sealed record DeliveryLine(Guid Id, DateTimeOffset CreatedAt, bool IsTest, string State, int Changes, long To, int Attempts, int? LastStatus, string? LastError, DateTimeOffset? LastTriedAt);
