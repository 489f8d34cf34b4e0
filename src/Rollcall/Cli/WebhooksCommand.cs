using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>webhooks show | create | secret | remove</c>.</summary>
internal static class WebhooksCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Argument<string> Variable = new("variable") { Description = "The environment variable that holds the secret." };
    private static readonly Option<string?> Address = new("--address") { Description = "Where the HRIS reaches the server, such as https://rollcall.example.com; the workspace's own address when left out." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Replace the address that is there." };

    public static Command Create() => RollcallCli.Group("webhooks", "The HRIS says when somebody changes, and that one person is read.",
        RollcallCli.Command("show", "What came, and what waits.", ShowAsync, Name),
        RollcallCli.Command("create", "Make the address for the HRIS, and say how to set it up there. Both are shown this once.", CreateAsync, Name, Address, Yes),
        RollcallCli.Command("secret", "Keep the secret that the HRIS made.", SecretAsync, Name, Variable),
        RollcallCli.Command("remove", "Remove the webhook; deliveries are refused from then on.", RemoveAsync, Name));

    private static async Task<int> ShowAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        var webhook = await session.Company.Webhooks.FindAsync(name, cancellationToken) ?? throw None(name);
        session.Terminal.Write(
            webhook,
            [
                $"secret    {(webhook.HasSecret ? "known" : "not given yet: everything is refused")}",
                $"received  {webhook.Received}{(webhook.LastReceivedAt is { } last ? $", the last at {last:u}" : "")}",
                $"waiting   {webhook.Waiting}",
                $"refused   {webhook.Refused}{(webhook.LastRefusedAt is { } refused ? $", the last at {refused:u}" : "")}",
            ]);
        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        var made = await session.Company.Webhooks.CreateAsync(name, session.AddressOf(Address), session.Parse.GetValue(Yes), cancellationToken)
            ?? throw new CommandError(ExitCodes.Refused, $"{name} has a webhook already; a new address makes the old one stop.", "Add --yes to replace it.");
        session.Terminal.Write(
            new { address = made.Address, secret = made.Secret },
            [
                $"address  {made.Address}",
                .. made.Secret is null ? Array.Empty<string>() : [$"{made.SecretLabel}  {made.Secret}"],
                .. made.Steps.Select((s, i) => $"{i + 1}. {s.Title} {s.Text}"),
                .. made.IsSecretTheirs ? [$"Then: rollcall webhooks secret {name} VARIABLE"] : Array.Empty<string>(),
            ]);
        if (new Uri(made.Address).IsLoopback)
        {
            session.Terminal.Say("This address leads to this machine only: no HRIS elsewhere reaches it. --address says another one.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> SecretAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (name, variable) = (session.Parse.GetValue(Name)!, session.Parse.GetValue(Variable)!);
        if (!await session.Company.Webhooks.SetSecretAsync(name, ConfigCommand.RequireVariable(variable), cancellationToken))
        {
            throw None(name);
        }

        session.Terminal.Say($"Deliveries for {name} are taken from now on.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        if (!await session.Company.Webhooks.RemoveAsync(name, cancellationToken))
        {
            throw None(name);
        }

        session.Terminal.Say($"Removed. Changes of {name} come with the schedule again; remove the webhook in the HRIS too.");
        return ExitCodes.Ok;
    }

    private static CommandError None(string name) => new(ExitCodes.NotFound, $"{name} has no webhook.", $"Make one: rollcall webhooks create {name}");
}
