using System.Globalization;
using System.Threading.Channels;
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
    private readonly Channel<(Webhook Webhook, WebhookDelivery Delivery, int Attempt)> _queue = Channel.CreateUnbounded<(Webhook, WebhookDelivery, int)>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Task _work;

    public WebhookSender(BambooHrTenant tenant, WebhookBook book)
    {
        _tenant = tenant;
        _book = book;
        _stopping = _stop.Token;
        _work = Task.Run(WorkAsync);
    }

    public void Send(Webhook webhook, WebhookDelivery delivery) => _queue.Writer.TryWrite((webhook, delivery, 0));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _queue.Writer.TryComplete();
        await _work;
        _post.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var (webhook, delivery, attempt) in _queue.Reader.ReadAllAsync(_stopping))
            {
                // Removed in the meantime: nothing is sent any more.
                if (!_book.All.Contains(webhook))
                {
                    continue;
                }

                var made = await DeliverAsync(webhook, delivery);
                if (made.Status is null or < 200 or (>= 300 and < 400) or >= 500)
                {
                    _ = RetryAsync(webhook, delivery, attempt);
                }

                // Last, so that whoever reads the log knows that the next attempt is already waiting for its time.
                _book.Log(made);
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    private async Task<WebhookAttempt> DeliverAsync(Webhook webhook, WebhookDelivery delivery)
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

        var status = await _post.SendAsync(new Uri(webhook.Request.Url), delivery.Body, delivery.ContentType, headers, _stopping);
        webhook.LastSent = now;
        return new WebhookAttempt(webhook.Id, webhook.Request.Url, now, status, webhook.Request.Format, delivery.EmployeeIds);
    }

    private async Task RetryAsync(Webhook webhook, WebhookDelivery delivery, int attempt)
    {
        var minutes = _tenant.Switches.WebhookRetries == WebhookRetrySchedule.FiveToEighty ? s_fiveToEighty : s_immediateThenForty;
        if (attempt >= minutes.Length)
        {
            return;
        }

        try
        {
            await Task.Delay(TimeSpan.FromMinutes(minutes[attempt]), _tenant.Time, _stopping);
            _queue.Writer.TryWrite((webhook, delivery, attempt + 1));
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }
}
