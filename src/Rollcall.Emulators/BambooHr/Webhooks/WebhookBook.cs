using System.Security.Cryptography;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>One attempt to deliver, as the log shows it.</summary>
public sealed record WebhookAttempt(int WebhookId, string Url, DateTimeOffset At, int? Status, string Format, IReadOnlyList<string> EmployeeIds);

/// <summary>The webhooks of the account, and the attempts of the last 14 days.</summary>
internal sealed class WebhookBook : IAsyncDisposable
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(14);

    private readonly Lock _lock = new();
    private readonly BambooHrTenant _tenant;
    private readonly List<Webhook> _webhooks = [];
    private readonly List<WebhookAttempt> _attempts = [];
    private readonly WebhookSender _sender;
    private readonly IDisposable _listening;
    private int _lastId = 20;

    public WebhookBook(BambooHrTenant tenant)
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

    public Webhook Add(string owner, WebhookRequest request)
    {
        lock (_lock)
        {
            var webhook = new Webhook
            {
                Id = ++_lastId,
                Owner = owner,
                PrivateKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
                Created = _tenant.Time.GetUtcNow(),
                Request = request,
            };
            _webhooks.Add(webhook);
            return webhook;
        }
    }

    public void Remove(Webhook webhook)
    {
        lock (_lock)
        {
            _webhooks.Remove(webhook);
        }
    }

    public void Log(WebhookAttempt attempt)
    {
        lock (_lock)
        {
            _attempts.Add(attempt);
        }
    }

    /// <summary>At most 200 attempts of the last 14 days, newest first.</summary>
    public IReadOnlyList<WebhookAttempt> LogOf(int webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        lock (_lock)
        {
            return [.. _attempts.Where(attempt => attempt.WebhookId == webhookId && attempt.At >= since).Reverse().Take(200)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _sender.DisposeAsync();
    }

    private void OnWritten(JournalEntry entry)
    {
        foreach (var webhook in All)
        {
            foreach (var delivery in WebhookEvents.Of(webhook, entry, _tenant))
            {
                _sender.Send(webhook, delivery);
            }
        }
    }
}
