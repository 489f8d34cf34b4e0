using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>tokens list | create | revoke</c>.</summary>
internal static class TokensCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What the token is called." };
    private static readonly Option<ApiScope> Scope = new("--scope") { Description = "read, sync, configure, admin or server; each includes those before it.", DefaultValueFactory = _ => ApiScope.Read };
    private static readonly Option<int> Days = new("--days") { Description = "How long it is good for.", DefaultValueFactory = _ => 365 };

    public static Command Create() => RollcallCli.Group("tokens", "Tokens of programs that use the REST API.",
        RollcallCli.Command("list", "List them. The tokens themselves are not stored and cannot be shown.", ListAsync),
        RollcallCli.Command("create", "Make one and print it, this once.", CreateAsync, Name, Scope, Days),
        RollcallCli.Command("revoke", "Refuse it from now on.", RevokeAsync, Name));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Tokens.ListAsync(cancellationToken),
            new Column<TokenLine>("name", t => t.Name),
            new Column<TokenLine>("begins", t => t.Begins),
            new Column<TokenLine>("scope", t => t.Scope),
            new Column<TokenLine>("created", t => t.CreatedAt),
            new Column<TokenLine>("expires", t => t.ExpiresAt),
            new Column<TokenLine>("lastUsed", t => t.LastUsedAt));
        return ExitCodes.Ok;
    }

    private static async Task<int> CreateAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (name, days) = (session.Parse.GetValue(Name)!.Trim(), session.Parse.GetValue(Days));
        if (name.Length is 0 or > TokenService.LongestName || days is < 1 or > TokenService.MostDays)
        {
            throw new CommandError(ExitCodes.Usage, $"A token has a name of 1 to {TokenService.LongestName} characters, and is good for 1 to {TokenService.MostDays} days.", "For example: rollcall tokens create nightly --scope sync --days 90");
        }

        var token = await session.Company.Tokens.CreateAsync(name, session.Parse.GetValue(Scope), days, cancellationToken)
            ?? throw new CommandError(ExitCodes.Refused, $"There is a token “{name}” already.", "Take another name, or revoke that one first.");
        session.Terminal.Write(new { token }, [token]);
        session.Terminal.Say("It is not shown again. Send it as “Authorization: Bearer …”.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RevokeAsync(CliSession session, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        if (!await session.Company.Tokens.RevokeAsync(name, cancellationToken))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no token “{name}”.", "“rollcall tokens list” shows them.");
        }

        session.Terminal.Say($"“{name}” is refused from now on.");
        return ExitCodes.Ok;
    }
}
