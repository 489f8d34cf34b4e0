using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>A connection as the program sees it. Secrets are not in it.</summary>
public sealed record ConnectionEntry(
    ConnectionId Id, ConnectionConfig Config, int Position, IReadOnlyDictionary<string, string> Settings, bool HasSecrets, bool Paused,
    DateTimeOffset? LastFullReadAt, DateTimeOffset? LastReadAt)
{
    public override string ToString() => Config.Name;
}

/// <summary>Connections with their configuration. Secrets go in, and come out only to be sent to the HRIS.</summary>
public sealed class ConnectionStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("Rollcall.ConnectionSecrets");

    /// <summary>In order of precedence.</summary>
    public async Task<IReadOnlyList<ConnectionEntry>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Connections.AsNoTracking().Where(c => c.WorkspaceId == workspace.Value)
            .OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(ToEntry)];
    }

    public async Task<ConnectionEntry?> FindAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Config.Name == name);

    /// <summary>Creates or replaces the connection of this name. Null secrets leave the stored ones.</summary>
    public async Task<ConnectionId> SaveAsync(
        WorkspaceId workspace, ConnectionConfig config, int position, IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, string>? secrets, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Connections.SingleOrDefaultAsync(c => c.WorkspaceId == workspace.Value && c.Name == config.Name, cancellationToken);
        if (row is null)
        {
            row = new ConnectionRow
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                WorkspaceId = workspace.Value,
                Name = config.Name,
                Provider = config.Provider,
                Settings = "{}",
                Config = "{}",
            };
            context.Connections.Add(row);
        }

        row.Provider = config.Provider;
        row.Position = position;
        row.Settings = JsonSerializer.Serialize(settings.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary());
        row.Config = ConfigJson.Write(config);
        if (secrets is not null)
        {
            row.ProtectedSecrets = secrets.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(secrets));
        }

        await context.SaveChangesAsync(cancellationToken);
        return new ConnectionId(row.Id);
    }

    /// <summary>Settings and secrets together, for the connector alone.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RevealAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Connections.AsNoTracking().SingleAsync(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value, cancellationToken);
        var all = Read(row.Settings);
        foreach (var (key, value) in row.ProtectedSecrets is { } secrets ? Read(protector.Unprotect(secrets)) : [])
        {
            all[key] = value;
        }

        return all;
    }

    public async Task SetPausedAsync(WorkspaceId workspace, ConnectionId connection, bool paused, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Connections.Where(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Paused, paused), cancellationToken);
    }

    /// <summary>Takes the connection out of use: its readings go, what it wrote stays. Nobody is deactivated by it.</summary>
    public async Task DeleteAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var id = connection.Value;
        await context.SourceRecords.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Coverage.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await context.MatchDecisions.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Connections.Where(r => r.WorkspaceId == workspace.Value && r.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Dictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    private static ConnectionEntry ToEntry(ConnectionRow row) => new(
        new ConnectionId(row.Id), ConfigJson.Read(row.Config), row.Position, Read(row.Settings), row.ProtectedSecrets is not null, row.Paused,
        row.LastFullReadAt, row.LastReadAt);
}
