using System.CommandLine;
using Rollcall.Configuration;
using Rollcall.Storage;

namespace Rollcall.Cli;

/// <summary><c>config export | plan | apply</c>: a workspace as one file in git.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The YAML file." };

    public static Command Create() => RollcallCli.Group("config", "Keep connections, mappings and attributes in a file.",
        RollcallCli.Command("export", "Write the workspace as a configuration file to standard output.", ExportAsync),
        RollcallCli.Command("plan", "Show what applying a file would change. Exit code 0: nothing, 2: changes.", PlanAsync, File),
        RollcallCli.Command("apply", "Store what the file says. Runs no sync.", ApplyAsync, File),
        RollcallCli.Bare("schema", "Write the JSON schema of configuration files, for editors.", WriteSchemaAsync));

    public static async Task<ConfigDocument> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no file “{file}”.", "Check the path.");
        }

        return ConfigReader.Read(file, await System.IO.File.ReadAllTextAsync(file, cancellationToken));
    }

    public static ConfigApplier ApplierOf(CliSession session) => new(
        session.Get<WorkspaceStore>(), session.Connections, session.Get<DirectoryEditStore>(), session.Get<TeamEditStore>(), session.Get<LevelEditStore>(), session.Sync.DirectoryOf, ReadVariable);

    private static async Task<int> ExportAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        session.Terminal.Data.Write(ConfigWriter.Write(workspace, schema, await session.Connections.ListAsync(workspace.Id, cancellationToken)));
        return ExitCodes.Ok;
    }

    private static async Task<int> PlanAsync(CliSession session, CancellationToken cancellationToken)
    {
        var document = await ReadAsync(session.Parse.GetValue(File)!, cancellationToken);
        var changes = await ApplierOf(session).PlanAsync(document, cancellationToken);
        session.Terminal.Write(changes, new Column<ConfigChange>("verb", c => c.Verb), new Column<ConfigChange>("what", c => c.What));
        return changes.Count == 0 ? ExitCodes.Ok : ExitCodes.Changes;
    }

    private static async Task<int> ApplyAsync(CliSession session, CancellationToken cancellationToken)
    {
        var file = session.Parse.GetValue(File)!;
        var document = await ReadAsync(file, cancellationToken);
        var applier = ApplierOf(session);
        var changes = await applier.PlanAsync(document, cancellationToken);
        await applier.ApplyAsync(file, document, cancellationToken);
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
}
