using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Retention of a server, which removes what is too old by itself.</summary>
internal sealed class RemoteRetention(RollcallClient client) : ICompanyRetention
{
    public async Task<RetentionStanding> FindAsync(CancellationToken cancellationToken)
    {
        var kept = await client.GetAsync<ApiRetention>("retention", cancellationToken);
        return new RetentionStanding(
            new Retention(kept.HistoryDays, kept.RunDays, kept.FindingDays, kept.WebhookDays, kept.DeliveryDays, kept.AlertDays), kept.HistoryKeptSince, kept.HeldBy);
    }

    public async Task<RetentionCounts> PreviewAsync(Retention retention, CancellationToken cancellationToken)
    {
        var going = await client.PostAsync<ApiRetentionCounts>("retention/preview", Of(retention), cancellationToken);
        return new RetentionCounts(going.Changes, going.Runs, going.Findings, going.Webhooks, going.Deliveries, going.Alerts);
    }

    public Task SaveAsync(Retention retention, CancellationToken cancellationToken) => client.PutAsync<ApiRetention>("retention", Of(retention), etag: null, cancellationToken);

    private static ApiRetentionEdit Of(Retention retention) => new(retention.History, retention.Runs, retention.Findings, retention.Webhooks, retention.Deliveries, retention.Alerts);
}
