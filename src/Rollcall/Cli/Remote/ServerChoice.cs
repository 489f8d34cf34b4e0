using System.CommandLine;

namespace Rollcall.Cli.Remote;

/// <summary>A server elsewhere, and the token for it. The token is never printed.</summary>
internal sealed record ServerChoice(Uri Address, string Token)
{
    public const string AddressVariable = "ROLLCALL_SERVER";
    public const string TokenVariable = "ROLLCALL_TOKEN";

    /// <summary>Null when the data is here. Somebody who names a folder or a database means that, whatever the environment says.</summary>
    public static ServerChoice? Of(ParseResult parse)
    {
        if (!IsAsked(parse))
        {
            return null;
        }

        if (IsStorageNamed(parse))
        {
            throw new CommandError(ExitCodes.Usage, "--server, and --data or --database, say two different things.", "Name the server, or where the data is here.");
        }

        var address = AddressOf(parse.GetValue(GlobalOptions.Server) ?? ConfigCommand.ReadVariable(AddressVariable)!);
        var variable = parse.GetValue(GlobalOptions.TokenVariable)!;
        return ConfigCommand.ReadVariable(variable)?.Trim() is { Length: > 0 } token
            ? new ServerChoice(address, token)
            : throw new CommandError(ExitCodes.Usage, $"There is no token for {address.Host}: the environment variable {variable} is not set.", "Make one under Settings > API tokens of that server, or there with “rollcall tokens create”, and export it.");
    }

    /// <summary>Whether the command is meant for a server elsewhere.</summary>
    public static bool IsAsked(ParseResult parse) =>
        parse.GetValue(GlobalOptions.Server) is not null || (!IsStorageNamed(parse) && ConfigCommand.ReadVariable(AddressVariable) is { Length: > 0 });

    public static CommandError OnlyHere() => new(
        ExitCodes.Usage, "This command works only where the data is, not on a server elsewhere. Nothing was done.", $"Run it on that machine, without --server; --data or --database goes before {AddressVariable}.");

    /// <summary>Tests go out from the server, by its rule.</summary>
    public static void RefusePrivateTargets(bool isAsked)
    {
        if (isAsked)
        {
            throw new CommandError(ExitCodes.Usage, "The server decides whether deliveries go to private addresses.", "Start it with --allow-private-targets; leave the option out here.");
        }
    }

    public override string ToString() => Address.Host;

    private static bool IsStorageNamed(ParseResult parse) =>
        parse.GetResult(GlobalOptions.Data) is { Implicit: false } || parse.GetValue(GlobalOptions.Database) is not null;

    private static Uri AddressOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 })
        {
            throw new CommandError(ExitCodes.Usage, "This is no address of a server.", "Write it like https://rollcall.example.com; the token goes into the environment, not into the address.");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new CommandError(
                ExitCodes.Usage, $"The token would go to {address.Host} unencrypted, for everybody on the way to read.",
                $"Use https. Where there is none, a tunnel: ssh -L 5080:127.0.0.1:5080 {address.Host}, then --server http://127.0.0.1:5080.");
        }

        return new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
    }
}
