using System.CommandLine;
using System.Globalization;
using Rollcall.Alerts;
using Rollcall.Api;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Cli;

/// <summary><c>alerts list | add | roll | remove | test | recent | stale-after</c>.</summary>
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
        RollcallCli.Command("test", "Send a test from this machine, or from the server that is asked, now and once.", TestAsync, Name, ServeCommand.AllowPrivateTargets),
        RollcallCli.Command("roll", "Make a new secret for a webhook and print it, this once; the old one signs too for a day.", RollAsync, Name),
        RollcallCli.Command("remove", "Tell it nothing any more.", RemoveAsync, Name, Yes),
        RollcallCli.Command("recent", "What was told: open ones first, then the newest.", RecentAsync),
        RollcallCli.Command("stale-after", "Set when a connection counts as stale.", StaleAfterAsync, Hours));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Alerts.ChannelsAsync(cancellationToken),
            new Column<ApiAlertChannel>("name", c => c.Name),
            new Column<ApiAlertChannel>("to", c => c.Url ?? string.Join(", ", c.Recipients)),
            new Column<ApiAlertChannel>("only", c => string.Join(", ", c.Kinds)),
            new Column<ApiAlertChannel>("lastSent", c => c.LastSentAt),
            new Column<ApiAlertChannel>("lastError", c => c.LastError),
            new Column<ApiAlertChannel>("waiting", c => c.Waiting),
            new Column<ApiAlertChannel>("nextTry", c => c.NextTryAt),
            new Column<ApiAlertChannel>("dead", c => c.Dead));
        return ExitCodes.Ok;
    }

    private static async Task<int> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
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

        if (await session.Company.Alerts.AddAsync(channel, cancellationToken) is not var (id, secret))
        {
            throw new CommandError(ExitCodes.Refused, $"There is a channel “{channel.Name}” already.", "Take another name, or remove that one first.");
        }

        session.Terminal.Write(new { id, secret }, secret is null ? [] : [secret]);
        session.Terminal.Say($"{(secret is null ? "" : "The secret is not shown again. ")}Alerts are sent while “rollcall serve” runs; “rollcall alerts test {channel.Name}” tries the way.");
        if (secret is null && await session.Company.Alerts.MailsLeftInAsync(cancellationToken) is { } folder)
        {
            session.Terminal.Say($"No mail server is set, so mails are left in {folder}. “rollcall mail set” sets one, and so does the web app under Settings, Mail.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var outcome = await session.Company.Alerts.TestAsync(found.Id, session.Parse.GetValue(ServeCommand.AllowPrivateTargets), cancellationToken) ?? throw None(found.Name);
        session.Terminal.Write(
            new { delivered = outcome.IsDelivered, left = outcome.IsLeft, status = outcome.Status, error = outcome.Error },
            [outcome.IsLeft ? "left in the folder for mails: no mail server is set" : outcome.IsDelivered ? "taken" : $"not taken: {outcome.Error}"]);
        return outcome.Error is not { } fault ? ExitCodes.Ok
            : throw new CommandError(ExitCodes.ConnectionFailed, $"{found.Name} did not take the test.", found.Url is null ? "Look at the addresses, and at the mail server's settings: rollcall mail show" : DeliveryFault.FixOf(fault));
    }

    private static async Task<int> RollAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (found.Url is null)
        {
            throw new CommandError(ExitCodes.Usage, $"{found.Name} is mail, which is not signed: it has no secret.", "Renew the secrets of webhooks only.");
        }

        var secret = await session.Company.Alerts.RollAsync(found.Id, cancellationToken) ?? throw None(found.Name);
        session.Terminal.Write(new { secret }, [secret]);
        session.Terminal.Say("It is not shown again. For 24 hours messages carry the signature of the secret before it too; one that is older still stops now.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (!session.Parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"{found.Name} would be told nothing any more.", "Add --yes to remove it.");
        }

        await session.Company.Alerts.RemoveAsync(found.Id, cancellationToken);
        session.Terminal.Say($"{found.Name} is told nothing any more.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RecentAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Alerts.RecentAsync(Shown, cancellationToken),
            new Column<ApiAlert>("began", a => a.BeganAt),
            new Column<ApiAlert>("kind", a => a.Kind),
            new Column<ApiAlert>("state", a => a.State),
            new Column<ApiAlert>("subject", a => a.Subject),
            new Column<ApiAlert>("attribute", a => a.Attribute),
            new Column<ApiAlert>("what", a => a.What),
            new Column<ApiAlert>("fix", a => a.Fix),
            new Column<ApiAlert>("ended", a => a.EndedAt),
            new Column<ApiAlert>("sent", a => a.Sent),
            new Column<ApiAlert>("waiting", a => a.Waiting),
            new Column<ApiAlert>("dead", a => a.Dead));
        return ExitCodes.Ok;
    }

    private static async Task<int> StaleAfterAsync(CliSession session, CancellationToken cancellationToken)
    {
        var text = session.Parse.GetValue(Hours)!;
        int? hours = text == "schedule" ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= AlertChannelRules.MostStaleHours ? number
            : throw new CommandError(ExitCodes.Usage, $"“{text}” is no number of hours from 1 to {AlertChannelRules.MostStaleHours}.", "For example: 24, or “schedule”.");
        await session.Company.Alerts.SetStaleAfterHoursAsync(hours, cancellationToken);
        session.Terminal.Say(hours is null ? "A connection is told of when its schedule should have brought a good sync and did not." : $"A connection is told of after {hours} hours without a good sync.");
        return ExitCodes.Ok;
    }

    private static async Task<ApiAlertChannel> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        return (await session.Company.Alerts.ChannelsAsync(cancellationToken)).FirstOrDefault(c => c.Name == name) ?? throw None(name);
    }

    private static CommandError None(string name) => new(ExitCodes.NotFound, $"There is no alert channel “{name}”.", "“rollcall alerts list” shows them.");
}
