using System.CommandLine;
using Rollcall.Core.Connecting;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Webhooks;

namespace Rollcall.Cli;

/// <summary><c>webhooks show | create | secret | remove</c>.</summary>
internal static class WebhooksCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };
    private static readonly Argument<string> Variable = new("variable") { Description = "The environment variable that holds the secret." };
    private static readonly Option<string?> Address = new("--address") { Description = "The server's public address, such as https://rollcall.example.com; the workspace's own when left out." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Replace the address that is there." };

    public static Command Create() => RollcallCli.Group("webhooks", "The HRIS says when somebody changes, and that one person is read.",
        RollcallCli.Here("show", "What came, and what waits.", ShowAsync, Name),
        RollcallCli.Here("create", "Make the address for the HRIS, and say how to set it up there. Both are shown this once.", CreateAsync, Name, Address, Yes),
        RollcallCli.Here("secret", "Keep the secret that the HRIS made.", SecretAsync, Name, Variable),
        RollcallCli.Here("remove", "Take nothing any more.", RemoveAsync, Name));

    private static async Task<int> ShowAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, connection, _) = await FindAsync(session, cancellationToken);
        var entry = await session.Get<WebhookStore>().FindAsync(workspace.Id, connection.Id, cancellationToken) ?? throw None(connection);
        session.Terminal.Write(
            new { hasSecret = entry.HasSecret, createdAt = entry.CreatedAt, lastReceivedAt = entry.LastReceivedAt, received = entry.Received, waiting = entry.Waiting, refused = entry.Refused, lastRefusedAt = entry.LastRefusedAt },
            [
                $"secret    {(entry.HasSecret ? "known" : "not given yet: everything is refused")}",
                $"received  {entry.Received}{(entry.LastReceivedAt is { } last ? $", the last at {last:u}" : "")}",
                $"waiting   {entry.Waiting}",
                $"refused   {entry.Refused}{(entry.LastRefusedAt is { } refused ? $", the last at {refused:u}" : "")}",
            ]);
        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, connection, format) = await FindAsync(session, cancellationToken);
        var given = session.Parse.GetValue(Address);
        var server = given is null
            ? session.Get<PublicAddress>().Of(await session.Get<MailStore>().SettingsAsync(workspace.Id, cancellationToken))
            : Uri.TryCreate(given, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed
            : throw new CommandError(ExitCodes.Usage, $"“{given}” is no address.", "Write it like https://rollcall.example.com.");
        if (server is null)
        {
            throw new CommandError(ExitCodes.Usage, "The server's public address is not known.", "Give it: --address https://rollcall.example.com. Or set it in the web app under Settings.");
        }

        var store = session.Get<WebhookStore>();
        if (!session.Parse.GetValue(Yes) && await store.FindAsync(workspace.Id, connection.Id, cancellationToken) is not null)
        {
            throw new CommandError(ExitCodes.Refused, $"{connection.Config.Name} has a webhook already; a new address makes the old one stop.", "Add --yes to replace it.");
        }

        var (token, secret) = await NewWebhook.MakeAsync(store, format, workspace.Id, connection.Id, cancellationToken);
        var address = NewWebhook.AddressOf(server, connection.Id, token);
        session.Terminal.Write(
            new { address, secret },
            [
                $"address  {address}",
                .. secret is null ? Array.Empty<string>() : [$"{format.SecretLabel}  {secret}"],
                .. format.Steps.Select((s, i) => $"{i + 1}. {s.Title} {s.Text}"),
                .. format.IsSecretTheirs ? [$"Then: rollcall webhooks secret {connection.Config.Name} VARIABLE"] : Array.Empty<string>(),
            ]);
        return ExitCodes.Ok;
    }

    private static async Task<int> SecretAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, connection, _) = await FindAsync(session, cancellationToken);
        var variable = session.Parse.GetValue(Variable)!;
        if (ConfigCommand.ReadVariable(variable)?.Trim() is not { Length: > 0 } secret)
        {
            throw new CommandError(ExitCodes.Usage, $"The environment variable “{variable}” is not set.", $"Set it: export {variable}=…");
        }

        if (!await session.Get<WebhookStore>().SetSecretAsync(workspace.Id, connection.Id, secret, cancellationToken))
        {
            throw None(connection);
        }

        session.Terminal.Say($"Deliveries for {connection.Config.Name} are taken from now on.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (workspace, connection, _) = await FindAsync(session, cancellationToken);
        if (!await session.Get<WebhookStore>().RemoveAsync(workspace.Id, connection.Id, cancellationToken))
        {
            throw None(connection);
        }

        session.Terminal.Say($"Removed. Changes of {connection.Config.Name} come with the schedule again; remove the webhook in the HRIS too.");
        return ExitCodes.Ok;
    }

    private static async Task<(Workspace Workspace, ConnectionEntry Connection, WebhookFormat Format)> FindAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        return (workspace, connection, Connectors.Connectors.Find(connection.Config.Provider)?.Webhook
            ?? throw new CommandError(ExitCodes.Refused, $"{connection.Config.Provider} has no webhooks.", "Changes come with the schedule."));
    }

    private static CommandError None(ConnectionEntry connection) =>
        new(ExitCodes.NotFound, $"{connection.Config.Name} has no webhook.", $"Make one: rollcall webhooks create {connection.Config.Name}");
}
