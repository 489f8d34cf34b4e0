using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;

namespace Rollcall.Cli;

/// <summary><c>config export | plan | apply</c>: a workspace as one file in git.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The YAML file." };

    public static Command Create() => RollcallCli.Group("config", "Keep connections, mappings and attributes in a file.",
        RollcallCli.Command("export", "Write the workspace as a configuration file to standard output.", ExportAsync),
        RollcallCli.Command("plan", "Show what applying a file would change. Exit code 0: nothing, 2: changes.", PlanAsync, File),
        RollcallCli.Command("apply", "Store what the file says. Runs no sync.", ApplyAsync, File),
        RollcallCli.Anywhere("schema", "Write the JSON schema of configuration files, for editors.", WriteSchemaAsync));

    private static async Task<ConfigFile> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no file “{file}”.", "Check the path.");
        }

        var text = await System.IO.File.ReadAllTextAsync(file, cancellationToken);
        return new ConfigFile(file, text, ConfigReader.Read(file, text));
    }

    private static async Task<int> ExportAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Data.Write(await session.Company.Config.ExportAsync(cancellationToken));
        return ExitCodes.Ok;
    }

    private static async Task<int> PlanAsync(CliSession session, CancellationToken cancellationToken)
    {
        var changes = await session.Company.Config.PlanAsync(await ReadAsync(session.Parse.GetValue(File)!, cancellationToken), cancellationToken);
        session.Terminal.Write(changes, new Column<ConfigChange>("verb", c => c.Verb), new Column<ConfigChange>("what", c => c.What));
        return changes.Count == 0 ? ExitCodes.Ok : ExitCodes.Changes;
    }

    private static async Task<int> ApplyAsync(CliSession session, CancellationToken cancellationToken)
    {
        var changes = await session.Company.Config.ApplyAsync(await ReadAsync(session.Parse.GetValue(File)!, cancellationToken), cancellationToken);
        foreach (var change in changes)
        {
            session.Terminal.Say($"{change.Verb} {change.What}");
        }

        session.Terminal.Say(changes.Count == 0 ? "Nothing changed." : "Stored. “rollcall plan CONNECTION” shows what a sync would do.");
        return ExitCodes.Ok;
    }

    private static async Task<int> WriteSchemaAsync(ParseResult parse, Terminal terminal, CancellationToken cancellationToken)
    {
        await terminal.Data.WriteAsync(ConfigSchema.Write());
        return ExitCodes.Ok;
    }

    /// <summary>Secrets come from the environment, and from nowhere else.</summary>
    public static string? ReadVariable(string name) => new ConfigurationBuilder().AddEnvironmentVariables().Build()[name];

    /// <summary>A secret that a command cannot do without.</summary>
    public static string RequireVariable(string name) => ReadVariable(name)?.Trim() is { Length: > 0 } value ? value
        : throw new CommandError(ExitCodes.Usage, $"The environment variable “{name}” is not set.", $"Set it: export {name}=…");
}
