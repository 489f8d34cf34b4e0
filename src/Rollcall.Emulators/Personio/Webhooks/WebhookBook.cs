using System.Collections.Immutable;
using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>The webhooks of the account, with their events and deliveries of the last 30 days.</summary>
internal sealed class WebhookBook : IAsyncDisposable
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    private readonly PersonioTenant _tenant;
    private readonly WebhookSender _sender;
    private readonly IDisposable _listening;
    private ImmutableList<Webhook> _webhooks = [];
    private ImmutableList<(string WebhookId, WebhookEvent Event)> _events = [];
    private ImmutableList<WebhookAttempt> _attempts = [];
    private int _made;

    public WebhookBook(PersonioTenant tenant)
    {
        _tenant = tenant;
        _sender = new WebhookSender(tenant, this);
        _listening = tenant.Workforce.Journal.Listen(OnWritten);
    }

    public IReadOnlyList<Webhook> All => _webhooks;

    public Webhook Add(WebhookRequest request)
    {
        var webhook = new Webhook
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"7d3f0c1e-0000-4000-8000-{Interlocked.Increment(ref _made):x12}"),
            Created = _tenant.Time.GetUtcNow(),
            Request = request,
        };
        ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Add(webhook));
        return webhook;
    }

    public void Remove(Webhook webhook) => ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Remove(webhook));

    public void Send(Webhook webhook, WebhookEvent happened)
    {
        ImmutableInterlocked.Update(ref _events, events => events.Add((webhook.Id, happened)));
        _sender.Send(webhook, happened);
    }

    public void Log(WebhookAttempt attempt) => ImmutableInterlocked.Update(ref _attempts, attempts => attempts.Add(attempt));

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookAttempt> AttemptsOf(string webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        return [.. _attempts.Where(attempt => attempt.WebhookId == webhookId && attempt.At >= since).Reverse()];
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookEvent> EventsOf(string webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        return [.. _events.Where(one => one.WebhookId == webhookId && one.Event.At >= since).Select(one => one.Event).Reverse()];
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _sender.DisposeAsync();
    }

    private void OnWritten(JournalEntry entry)
    {
        var enabled = All.Where(webhook => webhook.Request.IsEnabled).ToList();
        if (enabled.Count == 0)
        {
            return;
        }

        foreach (var happened in WebhookEvents.Of(entry, _tenant))
        {
            foreach (var webhook in enabled.Where(webhook => webhook.Request.Events.Contains(happened.Name, StringComparer.Ordinal)))
            {
                Send(webhook, happened);
            }
        }
    }
}
