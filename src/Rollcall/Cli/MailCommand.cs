using System.CommandLine;
using System.Globalization;
using Rollcall.Api;
using Rollcall.Features.Mail;
using Rollcall.Features.Settings;

namespace Rollcall.Cli;

/// <summary><c>mail show | set | test</c>.</summary>
internal static class MailCommand
{
    private static readonly Argument<string> To = new("address") { Description = "The mail address it goes to." };
    private static readonly Option<string?> Host = new("--host") { Description = "The SMTP server; \"\" leaves mails in the folder." };
    private static readonly Option<int?> Port = new("--port") { Description = "Its port: usually 587 with start-tls, 465 with tls." };
    private static readonly Option<string?> Security = new("--security") { Description = "start-tls, tls or none." };
    private static readonly Option<string?> User = new("--user") { Description = "The user name there; \"\" for none." };
    private static readonly Option<string?> PasswordVariable = new("--password-variable") { Description = "The environment variable that holds the password." };
    private static readonly Option<bool> NoPassword = new("--no-password") { Description = "Forget the password." };
    private static readonly Option<string?> From = new("--from") { Description = "The sender's address." };
    private static readonly Option<string?> FromName = new("--from-name") { Description = "The sender's name; \"\" for none." };
    private static readonly Option<string?> Address = new("--address") { Description = "Where people reach the web app, such as https://rollcall.example.com: links in mails and addresses of webhooks begin with it." };

    public static Command Create() => RollcallCli.Group("mail", "How invitations and alerts are mailed.",
        RollcallCli.Command("show", "Show it, without the password.", ShowAsync),
        RollcallCli.Command("set", "Change it; what is left out stays.", SetAsync, Host, Port, Security, User, PasswordVariable, NoPassword, From, FromName, Address),
        RollcallCli.Command("test", "Send a test with what is stored, from this machine, or from the server that is asked.", TestAsync, To));

    private static async Task<int> ShowAsync(CliSession session, CancellationToken cancellationToken)
    {
        var mail = await session.Company.Mail.FindAsync(cancellationToken);
        session.Terminal.Write<(string What, string Value)>(
            [
                ("host", mail.Host ?? ""), ("port", mail.Port.ToString(CultureInfo.InvariantCulture)), ("security", mail.Security), ("user", mail.UserName ?? ""), ("password", mail.HasPassword ? "kept" : ""),
                ("from", mail.From ?? ""), ("from-name", mail.FromName ?? ""), ("address", mail.Address ?? ""), ("folder", mail.Folder),
            ],
            new Column<(string What, string Value)>("what", r => r.What),
            new Column<(string What, string Value)>("value", r => r.Value));
        if (mail.Host is null)
        {
            session.Terminal.Say($"No mail server is set: mails are left in {mail.Folder}.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> SetAsync(CliSession session, CancellationToken cancellationToken)
    {
        if (!new Option[] { Host, Port, Security, User, PasswordVariable, NoPassword, From, FromName, Address }.Any(o => session.Parse.GetResult(o) is { Implicit: false }))
        {
            throw new CommandError(ExitCodes.Usage, "Nothing was given to change.", "“rollcall mail set --help” tells what can be set, “rollcall mail show” what is.");
        }

        var now = await session.Company.Mail.FindAsync(cancellationToken);
        var variable = session.Parse.GetValue(PasswordVariable);
        if (variable is not null && session.Parse.GetValue(NoPassword))
        {
            throw new CommandError(ExitCodes.Usage, "--password-variable and --no-password say two different things.", "Give one of them.");
        }

        var edit = new ApiMailEdit(
            session.Parse.GetValue(Host) ?? now.Host, session.Parse.GetValue(Port) ?? now.Port, session.Parse.GetValue(Security) ?? now.Security, session.Parse.GetValue(User) ?? now.UserName,
            variable is not null ? ConfigCommand.RequireVariable(variable) : session.Parse.GetValue(NoPassword) ? "" : null,
            session.Parse.GetValue(From) ?? now.From, session.Parse.GetValue(FromName) ?? now.FromName, session.Parse.GetValue(Address) ?? now.Address);
        var settings = MailApi.SettingsOf(edit) ?? throw new CommandError(ExitCodes.Usage, $"“{edit.Security}” is no way to protect mail.", "Write start-tls, tls or none.");
        if (MailSettingsRules.ProblemOf(settings) is { } problem)
        {
            var (what, fix) = MailSettingsRules.WordsOf(problem);
            throw new CommandError(ExitCodes.Usage, $"{what} Nothing was changed.", fix);
        }

        await session.Company.Mail.SaveAsync(edit, cancellationToken);
        session.Terminal.Say("Saved. “rollcall mail test ADDRESS” tries it.");
        if (now.HasPassword && edit.Password is null && (settings.Host != now.Host || settings.UserName != now.UserName))
        {
            session.Terminal.Say("The password was forgotten: it goes to no other server and user than it was given for. Give it anew with --password-variable.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var to = session.Parse.GetValue(To)!.Trim();
        if (!EmailAddress.IsOne(to))
        {
            throw new CommandError(ExitCodes.Usage, "This is no mail address.", "Write it like it@example.com.");
        }

        var came = await session.Company.Mail.TestAsync(to, cancellationToken);
        session.Terminal.Write(new { taken = came.IsTaken, error = came.Error, folder = came.Folder }, [came.IsTaken ? came.Folder is null ? "taken" : $"left in {came.Folder}" : $"not taken: {came.Error}"]);
        return came.IsTaken ? ExitCodes.Ok : throw new CommandError(ExitCodes.ConnectionFailed, came.What ?? "The test was not taken.", came.Fix ?? "Look at the settings: rollcall mail show");
    }
}
