using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Cli;

/// <summary><c>subscriptions list | add | edit | pause | resume | test | roll | log | replay | drop | remove</c>.</summary>
internal static class SubscriptionsCommand
{
    private const int Shown = 100;

    private static readonly Argument<string> Name = new("name") { Description = "What the subscription is called." };
    private static readonly Argument<string> Url = new("url") { Description = "Where deliveries go, http or https." };
    private static readonly Argument<Guid?> Delivery = new("delivery") { Description = "The dead letter's id; all when left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> EmployeesOnly = new("--employees-only") { Description = "Leave out teams, levels and custom attributes themselves." };
    private static readonly Option<string[]> Field = new("--field") { Description = "This field alone, such as title, manager, status or custom:KEY; can be given several times." };
    private static readonly Option<bool> FromBeginning = new("--from-beginning") { Description = "Begin with the first change that is kept instead of the next one." };
    private static readonly Option<string?> NewName = new("--name") { Description = "Another name." };
    private static readonly Option<string?> NewUrl = new("--url") { Description = "Another address, http or https; what waits goes there too." };
    private static readonly Option<bool> Everything = new("--everything") { Description = "Hear of everything again." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Remove it." };

    public static Command Create() => RollcallCli.Group("subscriptions", "Other programs hear of changes of the directory, by signed webhooks.",
        RollcallCli.Command("list", "List them, and what waits.", ListAsync),
        RollcallCli.Command("add", "Make one and print its secret, this once.", AddAsync, Name, Url, EmployeesOnly, Field, FromBeginning),
        RollcallCli.Command("edit", "Change name, address or what it hears of; what is left out stays.", EditAsync, Name, NewName, NewUrl, EmployeesOnly, Field, Everything),
        RollcallCli.Command("pause", "Send nothing until it is resumed; nothing is lost.", (session, token) => PauseAsync(session, paused: true, token), Name),
        RollcallCli.Command("resume", "Go on with what waited.", (session, token) => PauseAsync(session, paused: false, token), Name),
        RollcallCli.Command("test", "Send one test delivery without changes, from this machine or from the server that is asked.", TestAsync, Name, ServeCommand.AllowPrivateTargets),
        RollcallCli.Command("roll", "Make a new secret and print it, this once; the old one signs too for a day.", RollAsync, Name),
        RollcallCli.Command("log", "The newest deliveries, and what came of them.", LogAsync, Name),
        RollcallCli.Command("replay", "Send dead letters again.", (session, token) => DeadLettersAsync(session, isDrop: false, token), Name, Delivery),
        RollcallCli.Command("drop", "Forget dead letters.", (session, token) => DeadLettersAsync(session, isDrop: true, token), Name, Delivery),
        RollcallCli.Command("remove", "Send nothing any more, and forget the delivery log.", RemoveAsync, Name, Yes));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Subscriptions.ListAsync(cancellationToken),
            new Column<SubscriptionLine>("name", s => s.Name),
            new Column<SubscriptionLine>("url", s => s.Url),
            new Column<SubscriptionLine>("state", s => s.IsPaused ? s.PauseReason is null ? "paused" : $"paused ({s.PauseReason})" : "active"),
            new Column<SubscriptionLine>("only", s => string.Join(", ", (s.Filter.EmployeesOnly ? ["employees"] : Array.Empty<string>()).Concat(s.Filter.Fields))),
            new Column<SubscriptionLine>("lastDelivered", s => s.LastDeliveredAt),
            new Column<SubscriptionLine>("waiting", s => s.Waiting),
            new Column<SubscriptionLine>("nextTry", s => s.NextTryAt),
            new Column<SubscriptionLine>("dead", s => s.Dead));
        return ExitCodes.Ok;
    }

    private static async Task<int> AddAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (name, url) = (session.Parse.GetValue(Name)!, session.Parse.GetValue(Url)!);
        var filter = new SubscriptionFilter(session.Parse.GetValue(EmployeesOnly), session.Parse.GetValue(Field) ?? []);
        Check(name, url, filter);
        if (await session.Company.Subscriptions.CreateAsync(name, url, filter, session.Parse.GetValue(FromBeginning), cancellationToken) is not { } secret)
        {
            throw new CommandError(ExitCodes.Refused, $"There is a subscription “{name}” already.", "Take another name, or remove that one first.");
        }

        session.Terminal.Write(new { secret }, [secret]);
        session.Terminal.Say("It is not shown again. The program checks signatures with it. Changes are sent while “rollcall serve” runs.");
        return ExitCodes.Ok;
    }

    private static async Task<int> EditAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var (name, url) = (session.Parse.GetValue(NewName) ?? found.Name, session.Parse.GetValue(NewUrl) ?? found.Url);
        var filter = new SubscriptionFilter(
            session.Parse.GetValue(Everything) ? false : session.Parse.GetValue(EmployeesOnly) || found.Filter.EmployeesOnly,
            session.Parse.GetValue(Everything) ? [] : session.Parse.GetValue(Field) is { Length: > 0 } fields ? fields : found.Filter.Fields);
        Check(name, url, filter);
        switch (await session.Company.Subscriptions.EditAsync(found, name, url, filter, cancellationToken))
        {
            case SubscriptionEdit.NameTaken:
                throw new CommandError(ExitCodes.Refused, $"There is a subscription “{name}” already; nothing was changed.", "Take another name.");
            case SubscriptionEdit.Gone:
                throw None(found.Name);
        }

        session.Terminal.Say($"{name} goes on where it was, with the secret it has.");
        return ExitCodes.Ok;
    }

    private static void Check(string name, string url, SubscriptionFilter filter)
    {
        if (SubscriptionRules.ProblemOf(name, url, filter) is { } problem)
        {
            throw problem switch
            {
                "name" => new CommandError(ExitCodes.Usage, $"A subscription has a name of 1 to {SubscriptionRules.MostName} characters, without blanks around it.", "For example: laptops"),
                "url" => new CommandError(ExitCodes.Usage, $"“{url}” is no address that deliveries can go to.", "Write it like https://inventory.example.com/hooks/rollcall."),
                _ => new CommandError(ExitCodes.Usage, "One of the fields is not known.", "Fields are those of the change log, such as title, manager, status, team or custom:KEY."),
            };
        }
    }

    private static async Task<int> PauseAsync(CliSession session, bool paused, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        await session.Company.Subscriptions.SetPausedAsync(found.Id, paused, cancellationToken);
        session.Terminal.Say(paused ? $"Nothing is sent to {found.Name} until it is resumed; changes wait." : $"{found.Name} goes on with what waited.");
        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var outcome = await session.Company.Subscriptions.TestAsync(found.Id, session.Parse.GetValue(ServeCommand.AllowPrivateTargets), cancellationToken) ?? throw None(found.Name);
        session.Terminal.Write(new { delivered = outcome.IsDelivered, status = outcome.Status, error = outcome.Error }, [outcome.IsDelivered ? $"taken, status {outcome.Status}" : $"not taken: {outcome.Error}{(outcome.Status is { } status ? $", status {status}" : "")}"]);
        return outcome.Error is { } fault ? throw new CommandError(ExitCodes.ConnectionFailed, $"{found.Name} did not take the test.", DeliveryFault.FixOf(fault)) : ExitCodes.Ok;
    }

    private static async Task<int> RollAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var secret = await session.Company.Subscriptions.RollAsync(found.Id, cancellationToken) ?? throw None(found.Name);
        session.Terminal.Write(new { secret }, [secret]);
        session.Terminal.Say("It is not shown again. For 24 hours deliveries carry the old signature too.");
        return ExitCodes.Ok;
    }

    private static async Task<int> LogAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        session.Terminal.Write(await session.Company.Subscriptions.LogAsync(found.Id, Shown, cancellationToken),
            new Column<DeliveryLine>("id", d => d.Id.ToString()),
            new Column<DeliveryLine>("created", d => d.CreatedAt),
            new Column<DeliveryLine>("state", d => d.IsTest ? $"test {(d.State == "delivered" ? "taken" : "not taken")}" : d.State),
            new Column<DeliveryLine>("changes", d => d.Changes),
            new Column<DeliveryLine>("to", d => d.To),
            new Column<DeliveryLine>("attempts", d => d.Attempts),
            new Column<DeliveryLine>("lastStatus", d => d.LastStatus),
            new Column<DeliveryLine>("lastError", d => d.LastError),
            new Column<DeliveryLine>("lastTried", d => d.LastTriedAt));
        return ExitCodes.Ok;
    }

    private static async Task<int> DeadLettersAsync(CliSession session, bool isDrop, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        var delivery = session.Parse.GetValue(Delivery);
        var count = await session.Company.Subscriptions.DeadLettersAsync(found.Id, delivery, isDrop, cancellationToken);
        if (count == 0 && delivery is not null)
        {
            throw new CommandError(ExitCodes.NotFound, $"{found.Name} has no dead letter of this id.", $"“rollcall subscriptions log {found.Name}” shows them.");
        }

        session.Terminal.Write(new { count }, [$"{count}"]);
        session.Terminal.Say(isDrop ? "Forgotten." : "Sent again, with the ids they had.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (!session.Parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"{found.Name} would hear of nothing any more, and its delivery log would go.", "Add --yes to remove it.");
        }

        await session.Company.Subscriptions.RemoveAsync(found.Id, cancellationToken);
        session.Terminal.Say($"Nothing is sent to {found.Name} any more.");
        return ExitCodes.Ok;
    }

    private static async Task<SubscriptionLine> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        return (await session.Company.Subscriptions.ListAsync(cancellationToken)).FirstOrDefault(s => s.Name == name) ?? throw None(name);
    }

    private static CommandError None(string name) => new(ExitCodes.NotFound, $"There is no subscription “{name}”.", "“rollcall subscriptions list” shows them.");
}
