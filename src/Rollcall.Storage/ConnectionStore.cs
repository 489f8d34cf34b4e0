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

/// <summary>What is kept of a connection's people.</summary>
/// <param name="People">Everybody it showed.</param>
/// <param name="Tied">Of those, tied to an employee.</param>
/// <param name="Excluded">Of those, left alone by an exclusion criterion.</param>
public sealed record RecordCounts(int People, int Tied, int Excluded);

/// <summary>Secrets that are encrypted; a null text when there are none.</summary>
internal sealed record SealedSecrets(string? Text)
{
    public override string ToString() => nameof(SealedSecrets);
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

    /// <summary>Those of every workspace, in no order.</summary>
    public async Task<IReadOnlyList<(WorkspaceId Workspace, ConnectionEntry Connection)>> ListAllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Connections.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(r => (new WorkspaceId(r.WorkspaceId), ToEntry(r)))];
    }

    public async Task<ConnectionEntry?> FindAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken) =>
        (await ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Config.Name == name);

    public async Task<ConnectionEntry?> FindAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value, cancellationToken) is { } row ? ToEntry(row) : null;
    }

    /// <summary>How many people the connection carries, those included who are left alone.</summary>
    public async Task<int> CountCarriedAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SourceRecords.CountAsync(r => r.ConnectionId == connection.Value, cancellationToken);
    }

    /// <summary>Takes a moment of the schedule; false when this or a later one was taken already, by whichever node. One statement, so that only one node hears yes.</summary>
    public async Task<bool> TakeSlotAsync(ConnectionId connection, DateTimeOffset slot, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Connections.Where(c => c.Id == connection.Value && (c.LastSlotAt == null || c.LastSlotAt < slot))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastSlotAt, slot), cancellationToken) == 1;
    }

    /// <summary>Creates or replaces the connection of this name. Null secrets leave the stored ones.</summary>
    public async Task<ConnectionId> SaveAsync(
        WorkspaceId workspace, ConnectionConfig config, int position, IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, string>? secrets, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await PutAsync(context, workspace, config, position, settings, Seal(secrets), cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return new ConnectionId(row.Id);
    }

    /// <summary>Secrets as they are stored; null for those that stay. Not within a transaction: the first key is written by another connection, which would wait for it.</summary>
    internal SealedSecrets? Seal(IReadOnlyDictionary<string, string>? secrets) =>
        secrets is null ? null : new SealedSecrets(secrets.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(secrets)));

    /// <summary>Adds or changes a connection; whoever asks saves.</summary>
    internal async Task<ConnectionRow> PutAsync(
        RollcallDbContext context, WorkspaceId workspace, ConnectionConfig config, int position, IReadOnlyDictionary<string, string> settings,
        SealedSecrets? secrets, CancellationToken cancellationToken)
    {
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
            row.ProtectedSecrets = secrets.Text;
        }

        return row;
    }

    /// <summary>Adds a connection behind the others; null when the name is taken.</summary>
    public async Task<ConnectionId?> CreateAsync(
        WorkspaceId workspace, ConnectionConfig config, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets,
        CancellationToken cancellationToken)
    {
        var standing = await ListAsync(workspace, cancellationToken);
        return standing.Any(c => c.Config.Name == config.Name)
            ? null
            : await SaveAsync(workspace, config, standing.Count == 0 ? 0 : standing.Max(c => c.Position) + 1, settings, secrets.Count == 0 ? null : secrets, cancellationToken);
    }

    /// <summary>Changes the configuration if it is still what the change was made from.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="connection">Which.</param>
    /// <param name="change">The new configuration from the standing one; null refuses, because the part in question is not what it was.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>What stands now; null when it was refused, changed at the same moment, or there is no such connection.</returns>
    public async Task<ConnectionEntry?> ChangeConfigAsync(
        WorkspaceId workspace, ConnectionId connection, Func<ConnectionConfig, ConnectionConfig?> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value, cancellationToken);
        if (row is null || change(ConfigJson.Read(row.Config)) is not { } wanted)
        {
            return null;
        }

        var (before, after) = (row.Config, ConfigJson.Write(wanted));
        var written = await context.Connections.Where(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value && c.Config == before)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Config, after), cancellationToken);
        row.Config = after;
        return written == 1 ? ToEntry(row) : null;
    }

    /// <summary>Replaces the settings, and those secrets that are given; the others stay. False when there is no such connection.</summary>
    public async Task<bool> ChangeSettingsAsync(
        WorkspaceId workspace, ConnectionId connection, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> newSecrets,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Connections.SingleOrDefaultAsync(c => c.WorkspaceId == workspace.Value && c.Id == connection.Value, cancellationToken);
        if (row is null)
        {
            return false;
        }

        row.Settings = JsonSerializer.Serialize(settings.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary());
        if (newSecrets.Count > 0)
        {
            var secrets = row.ProtectedSecrets is { } standing ? Read(protector.Unprotect(standing)) : [];
            foreach (var (key, value) in newSecrets)
            {
                secrets[key] = value;
            }

            row.ProtectedSecrets = protector.Protect(JsonSerializer.Serialize(secrets));
        }

        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>What the last reads of a connection left behind, counted.</summary>
    public async Task<RecordCounts> CountRecordsAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await context.SourceRecords.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == connection.Value)
            .GroupBy(r => new { r.Scope, IsTied = r.EmployeeId != null }).Select(g => new { g.Key.Scope, g.Key.IsTied, Count = g.Count() }).ToListAsync(cancellationToken);
        return new RecordCounts(
            counts.Sum(c => c.Count), counts.Where(c => c.IsTied).Sum(c => c.Count),
            counts.Where(c => c.Scope == (int)Core.Planning.RecordScope.Excluded).Sum(c => c.Count));
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
        await context.Webhooks.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await context.WebhookEvents.Where(r => r.WorkspaceId == workspace.Value && r.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Connections.Where(r => r.WorkspaceId == workspace.Value && r.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Dictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    private static ConnectionEntry ToEntry(ConnectionRow row) => new(
        new ConnectionId(row.Id), ConfigJson.Read(row.Config), row.Position, Read(row.Settings), row.ProtectedSecrets is not null, row.Paused,
        row.LastFullReadAt, row.LastReadAt);
}
