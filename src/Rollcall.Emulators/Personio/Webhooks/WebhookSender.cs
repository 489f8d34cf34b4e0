using System.Threading.Channels;
using Rollcall.Emulators.Webhooks;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>
/// Delivers to webhook targets. A 5xx other than 501, or no answer in three seconds, is tried again: at once, then up to six times over three days.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int Readers = 4;

    // The documentation gives number and span; the steps are ours.
    private static readonly TimeSpan[] s_waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24), TimeSpan.FromHours(40)];

    private readonly PersonioTenant _tenant;
    private readonly WebhookBook _book;
    private readonly WebhookPost _post = new(TimeSpan.FromSeconds(3));
    private readonly Channel<(Webhook Webhook, WebhookEvent Event, int Retries)> _queue = Channel.CreateUnbounded<(Webhook, WebhookEvent, int)>();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Task _work;

    public WebhookSender(PersonioTenant tenant, WebhookBook book)
    {
        _tenant = tenant;
        _book = book;
        _stopping = _stop.Token;

        // Order is not promised, and a slow target keeps nobody waiting for long.
        _work = Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(WorkAsync)));
    }

    public void Send(Webhook webhook, WebhookEvent happened) => _queue.Writer.TryWrite((webhook, happened, 0));

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
            await foreach (var (webhook, happened, retries) in _queue.Reader.ReadAllAsync(_stopping))
            {
                // Removed or disabled in the meantime: nothing is sent any more, save the ping that tries it out.
                if (!_book.All.Contains(webhook) || (!webhook.Request.IsEnabled && happened.Name != WebhookEvents.Ping))
                {
                    continue;
                }

                if (await FailsAsync(webhook, happened) && await FailsAsync(webhook, happened) && retries < s_waits.Length)
                {
                    _ = RetryAsync(webhook, happened, retries);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    private async Task RetryAsync(Webhook webhook, WebhookEvent happened, int retries)
    {
        try
        {
            await Task.Delay(s_waits[retries], _tenant.Time, _stopping);
            _queue.Writer.TryWrite((webhook, happened, retries + 1));
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    /// <summary>Whether this request should be made again.</summary>
    private async Task<bool> FailsAsync(Webhook webhook, WebhookEvent happened)
    {
        var status = await _post.SendAsync(webhook.Request.Url, happened.Body, "application/json", Proofs(webhook.Request), _stopping);
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
