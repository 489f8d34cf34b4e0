using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Rollcall.Cli.Remote;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary>The command line: one file per command, one place for errors.</summary>
internal static class RollcallCli
{
    private static readonly Lazy<RootCommand> Root = new(CreateRoot);

    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <param name="args">Words after the program's name.</param>
    /// <param name="data">Standard output.</param>
    /// <param name="words">Standard error.</param>
    /// <param name="cancellationToken">Like Ctrl-C.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter data, TextWriter words, CancellationToken cancellationToken = default)
    {
        var parse = Root.Value.Parse(args);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors)
            {
                words.WriteLine($"error: {WordsOf(error)}");
            }

            words.WriteLine($"  → “{PathOf(parse.CommandResult)} --help” tells what it takes.");
            return ExitCodes.Usage;
        }

        return await parse.InvokeAsync(new InvocationConfiguration { Output = data, Error = words }, cancellationToken);
    }

    /// <summary>What the parser says, but for a value it cannot read: that it says with names of types of this program.</summary>
    private static string WordsOf(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option, Tokens: [{ Value: var value }] })
        {
            return error.Message;
        }

        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(int) && !int.TryParse(value, CultureInfo.InvariantCulture, out _) ? $"“{value}” is no whole number: {option.Name} takes one."
            : type.IsEnum && !Enum.TryParse(type, value, ignoreCase: true, out _) ? $"“{value}” is nothing that {option.Name} takes. It takes {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}."
            : error.Message;
    }

    /// <summary>The command as far as it was understood: “rollcall mail set”.</summary>
    private static string PathOf(CommandResult? result) => result switch
    {
        { Parent: CommandResult parent } => $"{PathOf(parent)} {result.Command.Name}",
        _ => "rollcall",
    };

    /// <summary>A command that asks a company: of the database here, or of a server elsewhere.</summary>
    public static Command Command(string name, string description, Func<CliSession, CancellationToken, Task<int>> run, params Symbol[] symbols) =>
        Anywhere(name, description, async (parse, terminal, cancellationToken) =>
        {
            await using var session = await CliSession.OpenAsync(parse, terminal, cancellationToken);
            return await run(session, cancellationToken);
        }, symbols);

    /// <summary>A command that opens the database here, and makes no sense, or none yet, for a server elsewhere.</summary>
    public static Command Here(string name, string description, Func<CliSession, CancellationToken, Task<int>> run, params Symbol[] symbols) =>
        Bare(name, description, async (parse, terminal, cancellationToken) =>
        {
            await using var session = await CliSession.OpenAsync(parse, terminal, cancellationToken);
            return await run(session, cancellationToken);
        }, symbols);

    /// <summary>A command of this machine: it opens no company, and makes no sense for a server elsewhere.</summary>
    public static Command Bare(string name, string description, Func<ParseResult, Terminal, CancellationToken, Task<int>> run, params Symbol[] symbols) =>
        Anywhere(name, description, (parse, terminal, cancellationToken) => ServerChoice.IsAsked(parse) ? throw ServerChoice.OnlyHere() : run(parse, terminal, cancellationToken), symbols);

    /// <summary>A command that needs no company at all.</summary>
    public static Command Anywhere(string name, string description, Func<ParseResult, Terminal, CancellationToken, Task<int>> run, params Symbol[] symbols)
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

    private static RootCommand CreateRoot()
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

        return root;
    }

    private static IEnumerable<Command> Commands() =>
    [
        DemoCommand.Create(),
        ServeCommand.Create(),
        BackupCommand.CreateBackup(),
        BackupCommand.CreateRestore(),
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
        WebhooksCommand.Create(),
        SubscriptionsCommand.Create(),
        MailCommand.Create(),
        AlertsCommand.Create(),
        RetentionCommand.Create(),
        TokensCommand.Create(),
        MembersCommand.Create(),
        InvitationsCommand.Create(),
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
        var terminal = new Terminal(
            parse.GetValue(GlobalOptions.Format), parse.GetValue(GlobalOptions.Quiet), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
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
                terminal.Tell($"{invalid.File}:{problem}");
            }

            terminal.Complain(invalid.Message, "Correct the file; nothing was changed.", FindingCodes.MappingInvalid);
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
