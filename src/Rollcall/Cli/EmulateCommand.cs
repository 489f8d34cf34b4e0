using System.CommandLine;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Cli;

/// <summary><c>emulate VENDOR</c>: a faithful HR system on loopback, with a made-up company.</summary>
internal static class EmulateCommand
{
    private const int MostEmployees = 1_000_000;
    private static readonly Argument<string> Vendor = new("vendor") { Description = $"One of {string.Join(", ", Emulators.Emulators.Keys)}." };
    private static readonly Option<int> Port = new("--port") { Description = "Port on loopback; a free one when left out." };
    private static readonly Option<int> Employees = new("--employees") { Description = "People in the made-up company, up to 1,000,000.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed gives the same company.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Limits = new("--rate-limits") { Description = "Apply the vendor's rate limits." };
    private static readonly Option<bool> Prepared = new("--prepared") { Description = "Serialise pages once, so that a measurement measures the client." };

    public static Command Create() => RollcallCli.Bare("emulate", "Run an emulated HR system until Ctrl-C.", RunAsync, Vendor, Port, Employees, Seed, Limits, Prepared);

    private static async Task<int> RunAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        var vendor = parse.GetValue(Vendor)!;
        if (!Emulators.Emulators.Keys.Contains(vendor))
        {
            throw new CommandError(ExitCodes.Usage, $"There is no emulator of “{vendor}”.", $"Write one of {string.Join(", ", Emulators.Emulators.Keys)}.");
        }

        await using var host = await StartAsync(
            new EmulatorOptions
            {
                Vendor = vendor,
                Port = parse.GetValue(Port),
                Employees = parse.GetValue(Employees),
                Seed = parse.GetValue(Seed),
                RateLimits = parse.GetValue(Limits),
                Prepared = parse.GetValue(Prepared),
            }, cancellationToken);
        terminal.Write(new { vendor, address = host.Address.ToString(), credentials = host.Credentials, employees = host.Workforce.Count },
        [
            $"{vendor} is emulated at {host.Address} with {host.Workforce.Count} people",
            .. host.Credentials.Select(c => $"  {c.Key}: {c.Value}"),
        ]);
        await terminal.Data.FlushAsync(cancellationToken);
        terminal.Say("Ctrl-C stops it.");
        await UntilStoppedAsync(cancellationToken);
        return ExitCodes.Ok;
    }

    private static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        if (options.Employees is < 0 or > MostEmployees)
        {
            throw new CommandError(ExitCodes.Usage, $"{options.Employees} people are no company.", "Give --employees a number from 0 to 1,000,000.");
        }

        if (options.Port is < 0 or > 65_535)
        {
            throw new CommandError(ExitCodes.Usage, $"{options.Port} is no port.", "Leave --port out for a free one.");
        }

        try
        {
            return await EmulatorHost.StartAsync(options, cancellationToken);
        }
        catch (IOException)
        {
            throw new CommandError(ExitCodes.Refused, $"Port {options.Port} is taken.", "Give another --port, or leave it out for a free one.");
        }
    }

    /// <summary>Waits for Ctrl-C or a polite kill.</summary>
    public static async Task UntilStoppedAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }
}
