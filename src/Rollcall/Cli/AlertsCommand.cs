using System.CommandLine;
using System.Globalization;
using Rollcall.Alerts;
using Rollcall.Api;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Cli;

/// <summary><c>alerts list | add | remove | test | recent | stale-after</c>.</summary>
internal static class AlertsCommand
{
    private const int Shown = 100;

    private static readonly Argument<string> Name = new("name") { Description = "What the channel is called." };
    private static readonly Argument<string> Hours = new("hours") { Description = "Hours without a good sync, or “schedule” to go by each connection's schedule." };
    private static readonly Option<string[]> Mail = new("--mail") { Description = "A mail address; can be given several times." };
    private static readonly Option<string?> Webhook = new("--webhook") { Description = "Where a signed webhook goes, http or https." };
    private static readonly Option<string[]> Only = new("--only") { Description = "Hear of this alone: " + string.Join(", ", AlertChannelRules.Kinds) + "; can be given several times." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Remove it." };

    public static Command Create() => RollcallCli.Group("alerts", "People and programs are told when something needs somebody.",
        RollcallCli.Command("list", "List who is told, and how that is doing.", ListAsync),
        RollcallCli.Command("add", "Tell people by mail, or a program by webhook, whose secret is printed this once.", AddAsync, Name, Mail, Webhook, Only),
        RollcallCli.Command("test", "Send a test from this machine, now and once.", TestAsync, Name, ServeCommand.AllowPrivateTargets),
        RollcallCli.Command("remove", "Tell it nothing any more.", RemoveAsync, Name, Yes),
        RollcallCli.Command("recent", "What was told: open ones first, then the newest.", RecentAsync),
        RollcallCli.Command("stale-after", "Set when a connection counts as stale.", StaleAfterAsync, Hours));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        session.Terminal.Write(await session.Get<AlertChannelStore>().ListAsync(workspace.Id, cancellationToken),
            new Column<AlertChannelEntry>("name", c => c.Channel.Name),
            new Column<AlertChannelEntry>("to", c => c.Channel.Url ?? string.Join(", ", c.Channel.Recipients)),
            new Column<AlertChannelEntry>("only", c => string.Join(", ", c.Channel.Kinds.Select(RollcallApi.Word))),
            new Column<AlertChannelEntry>("lastSent", c => c.LastSentAt),
            new Column<AlertChannelEntry>("lastError", c => c.LastError),
            new Column<AlertChannelEntry>("waiting", c => c.Waiting),
            new Column<AlertChannelEntry>("nextTry", c => c.NextTryAt),
            new Column<AlertChannelEntry>("dead", c => c.Dead));
        return ExitCodes.Ok;
    }

    private static async Task<int> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var words = session.Parse.GetValue(Only) ?? [];
        if (words.FirstOrDefault(w => AlertChannelRules.KindOf(w) is null) is { } unknown)
        {
            throw new CommandError(ExitCodes.Usage, $"“{unknown}” is nothing that alerts are about.", $"They are about {string.Join(", ", AlertChannelRules.Kinds)}.");
        }

        var channel = new AlertChannel(session.Parse.GetValue(Name)!, session.Parse.GetValue(Mail) ?? [], session.Parse.GetValue(Webhook), [.. words.Select(AlertChannelRules.KindOf).OfType<AlertKind>().Distinct()]);
        if (AlertChannelRules.ProblemOf(channel) is { } problem)
        {
            throw problem switch
            {
                "name" => new CommandError(ExitCodes.Usage, $"A channel has a name of 1 to {AlertChannelRules.MostName} characters, without blanks around it.", "For example: on-call"),
                "target" => new CommandError(ExitCodes.Usage, "A channel is either mail or a webhook.", "Add --mail ADDRESS, once or several times, or --webhook URL."),
                "url" => new CommandError(ExitCodes.Usage, $"“{channel.Url}” is no address that a webhook can go to.", "Write it like https://alerts.example.com/rollcall."),
                _ => new CommandError(ExitCodes.Usage, "One of the addresses is no mail address, stands there twice, or is one too many.", $"Give 1 to {AlertChannelRules.MostRecipients} of them, like it@example.com."),
            };
        }

        if (await session.Get<AlertChannelStore>().CreateAsync(workspace.Id, channel, cancellationToken) is not var (id, secret))
        {
            throw new CommandError(ExitCodes.Refused, $"There is a channel “{channel.Name}” already.", "Take another name, or remove that one first.");
        }

        session.Terminal.Write(new { id, secret }, secret is null ? [] : [secret]);
        session.Terminal.Say($"{(secret is null ? "" : "The secret is not shown again. ")}Alerts are sent while “rollcall serve” runs; “rollcall alerts test {channel.Name}” tries the way.");
        if (secret is null && (await session.Get<MailStore>().SettingsAsync(workspace.Id, cancellationToken)).Host is null)
        {
            session.Terminal.Say($"No mail server is set, so mails are left in {session.Get<PickupFolder>().Path}. The web app sets one under Settings, Mail.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, found) = await FindAsync(session, cancellationToken);
        using var sender = new DeliverySender(session.Get<SubscriptionStore>(), new TargetRule(session.Parse.GetValue(ServeCommand.AllowPrivateTargets)), DeliveryPace.Usual, session.Get<TimeProvider>());
        var outcome = await new AlertSender(
            session.Get<AlertChannelStore>(), session.Get<WorkspaceStore>(), session.Get<MailStore>(), session.Get<Mailer>(), session.Get<PublicAddress>(), sender, AlertPace.Usual, session.Get<TimeProvider>())
            .TestAsync(workspace.Id, found.Id, cancellationToken) ?? throw None(found.Channel.Name);
        session.Terminal.Write(new { delivered = outcome.IsDelivered, status = outcome.Status, error = outcome.Error }, [outcome.IsDelivered ? "taken" : $"not taken: {outcome.Error}"]);
        return outcome.Error is not { } fault ? ExitCodes.Ok
            : throw new CommandError(ExitCodes.ConnectionFailed, $"{found.Channel.Name} did not take the test.", found.Channel.Url is null ? "Look at the mail server's settings and the addresses; the web app has them under Settings, Mail." : DeliveryFault.FixOf(fault));
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, found) = await FindAsync(session, cancellationToken);
        if (!session.Parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"{found.Channel.Name} would be told nothing any more.", "Add --yes to remove it.");
        }

        await session.Get<AlertChannelStore>().RemoveAsync(workspace.Id, found.Id, cancellationToken);
        session.Terminal.Say($"{found.Channel.Name} is told nothing any more.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RecentAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        session.Terminal.Write(await session.Get<AlertStore>().ListAsync(workspace.Id, Shown, cancellationToken),
            new Column<AlertEntry>("began", a => a.BeganAt),
            new Column<AlertEntry>("kind", a => RollcallApi.Word(a.Kind)),
            new Column<AlertEntry>("state", a => AlertWords.StateOf(a.Ending)),
            new Column<AlertEntry>("subject", a => a.Subject),
            new Column<AlertEntry>("attribute", a => a.Attribute),
            new Column<AlertEntry>("what", a => a.What),
            new Column<AlertEntry>("fix", a => a.Fix),
            new Column<AlertEntry>("ended", a => a.EndedAt),
            new Column<AlertEntry>("sent", a => a.Sent),
            new Column<AlertEntry>("waiting", a => a.Waiting),
            new Column<AlertEntry>("dead", a => a.Dead));
        return ExitCodes.Ok;
    }

    private static async Task<int> StaleAfterAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var text = session.Parse.GetValue(Hours)!;
        int? hours = text == "schedule" ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= AlertChannelRules.MostStaleHours ? number
            : throw new CommandError(ExitCodes.Usage, $"“{text}” is no number of hours from 1 to {AlertChannelRules.MostStaleHours}.", "For example: 24, or “schedule”.");
        await session.Get<AlertStore>().SetStaleAfterHoursAsync(workspace.Id, hours, cancellationToken);
        session.Terminal.Say(hours is null ? "A connection is told of when its schedule should have brought a good sync and did not." : $"A connection is told of after {hours} hours without a good sync.");
        return ExitCodes.Ok;
    }

    private static async Task<(Workspace Workspace, AlertChannelEntry Channel)> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var name = session.Parse.GetValue(Name)!;
        return (workspace, await session.Get<AlertChannelStore>().FindAsync(workspace.Id, name, cancellationToken) ?? throw None(name));
    }

    private static CommandError None(string name) => new(ExitCodes.NotFound, $"There is no alert channel “{name}”.", "“rollcall alerts list” shows them.");
}
