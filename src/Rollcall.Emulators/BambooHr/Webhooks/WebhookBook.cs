using System.Collections.Immutable;
using System.Security.Cryptography;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>One attempt to deliver, as the log shows it.</summary>
public sealed record WebhookAttempt(int WebhookId, string Url, DateTimeOffset At, int? Status, string Format, IReadOnlyList<string> EmployeeIds);

/// <summary>The webhooks of the account, and the attempts of the last 14 days.</summary>
internal sealed class WebhookBook : IAsyncDisposable
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(14);

    private readonly BambooHrTenant _tenant;
    private readonly WebhookSender _sender;
    private readonly IDisposable _listening;
    private ImmutableList<Webhook> _webhooks = [];
    private ImmutableList<WebhookAttempt> _attempts = [];
    private int _lastId = 20;

    public WebhookBook(BambooHrTenant tenant)
    {
        _tenant = tenant;
        _sender = new WebhookSender(tenant, this);
        _listening = tenant.Workforce.Journal.Listen(OnWritten);
    }

    public IReadOnlyList<Webhook> All => _webhooks;

    public Webhook Add(string owner, WebhookRequest request)
    {
        var webhook = new Webhook
        {
            Id = Interlocked.Increment(ref _lastId),
            Owner = owner,
            PrivateKey = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Created = _tenant.Time.GetUtcNow(),
            Request = request,
        };
        ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Add(webhook));
        return webhook;
    }

    public void Remove(Webhook webhook) => ImmutableInterlocked.Update(ref _webhooks, webhooks => webhooks.Remove(webhook));

    public void Log(WebhookAttempt attempt) => ImmutableInterlocked.Update(ref _attempts, attempts => attempts.Add(attempt));

    /// <summary>At most 200 attempts of the last 14 days, newest first.</summary>
    public IReadOnlyList<WebhookAttempt> LogOf(int webhookId)
    {
        var since = _tenant.Time.GetUtcNow() - s_kept;
        return [.. _attempts.Where(attempt => attempt.WebhookId == webhookId && attempt.At >= since).Reverse().Take(200)];
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
