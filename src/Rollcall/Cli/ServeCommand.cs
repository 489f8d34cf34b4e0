using System.CommandLine;
using Rollcall.Demo;
using Rollcall.Server;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>serve</c>: the web app.</summary>
internal static class ServeCommand
{
    /// <summary>What to listen on.</summary>
    public static readonly Option<string> Url = new("--url") { Description = "What to listen on. Behind a proxy that speaks TLS, loopback is right.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    /// <summary>What this one does, of several servers on one PostgreSQL.</summary>
    private static readonly Option<ServerDuty> Duty = new("--duty") { Description = "Of several servers on one database: web serves pages and takes webhooks, worker syncs by schedule and webhook, both does all.", DefaultValueFactory = _ => ServerDuty.Both };

    private static readonly Option<LogFormat> Log = new("--log-format") { Description = "What a line of the log looks like: text for people, json for programs.", DefaultValueFactory = _ => LogFormat.Text };

    public static Command Create() => RollcallCli.Bare("serve", "Start the web app.", RunAsync, Url, Duty, Log);

    private static async Task<int> RunAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(parse, parse.GetValue(Url)!, demo: null, cancellationToken, parse.GetValue(Duty), parse.GetValue(Log));
        terminal.Data.WriteLine($"Rollcall is at {server.Address}");
        if (parse.GetValue(Duty) != ServerDuty.Worker && await server.SetupLinkAsync(cancellationToken) is { } link)
        {
            terminal.Data.WriteLine($"Nobody has an account yet. Create the first one here, within a day: {link}");
        }

        terminal.Say("It runs until Ctrl-C.");
        await server.UntilStoppedAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    /// <summary>Starts it, or says in words why it cannot.</summary>
    public static async Task<RollcallServer> StartAsync(ParseResult parse, string url, DemoGuide? demo, CancellationToken cancellationToken, ServerDuty duty = ServerDuty.Both, LogFormat log = LogFormat.Text)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandError(ExitCodes.Usage, $"“{url}” is no address to listen on.", "Write it like http://127.0.0.1:5080.");
        }

        try
        {
            return await RollcallServer.StartAsync(
                new ServerOptions(CliSession.StorageOf(parse), url, parse.GetValue(GlobalOptions.Verbose) ? LogLevel.Information : LogLevel.Warning, demo, duty, log), cancellationToken);
        }
        catch (DatabaseUnavailableException exception)
        {
            throw CliSession.ErrorOf(exception);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CommandError(ExitCodes.Refused, $"{url} is taken.", "Stop what listens there, or give another --url.");
        }
    }
}
