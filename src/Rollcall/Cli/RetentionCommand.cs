using System.CommandLine;
using System.Globalization;
using Rollcall.Storage;
using Rollcall.Upkeep;

namespace Rollcall.Cli;

/// <summary><c>retention show | set | purge</c>.</summary>
internal static class RetentionCommand
{
    private const string Forever = "forever";

    private static readonly Option<string?> History = new("--history") { Description = "Days that changes of the directory are kept, or “forever”." };
    private static readonly Option<string?> Runs = new("--runs") { Description = "Days that runs are kept which wrote nothing, or “forever”." };
    private static readonly Option<string?> Findings = new("--findings") { Description = "Days that is kept what runs found and is not current, or “forever”." };
    private static readonly Option<string?> Webhooks = new("--webhooks") { Description = "Days that deliveries of HR systems are kept, with their raw bodies." };
    private static readonly Option<string?> Deliveries = new("--deliveries") { Description = "Days that the log of deliveries to other programs is kept." };
    private static readonly Option<string?> Alerts = new("--alerts") { Description = "Days that alerts are kept which are over." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Save it, although something goes for good." };

    public static Command Create() => RollcallCli.Group("retention", "How long history, findings, logs and raw webhooks are kept.",
        RollcallCli.Command("show", "Show it, and how far that has come.", ShowAsync),
        RollcallCli.Command("set", "Change it. What would go is said first.", SetAsync, History, Runs, Findings, Webhooks, Deliveries, Alerts, Yes),
        RollcallCli.Command("purge", "Remove now what is too old; a server does so by itself.", PurgeAsync));

    private static async Task<int> ShowAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (retention, keptSince, holders) = await session.Company.Retention.FindAsync(cancellationToken);
        session.Terminal.Write<(string What, int? Days)>(
            [("history", retention.History), ("runs", retention.Runs), ("findings", retention.Findings), ("webhooks", retention.Webhooks), ("deliveries", retention.Deliveries), ("alerts", retention.Alerts)],
            new Column<(string What, int? Days)>("what", r => r.What),
            new Column<(string What, int? Days)>("days", r => r.Days is { } days ? days : Forever));
        if (keptSince is { } since)
        {
            session.Terminal.Say($"History is kept since {since:yyyy-MM-dd HH:mm} UTC.");
        }

        if (holders.Count > 0)
        {
            session.Terminal.Say($"Older changes stay until these subscriptions have taken them: {string.Join(", ", holders)}.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> SetAsync(CliSession session, CancellationToken cancellationToken)
    {
        var retention = session.Company.Retention;
        var now = (await retention.FindAsync(cancellationToken)).Retention;
        var wanted = new Retention(
            DaysOf(session, History, now.History, mayBeForever: true), DaysOf(session, Runs, now.Runs, mayBeForever: true), DaysOf(session, Findings, now.Findings, mayBeForever: true),
            DaysOf(session, Webhooks, now.Webhooks, mayBeForever: false)!.Value, DaysOf(session, Deliveries, now.Deliveries, mayBeForever: false)!.Value, DaysOf(session, Alerts, now.Alerts, mayBeForever: false)!.Value);
        var going = await retention.PreviewAsync(wanted, cancellationToken);
        if (!session.Parse.GetValue(Yes) && !going.IsNothing)
        {
            throw new CommandError(ExitCodes.Refused, $"Nothing was saved. For good would go: {TextOf(going)}.", "Add --yes to save it.");
        }

        await retention.SaveAsync(wanted, cancellationToken);
        session.Terminal.Say(going.IsNothing ? "Saved. Nothing is too old now." : $"Saved. A server removes within a minute: {TextOf(going)}. “rollcall retention purge” does so now.");
        return ExitCodes.Ok;
    }

    private static async Task<int> PurgeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var gone = await session.Get<RetentionStore>().PurgeAsync(workspace.Id, isAsked: true, cancellationToken);
        session.Terminal.Write(gone, [TextOf(gone)]);
        return ExitCodes.Ok;
    }

    private static int? DaysOf(CliSession session, Option<string?> option, int? now, bool mayBeForever) => session.Parse.GetValue(option) switch
    {
        null => now,
        Forever when mayBeForever => null,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= RetentionRules.MostDays ? days
            : throw new CommandError(ExitCodes.Usage, $"“{text}” is no number of days from 1 to {RetentionRules.MostDays}.", mayBeForever ? "For example: 730, or “forever”." : "For example: 30"),
    };

    private static string TextOf(RetentionCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Changes} changes of the history, {counts.Runs} runs, findings of {counts.Findings} runs, {counts.Webhooks} webhook deliveries, {counts.Deliveries} deliveries to programs, {counts.Alerts} alerts");
}
