using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>How long what is kept.</summary>
internal interface ICompanyRetention
{
    Task<RetentionStanding> FindAsync(CancellationToken cancellationToken);

    /// <summary>What would go if it were kept so.</summary>
    Task<RetentionCounts> PreviewAsync(Retention retention, CancellationToken cancellationToken);

    /// <summary>Saves; servers remove what is too old.</summary>
    Task SaveAsync(Retention retention, CancellationToken cancellationToken);
}

/// <summary>How long what is kept, and how far that has come.</summary>
/// <param name="Retention">The times.</param>
/// <param name="KeptSince">All changes after it are there; null when all ever are.</param>
/// <param name="HeldBy">Subscriptions that have not taken older changes yet: for their sake they stay.</param>
internal sealed record RetentionStanding(Retention Retention, DateTimeOffset? KeptSince, IReadOnlyList<string> HeldBy)
{
    public override string ToString() => Retention.ToString();
}
