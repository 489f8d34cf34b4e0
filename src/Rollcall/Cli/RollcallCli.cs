using System.CommandLine;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary>The command line: one file per command, one place for errors.</summary>
internal static class RollcallCli
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Keeps a people directory in step with HR systems: previewed, guarded, explained.");
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        foreach (var command in Commands())
        {
            root.Subcommands.Add(command);
        }

        var parse = root.Parse(args);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors)
            {
                Console.Error.WriteLine($"error: {error.Message}");
            }

            Console.Error.WriteLine($"  → “rollcall {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(1))} --help” tells what it takes.".Replace("  --help", " --help", StringComparison.Ordinal));
            return ExitCodes.Usage;
        }

        return await parse.InvokeAsync();
    }

    /// <summary>A command that opens the database.</summary>
    public static Command Command(string name, string description, Func<CliSession, CancellationToken, Task<int>> run, params Symbol[] symbols) =>
        Bare(name, description, async (parse, terminal, cancellationToken) =>
        {
            await using var session = await CliSession.OpenAsync(parse, terminal, cancellationToken);
            return await run(session, cancellationToken);
        }, symbols);

    /// <summary>A command that needs no database.</summary>
    public static Command Bare(string name, string description, Func<ParseResult, Terminal, CancellationToken, Task<int>> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        command.SetAction((parse, cancellationToken) => GuardAsync(parse, run, cancellationToken));
        return command;
    }

    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }

    private static IEnumerable<Command> Commands() =>
    [
        DemoCommand.Create(),
        EmulateCommand.Create(),
        EmulateControlCommand.Create(),
        ConfigCommand.Create(),
        ConnectionsCommand.Create(),
        AttributesCommand.Create(),
        SuggestCommand.Create(),
        PlanCommand.Create(),
        SyncCommand.Create(),
        RunsCommand.Create(),
        ApproveCommand.Create(),
        RejectCommand.Create(),
        UndoCommand.Create(),
        EmployeesCommand.Create(),
        EmployeeCommand.Create(),
        TeamsCommand.Create(),
        OptionsCommand.Create(),
        ExplainCommand.Create(),
        HistoryCommand.Create(),
        FindingsCommand.Create(),
        PinCommand.Pin(),
        PinCommand.Unpin(),
        MatchCommand.Create(),
        CoverageCommand.Create(),
        DoctorCommand.Create(),
    ];

    private static async Task<int> GuardAsync(ParseResult parse, Func<ParseResult, Terminal, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(parse.GetValue(GlobalOptions.Format), parse.GetValue(GlobalOptions.Quiet));
        try
        {
            return await run(parse, terminal, cancellationToken);
        }
        catch (CommandError error)
        {
            terminal.Complain(error.Message, error.Fix, error.Code);
            return error.ExitCode;
        }
        catch (ConfigException invalid)
        {
            foreach (var problem in invalid.Problems)
            {
                Console.Error.WriteLine($"{invalid.File}:{problem}");
            }

            terminal.Complain(invalid.Message, "Correct the file; nothing was changed.", "mapping-invalid");
            return ExitCodes.ConfigInvalid;
        }
        catch (ConnectorException exception)
        {
            var error = CliSession.ErrorOf(exception.Fault);
            terminal.Complain(error.Message, error.Fix, error.Code);
            return error.ExitCode;
        }
        catch (NewerDatabaseException newer)
        {
            terminal.Complain(newer.Message, "Nothing was changed.", null);
            return ExitCodes.Refused;
        }
        catch (OperationCanceledException)
        {
            terminal.Complain("Cancelled.", "Nothing of this command was written.", null);
            return ExitCodes.Failed;
        }
    }
}
