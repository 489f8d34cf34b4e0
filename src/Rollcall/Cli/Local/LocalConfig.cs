using Rollcall.Cli.Asking;
using Rollcall.Configuration;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>The configuration in the database. Applying a file makes its workspace when there is none.</summary>
internal sealed class LocalConfig(CliSession session) : ICompanyConfig
{
    private ConfigApplier Applier => new(
        session.Get<WorkspaceStore>(), session.Connections, session.Get<ConfigurationStore>(), session.Sync.DirectoryOf, ConfigCommand.ReadVariable);

    public async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var schema = await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken);
        return ConfigWriter.Write(workspace, schema, await session.Connections.ListAsync(workspace.Id, cancellationToken));
    }

    public Task<IReadOnlyList<ConfigChange>> PlanAsync(ConfigFile file, CancellationToken cancellationToken) => Applier.PlanAsync(file.Document, cancellationToken);

    public async Task<IReadOnlyList<ConfigChange>> ApplyAsync(ConfigFile file, CancellationToken cancellationToken)
    {
        var applier = Applier;
        var changes = await applier.PlanAsync(file.Document, cancellationToken);
        await applier.ApplyAsync(file.Path, file.Document, cancellationToken);
        return changes;
    }
}
