using Rollcall.Background;
using Rollcall.Core.Directory;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Alerts;

/// <summary>Sends what waits for one channel: all that waits for a person as one mail, to a program one message after the other.</summary>
internal sealed class AlertSender(
    AlertChannelStore channels, WorkspaceStore workspaces, MailStore mail, Mailer mailer, PublicAddress address, DeliverySender sender, AlertPace pace, TimeProvider time)
{
    private readonly Chance chance = new();

    /// <summary>Sends what is due, while the channel is this node's.</summary>
    public async Task SendAsync(Guid channel, Guid node, CancellationToken cancellationToken)
    {
        if (await channels.TakeAsync(channel, node, pace.Lease, cancellationToken) is not { } work || await workspaces.FindAsync(work.Workspace, cancellationToken) is not { } workspace)
        {
            return;
        }

        var server = await ServerAsync(work.Workspace, cancellationToken);
        if (work.Channel.Url is { } url)
        {
            await PostAsync(work, node, url, workspace, server, cancellationToken);
        }
        else
        {
            await MailAsync(work, node, workspace, server, cancellationToken);
        }
    }

    /// <summary>Sends a test now and once, and writes down what came of it. Null when there is no such channel.</summary>
    public async Task<DeliveryOutcome?> TestAsync(WorkspaceId id, Guid channel, CancellationToken cancellationToken)
    {
        if (await channels.RevealAsync(id, channel, cancellationToken) is not { } work || await workspaces.FindAsync(id, cancellationToken) is not { } workspace)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var outcome = work.Channel.Url is { } url
            ? await sender.PostAsync(url, work.Secrets, Guid.CreateVersion7(now), AlertBody.OfTest(now), cancellationToken)
            : await TestMailAsync(work, workspace, cancellationToken);
        await channels.RecordTestAsync(channel, outcome, cancellationToken);
        return outcome;
    }

    private async Task<DeliveryOutcome> TestMailAsync(AlertWork work, Workspace workspace, CancellationToken cancellationToken)
    {
        var server = await ServerAsync(work.Workspace, cancellationToken);
        await using var route = await mailer.OpenAsync(work.Workspace, cancellationToken);
        string? error = null;
        foreach (var recipient in work.Channel.Recipients)
        {
            error = await route.SendAsync(AlertLetter.Test(recipient, workspace, server), cancellationToken) ?? error;
        }

        return new DeliveryOutcome(null, error) { IsLeft = error is null && !route.IsSmtp };
    }

    /// <summary>In order: what failed holds up what came after it.</summary>
    private async Task PostAsync(AlertWork work, Guid node, string url, Workspace workspace, Uri? server, CancellationToken cancellationToken)
    {
        foreach (var notice in work.Notices)
        {
            if (notice.NextTryAt > time.GetUtcNow() || await channels.TakeAsync(work.Id, node, pace.Lease, cancellationToken) is null)
            {
                return;
            }

            var outcome = await sender.PostAsync(url, work.Secrets, notice.Id, AlertBody.Of(notice, workspace.Name, server), cancellationToken);
            await RecordAsync(work, [notice], outcome);
            if (!outcome.IsDelivered)
            {
                return;
            }
        }
    }

    private async Task MailAsync(AlertWork work, Guid node, Workspace workspace, Uri? server, CancellationToken cancellationToken)
    {
        await using var route = await mailer.OpenAsync(work.Workspace, cancellationToken);
        foreach (var person in work.Notices.GroupBy(n => n.Recipient, StringComparer.Ordinal).Select(g => g.ToList()))
        {
            // What came later goes along with what is tried again, or waits with it: nobody hears of an end before its beginning.
            if (person[0].NextTryAt > time.GetUtcNow())
            {
                continue;
            }

            if (await channels.TakeAsync(work.Id, node, pace.Lease, cancellationToken) is null)
            {
                return;
            }

            var error = await route.SendAsync(AlertLetter.Of(person[0].Recipient, workspace, person, server), cancellationToken);
            await RecordAsync(work, person, new DeliveryOutcome(null, error));
        }
    }

    /// <summary>Not cut off by a server that stops: what was taken must not be sent again.</summary>
    private async Task RecordAsync(AlertWork work, List<AlertNotice> notices, DeliveryOutcome outcome)
    {
        DateTimeOffset? again = outcome.IsDelivered || pace.Sending.After(notices[0].Attempts + 1, chance.Next()) is not { } wait ? null : time.GetUtcNow() + wait;
        await channels.RecordAsync(work.Id, [.. notices.Select(n => n.Id)], outcome, again, CancellationToken.None);
    }

    private async Task<Uri?> ServerAsync(WorkspaceId workspace, CancellationToken cancellationToken) => address.Of(await mail.SettingsAsync(workspace, cancellationToken));
}
