using Rollcall.Emulators.Webhooks;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>
/// Delivers to webhook targets. A 5xx other than 501, or no answer in three seconds, is tried again: at once, then up to six times over three days.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    // Order is not promised, and a slow target keeps nobody waiting for long.
    private const int Workers = 4;

    // The documentation gives number and span; the steps are ours.
    private static readonly TimeSpan[] s_waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24), TimeSpan.FromHours(40)];

    private readonly PersonioTenant _tenant;
    private readonly WebhookBook _book;
    private readonly WebhookPost _post = new(TimeSpan.FromSeconds(3));
    private readonly WebhookQueue<(Webhook Webhook, WebhookEvent Event, int Retries)> _queue;

    public WebhookSender(PersonioTenant tenant, WebhookBook book)
    {
        _tenant = tenant;
        _book = book;
        _queue = new(Workers, tenant.Time, (one, stopping) => SendAsync(one.Webhook, one.Event, one.Retries, stopping));
    }

    public void Send(Webhook webhook, WebhookEvent happened) => _queue.Add((webhook, happened, 0));

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _post.Dispose();
    }

    private async Task SendAsync(Webhook webhook, WebhookEvent happened, int retries, CancellationToken stopping)
    {
        // Removed or disabled in the meantime: nothing is sent any more, save the ping that tries it out.
        if (!_book.All.Contains(webhook) || (!webhook.Request.IsEnabled && happened.Name != WebhookEvents.Ping))
        {
            return;
        }

        if (await FailsAsync(webhook, happened, stopping) && await FailsAsync(webhook, happened, stopping) && retries < s_waits.Length)
        {
            _queue.AddAfter(s_waits[retries], (webhook, happened, retries + 1));
        }
    }

    /// <summary>Whether this request should be made again.</summary>
    private async Task<bool> FailsAsync(Webhook webhook, WebhookEvent happened, CancellationToken stopping)
    {
        var status = await _post.SendAsync(webhook.Request.Url, happened.Body, "application/json", Proofs(webhook.Request), stopping);
        _book.Log(new WebhookAttempt(webhook.Id, happened.Name, _tenant.Time.GetUtcNow(), status));
        return status is null or (>= 500 and not 501) || (status >= 400 && _tenant.Switches.WebhookRetriesClientErrors);
    }

    // Verbatim: who wants "Bearer " writes it into the token.
    private static IReadOnlyList<KeyValuePair<string, string>> Proofs(WebhookRequest webhook) => webhook.Auth switch
    {
        WebhookAuth.Token => [new("Authorization", webhook.Token ?? "")],
        WebhookAuth.Custom => webhook.Headers,
        _ => [],
    };
}
