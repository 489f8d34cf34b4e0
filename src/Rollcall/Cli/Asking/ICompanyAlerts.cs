using Rollcall.Api;
using Rollcall.Storage;

namespace Rollcall.Cli.Asking;

/// <summary>Who is told when something needs somebody, and what was told. In the API's words: the terminal shows the same.</summary>
internal interface ICompanyAlerts
{
    Task<IReadOnlyList<ApiAlertChannel>> ChannelsAsync(CancellationToken cancellationToken);

    /// <summary>The channel, and its secret this once; null when there is one of this name.</summary>
    Task<ApiMadeAlertChannel?> AddAsync(AlertChannel channel, CancellationToken cancellationToken);

    /// <summary>Where mails are left while no mail server is set; null when they are sent.</summary>
    Task<string?> MailsLeftInAsync(CancellationToken cancellationToken);

    /// <summary>What came of a test; null when the channel is gone.</summary>
    /// <param name="id">Which.</param>
    /// <param name="allowsPrivate">Private addresses too; the server decides that for itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken);

    /// <summary>A webhook's new secret, this once; null when the channel is gone.</summary>
    Task<string?> RollAsync(Guid id, CancellationToken cancellationToken);

    Task RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Open ones first, then the newest.</summary>
    Task<IReadOnlyList<ApiAlert>> RecentAsync(int take, CancellationToken cancellationToken);

    /// <summary>Null goes by each connection's schedule.</summary>
    Task SetStaleAfterHoursAsync(int? hours, CancellationToken cancellationToken);
}
