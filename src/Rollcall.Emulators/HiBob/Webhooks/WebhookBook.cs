using System.Collections.Immutable;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Webhooks;

namespace Rollcall.Emulators.HiBob.Webhooks;

/// <summary>
/// The webhooks of the account and their deliveries: signed, in order, tried again until the retries of the switch are used up.
/// </summary>
internal sealed class WebhookBook : IAsyncDisposable
{
    private static readonly TimeSpan s_threeDays = TimeSpan.FromDays(3);
    private static readonly int[] s_partnerMinutes = [1, 10, 20, 40, 80, 160];

    private readonly HiBobTenant _tenant;
    private readonly WebhookPost _post = new(TimeSpan.FromSeconds(10));
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly IDisposable _listening;
    private ImmutableList<Webhook> _webhooks = [];
    private ImmutableList<WebhookAttempt> _attempts = [];
    private ImmutableList<Task> _work = [];
    private int _lastId;

    public WebhookBook(HiBobTenant tenant)
    {
        _tenant = tenant;
        _stopping = _stop.Token;
        _listening = tenant.Workforce.Journal.Listen(OnWritten);
    }

    public IReadOnlyList<Webhook> All => _webhooks;

    public IReadOnlyList<WebhookAttempt> Attempts => _attempts;

    /// <summary>Saves a webhook if its target answers a ping: first a JSON string, then an object.</summary>
    public async Task<Webhook?> SaveAsync(Uri url, string secret, IReadOnlyList<string> events)
    {
        var webhook = new Webhook(Interlocked.Increment(ref _lastId), url, secret, events);
        if (!await DeliverAsync(webhook, new WebhookEvent("ping", "\"Ping test\""u8.ToArray())) && !await DeliverAsync(webhook, new WebhookEvent("ping", "{\"text\":\"Ping test\"}"u8.ToArray())))
        {
            return null;
        }

        ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Add(webhook));
        Keep(Task.Run(() => WorkAsync(webhook)));
        return webhook;
    }

    public bool Remove(int id)
    {
        if (_webhooks.Find(webhook => webhook.Id == id) is not { } webhook)
        {
            return false;
        }

        webhook.Line.Writer.TryComplete();
        return ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Remove(webhook));
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _stop.CancelAsync();
        await Task.WhenAll(_work);
        _post.Dispose();
        _stop.Dispose();
    }

    private void OnWritten(JournalEntry entry)
    {
        var webhooks = All;
        if (webhooks.Count == 0)
        {
            return;
        }

        var events = WebhookEvents.Of(entry, _tenant).ToList();
        foreach (var happened in events.Where(happened => !happened.AtMidnight))
        {
            Send(happened);
        }

        if (events.Exists(happened => happened.AtMidnight))
        {
            Keep(SendAtMidnightAsync(events.FindAll(happened => happened.AtMidnight)));
        }
    }

    // What runs is waited for when the emulator stops.
    private void Keep(Task work) => ImmutableInterlocked.Update(ref _work, works => works.Add(work));

    private void Send(WebhookEvent happened)
    {
        foreach (var webhook in All.Where(webhook => webhook.ListensTo(happened.Type)))
        {
            webhook.Line.Writer.TryWrite(happened);
        }
    }

    private async Task SendAtMidnightAsync(List<WebhookEvent> events)
    {
        var now = _tenant.Time.GetUtcNow();
        try
        {
            await Task.Delay(TimeSpan.FromDays(1) - now.TimeOfDay, _tenant.Time, _stopping);
            events.ForEach(Send);
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    private async Task WorkAsync(Webhook webhook)
    {
        try
        {
            await foreach (var happened in webhook.Line.Reader.ReadAllAsync(_stopping))
            {
                var waited = TimeSpan.Zero;
                for (var attempt = 0; !await DeliverAsync(webhook, happened) && Wait(attempt, waited) is { } wait; attempt++)
                {
                    waited += wait;
                    await Task.Delay(wait, _tenant.Time, _stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator is being stopped.
        }
    }

    // The growth of the back-off is not published; it doubles here from a minute on.
    private TimeSpan? Wait(int attempt, TimeSpan waited)
    {
        if (_tenant.Switches.WebhookRetries == BobWebhookRetries.Partner)
        {
            return attempt < s_partnerMinutes.Length ? TimeSpan.FromMinutes(s_partnerMinutes[attempt]) : null;
        }

        var wait = TimeSpan.FromMinutes(1 << Math.Min(attempt, 12));
        return waited + wait <= s_threeDays ? wait : null;
    }

    private async Task<bool> DeliverAsync(Webhook webhook, WebhookEvent happened)
    {
        var status = await _post.SendAsync(webhook.Url, happened.Body, "application/json", [new("Bob-Signature", WebhookSignature.Of(webhook.Secret, happened.Body))], _stopping);
        var attempt = new WebhookAttempt(webhook.Id, happened.Type, _tenant.Time.GetUtcNow(), status);
        ImmutableInterlocked.Update(ref _attempts, attempts => attempts.Add(attempt));
        return status is >= 200 and < 300;
    }
}
