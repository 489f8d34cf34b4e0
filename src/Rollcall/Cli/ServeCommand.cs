using System.CommandLine;
using Rollcall.Scheduling;
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

    /// <summary>How many syncs go on at once.</summary>
    private static readonly Option<int> RunsAtOnce = new("--runs-at-once") { Description = "How many syncs this server has going at once by itself: by schedule, and as many again by webhook.", DefaultValueFactory = _ => RunPlaces.Usual };

    /// <summary>Whether changes may be sent inwards.</summary>
    public static readonly Option<bool> AllowPrivateTargets = new("--allow-private-targets") { Description = "Changes may be sent to programs on this machine and in private networks; never to link-local addresses." };

    private static readonly Option<LogFormat> Log = new("--log-format") { Description = "What a line of the log looks like: text for people, json for programs.", DefaultValueFactory = _ => LogFormat.Text };

    public static Command Create() => RollcallCli.Bare("serve", "Start the web app.", RunAsync, Url, Duty, RunsAtOnce, AllowPrivateTargets, Log);

    private static async Task<int> RunAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        if (parse.GetValue(RunsAtOnce) is < 1 or > 1000)
        {
            throw new CommandError(ExitCodes.Usage, "--runs-at-once is not between 1 and 1000.", $"Leave it out for {RunPlaces.Usual}.");
        }

        var options = OptionsOf(parse) with
        {
            Duty = parse.GetValue(Duty), RunsAtOnce = parse.GetValue(RunsAtOnce), AllowsPrivateTargets = parse.GetValue(AllowPrivateTargets), LogFormat = parse.GetValue(Log),
        };
        await using var server = await StartAsync(options, cancellationToken);
        terminal.Data.WriteLine($"Rollcall is at {server.Address}");
        if (parse.GetValue(Duty) != ServerDuty.Worker && await server.SetupLinkAsync(cancellationToken) is { } link)
        {
            terminal.Data.WriteLine($"Nobody has an account yet. Create the first one here, within a day: {link}");
        }

        terminal.Say("It runs until Ctrl-C.");
        await server.UntilStoppedAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    /// <summary>What the options say that every command has which starts a server.</summary>
    public static ServerOptions OptionsOf(ParseResult parse) =>
        new(CliSession.StorageOf(parse), parse.GetValue(Url)!, parse.GetValue(GlobalOptions.Verbose) ? LogLevel.Information : LogLevel.Warning);

    /// <summary>Starts it, or says in words why it cannot.</summary>
    public static async Task<RollcallServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandError(ExitCodes.Usage, $"“{options.Url}” is no address to listen on.", "Write it like http://127.0.0.1:5080.");
        }

        try
        {
            return await RollcallServer.StartAsync(options, cancellationToken);
        }
        catch (DatabaseUnavailableException exception)
        {
            throw CliSession.ErrorOf(exception);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CommandError(ExitCodes.Refused, $"{options.Url} is taken.", "Stop what listens there, or give another --url.");
        }
    }
}
