using System.Globalization;
using Rollcall.Emulators.Webhooks;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>
/// Delivers to webhook targets: signed anew at every attempt; 2xx is done, 4xx is never tried again, anything else is, up to five times.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private static readonly int[] s_fiveToEighty = [5, 10, 20, 40, 80];
    private static readonly int[] s_immediateThenForty = [0, 5, 10, 20, 40];

    private readonly BambooHrTenant _tenant;
    private readonly WebhookBook _book;

    // How long the vendor waits for an answer is not published.
    private readonly WebhookPost _post = new(Timeout.InfiniteTimeSpan);
    private readonly WebhookQueue<(Webhook Webhook, WebhookDelivery Delivery, int Attempt)> _queue;

    public WebhookSender(BambooHrTenant tenant, WebhookBook book)
    {
        _tenant = tenant;
        _book = book;
        _queue = new(1, tenant.Time, (one, stopping) => SendAsync(one.Webhook, one.Delivery, one.Attempt, stopping));
    }

    public void Send(Webhook webhook, WebhookDelivery delivery) => _queue.Add((webhook, delivery, 0));

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _post.Dispose();
    }

    private async Task SendAsync(Webhook webhook, WebhookDelivery delivery, int attempt, CancellationToken stopping)
    {
        // Removed in the meantime: nothing is sent any more.
        if (!_book.All.Contains(webhook))
        {
            return;
        }

        var made = await DeliverAsync(webhook, delivery, stopping);
        var waits = _tenant.Switches.WebhookRetries == WebhookRetrySchedule.FiveToEighty ? s_fiveToEighty : s_immediateThenForty;
        if (attempt < waits.Length && made.Status is null or < 200 or (>= 300 and < 400) or >= 500)
        {
            _queue.AddAfter(TimeSpan.FromMinutes(waits[attempt]), (webhook, delivery, attempt + 1));
        }

        // Last, so that whoever reads the log knows that the next attempt is already waiting for its time.
        _book.Log(made);
    }

    private async Task<WebhookAttempt> DeliverAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken stopping)
    {
        var now = _tenant.Time.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var headers = new List<KeyValuePair<string, string>>
        {
            new("X-BambooHR-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
            new("X-BambooHR-Signature", WebhookSignature.Of(webhook.PrivateKey, delivery.Body, timestamp)),
        };
        if (webhook.Request.IncludeCompanyDomain)
        {
            headers.Add(new(_tenant.Switches.CompanyDomainHeader, _tenant.Switches.CompanyDomain));
        }

        var status = await _post.SendAsync(new Uri(webhook.Request.Url), delivery.Body, delivery.ContentType, headers, stopping);
        webhook.LastSent = now;
        return new WebhookAttempt(webhook.Id, webhook.Request.Url, now, status, webhook.Request.Format, delivery.EmployeeIds);
    }
}
