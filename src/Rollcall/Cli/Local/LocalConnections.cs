using Rollcall.Cli.Asking;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Suggesting;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli.Local;

/// <summary>Connections of the database, asked from this machine.</summary>
internal sealed class LocalConnections(CliSession session) : ICompanyConnections
{
    public static ConnectionLine Of(ConnectionEntry entry) => new(
        entry.Config.Name, entry.Config.Provider, entry.Paused ? "paused" : entry.Config.Enabled ? "enabled" : "disabled", entry.Config.Mappings.Count, entry.LastFullReadAt);

    public async Task<IReadOnlyList<ConnectionLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await session.Connections.ListAsync((await session.WorkspaceAsync(cancellationToken)).Id, cancellationToken)).Select(Of)];

    public async Task<ConnectionTest> TestAsync(string name, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        return await (await session.Sync.SourceOfAsync(workspace, connection, cancellationToken)).TestAsync(cancellationToken);
    }

    public async Task SetPausedAsync(string name, bool paused, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        await session.Connections.SetPausedAsync(workspace.Id, connection.Id, paused, cancellationToken);
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        if (await session.Get<ConnectionRemoval>().RemoveAsync(workspace.Id, connection.Id, cancellationToken) == ChangeOutcome.Busy)
        {
            throw new CommandError(ExitCodes.Refused, $"A run of {name} is going on. Nothing was removed.", "Wait for its end: “rollcall runs” shows it.");
        }
    }

    public async Task<Precedence> PrecedenceAsync(CancellationToken cancellationToken) => await (await PrecedenceServiceAsync(cancellationToken)).ReadAsync(cancellationToken);

    public async Task<Precedence> ReorderAsync(Func<Precedence, Precedence> change, CancellationToken cancellationToken)
    {
        var service = await PrecedenceServiceAsync(cancellationToken);
        var wanted = change(await service.ReadAsync(cancellationToken));
        return await service.SaveAsync(wanted, cancellationToken) is [var problem, ..] ? throw new CommandError(ExitCodes.Usage, problem.What, problem.Fix) : wanted;
    }

    public async Task<IReadOnlyList<OfferedAttribute>> AttributesAsync(string name, Func<OfferedAttribute, bool>? samples, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
        var targets = connection.Config.Mappings.SelectMany(m => m.From.Select(f => (From: f, m.To))).ToLookup(p => p.From, p => p.To.ToString(), StringComparer.Ordinal);
        List<OfferedAttribute> offered = [.. (await source.DiscoverAsync(cancellationToken)).Attributes.Select(a =>
            new OfferedAttribute(a.Key, a.Label, a.Type, a.IsCustom, [.. a.Options.Select(o => o.Label)], a.Readable, [.. targets[a.Key]]))];
        if (samples is null)
        {
            return offered;
        }

        var values = await SampleReader.ReadAsync(source, [.. offered.Where(samples).Select(a => a.Key)], cancellationToken);
        return [.. offered.Select(a => a with { Samples = values.GetValueOrDefault(a.Key) })];
    }

    public async Task<IReadOnlyList<SuggestionLine>> SuggestAsync(string name, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
        return [.. MappingSuggestions.For(
            await source.DiscoverAsync(cancellationToken), connection.Config, await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken)).Select(s =>
            new SuggestionLine(s.Attribute.Key, s.Attribute.Label, s.Target.ToString(), s.Create?.Name, s.Create?.Type, Math.Round(s.Confidence, 2), s.Reason))];
    }

    public async Task<IReadOnlyList<AttributeCoverage>> CoverageAsync(string name, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        return await session.Sync.DirectoryOf(workspace).ReadCoverageAsync(connection.Id, cancellationToken);
    }

    public async Task AcceptCoverageAsync(string name, string attribute, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        if (!await session.Get<DirectoryEditStore>().AcceptCoverageAsync(workspace.Id, connection.Id, attribute, cancellationToken))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no fill rate of “{attribute}”.", $"“rollcall coverage list {name}” shows them.");
        }
    }

    public async Task MatchAsync(string name, string externalId, EmployeeId? employee, CancellationToken cancellationToken)
    {
        var (workspace, connection) = await FindAsync(name, cancellationToken);
        if (!await session.Get<DirectoryEditStore>().DecideAsync(workspace.Id, connection.Id, externalId, employee, cancellationToken))
        {
            throw new CommandError(ExitCodes.NotFound, $"No record “{externalId}” of {name} is held, so there is nothing to decide.", "“rollcall findings” shows who is held.");
        }
    }

    private async Task<PrecedenceService> PrecedenceServiceAsync(CancellationToken cancellationToken) => new(
        await session.VisitorAsync(cancellationToken), session.Get<WorkspaceStore>(), session.Connections, session.Get<PrecedenceStore>(), session.Sync);

    private async Task<(Workspace Workspace, ConnectionEntry Connection)> FindAsync(string name, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        return (workspace, await session.ConnectionAsync(workspace, name, cancellationToken));
    }
}
