using System.Globalization;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.Personio.Webhooks;

/// <summary>The webhooks of the account, with their events and deliveries of the last 30 days.</summary>
internal sealed class WebhookBook : IAsyncDisposable
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly PersonioTenant _tenant;
    private readonly List<Webhook> _webhooks = [];
    private readonly List<(string WebhookId, WebhookEvent Event)> _events = [];
    private readonly List<WebhookAttempt> _attempts = [];
    private readonly WebhookSender _sender;
    private readonly IDisposable _listening;
    private int _made;

    public WebhookBook(PersonioTenant tenant)
    {
        _tenant = tenant;
        _sender = new WebhookSender(tenant, this);
        _listening = tenant.Workforce.Journal.Listen(OnWritten);
    }

    public IReadOnlyList<Webhook> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _webhooks];
            }
        }
    }

    public Webhook Add(WebhookRequest request)
    {
        lock (_lock)
        {
            var webhook = new Webhook
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"7d3f0c1e-0000-4000-8000-{++_made:x12}"),
                Created = _tenant.Time.GetUtcNow(),
                Request = request,
            };
            _webhooks.Add(webhook);
            return webhook;
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            return _webhooks.RemoveAll(webhook => webhook.Id == id) > 0;
        }
    }

    public void Send(Webhook webhook, WebhookEvent happened)
    {
        lock (_lock)
        {
            _events.Add((webhook.Id, happened));
        }

        _sender.Send(webhook, happened);
    }

    public void Log(WebhookAttempt attempt)
    {
        lock (_lock)
        {
            _attempts.Add(attempt);
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookAttempt> AttemptsOf(string webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        lock (_lock)
        {
            return [.. _attempts.Where(attempt => attempt.WebhookId == webhookId && attempt.At >= since).Reverse()];
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<WebhookEvent> EventsOf(string webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        lock (_lock)
        {
            return [.. _events.Where(one => one.WebhookId == webhookId && one.Event.At >= since).Select(one => one.Event).Reverse()];
        }
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
