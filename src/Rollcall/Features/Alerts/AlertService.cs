using Rollcall.Alerts;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Alerts;

/// <summary>What is shown once, when a channel was made, or its secret was renewed.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Secret">What its webhook is signed with; null for mail.</param>
/// <param name="Problem">A word of <see cref="AlertChannelRules"/> or <c>taken</c>; of a renewal <c>gone</c>, or <c>mail</c>, which is not signed; null when it was made.</param>
public sealed record MadeAlertChannel(Guid Id, string? Secret, string? Problem)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Who is told of what, for whoever is at the page or comes with a token.</summary>
internal sealed class AlertService(Visitor visitor, AlertChannelStore channels, AlertStore alerts, MailStore mail, AlertSender sender)
{
    public async Task<IReadOnlyList<AlertChannelEntry>> ListAsync(CancellationToken cancellationToken) =>
        await channels.ListAsync((await AdminAsync(cancellationToken)).Workspace.Id, cancellationToken);

    /// <summary>Null when there is none of this id.</summary>
    public async Task<AlertChannelEntry?> FindAsync(Guid channel, CancellationToken cancellationToken) =>
        await channels.FindAsync((await AdminAsync(cancellationToken)).Workspace.Id, channel, cancellationToken);

    public async Task<MadeAlertChannel> AddAsync(AlertChannel channel, CancellationToken cancellationToken)
    {
        var workspace = (await AdminAsync(cancellationToken)).Workspace.Id;
        return AlertChannelRules.ProblemOf(channel) is { } problem ? new MadeAlertChannel(Guid.Empty, null, problem)
            : await channels.CreateAsync(workspace, channel, cancellationToken) is var (id, secret) ? new MadeAlertChannel(id, secret, null)
            : new MadeAlertChannel(Guid.Empty, null, "taken");
    }

    /// <summary>A problem is a word of <see cref="AlertChannelRules"/>, <c>taken</c>, <c>gone</c>, or <c>sort</c> where mail was to become a webhook; null when it is saved.</summary>
    public async Task<string?> SaveAsync(Guid id, AlertChannel channel, CancellationToken cancellationToken)
    {
        var workspace = (await AdminAsync(cancellationToken)).Workspace.Id;
        if (await channels.FindAsync(workspace, id, cancellationToken) is not { } standing)
        {
            return "gone";
        }

        if (AlertChannelRules.ProblemOf(channel) is { } problem)
        {
            return problem;
        }

        return standing.Channel.Url is null != channel.Url is null ? "sort" : await channels.SaveAsync(workspace, id, channel, cancellationToken) switch
        {
            SchemaEdit.Done => null,
            SchemaEdit.NameTaken => "taken",
            _ => "gone",
        };
    }

    /// <summary>A new secret, this once; the old one signs too for a day.</summary>
    public async Task<MadeAlertChannel> RollAsync(Guid channel, CancellationToken cancellationToken)
    {
        var workspace = (await AdminAsync(cancellationToken)).Workspace.Id;
        return await channels.FindAsync(workspace, channel, cancellationToken) is not { } standing ? new MadeAlertChannel(channel, null, "gone")
            : standing.Channel.Url is null ? new MadeAlertChannel(channel, null, "mail")
            : await channels.RollAsync(workspace, channel, cancellationToken) is { } secret ? new MadeAlertChannel(channel, secret, null)
            : new MadeAlertChannel(channel, null, "gone");
    }

    /// <summary>Null when the channel is gone.</summary>
    public async Task<DeliveryOutcome?> TestAsync(Guid channel, CancellationToken cancellationToken) =>
        await sender.TestAsync((await AdminAsync(cancellationToken)).Workspace.Id, channel, cancellationToken);

    /// <summary>False when it was gone already.</summary>
    public async Task<bool> RemoveAsync(Guid channel, CancellationToken cancellationToken) =>
        await channels.RemoveAsync((await AdminAsync(cancellationToken)).Workspace.Id, channel, cancellationToken);

    /// <summary>Open ones first, then the newest.</summary>
    public async Task<IReadOnlyList<AlertEntry>> RecentAsync(int take, CancellationToken cancellationToken) =>
        await alerts.ListAsync((await AdminAsync(cancellationToken)).Workspace.Id, take, cancellationToken);

    /// <summary>Whether mails leave this machine.</summary>
    public async Task<bool> HasMailServerAsync(CancellationToken cancellationToken) =>
        (await mail.SettingsAsync((await AdminAsync(cancellationToken)).Workspace.Id, cancellationToken)).Host is not null;

    public async Task<int?> StaleAfterHoursAsync(CancellationToken cancellationToken) =>
        await alerts.StaleAfterHoursAsync((await AdminAsync(cancellationToken)).Workspace.Id, cancellationToken);

    /// <summary>False when it is no number of hours that makes sense.</summary>
    public async Task<bool> SetStaleAfterHoursAsync(int? hours, CancellationToken cancellationToken)
    {
        var workspace = (await AdminAsync(cancellationToken)).Workspace.Id;
        if (hours is < 1 or > AlertChannelRules.MostStaleHours)
        {
            return false;
        }

        await alerts.SetStaleAfterHoursAsync(workspace, hours, cancellationToken);
        return true;
    }

    private Task<Member> AdminAsync(CancellationToken cancellationToken) => visitor.RequireAsync(MemberRole.Admin, cancellationToken);
}
