using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>The webhook of a connection, without its secrets.</summary>
/// <param name="Connection">Whose.</param>
/// <param name="Workspace">The connection's workspace.</param>
/// <param name="HasSecret">Whether deliveries can be proven; refused until then.</param>
/// <param name="CreatedAt">When the address was made.</param>
/// <param name="LastReceivedAt">When the last genuine delivery came.</param>
/// <param name="LastRefusedAt">When the last one was refused.</param>
/// <param name="Received">Genuine deliveries so far.</param>
/// <param name="Refused">Deliveries that were not proven to be the vendor's.</param>
/// <param name="Waiting">Deliveries that no read has seen to yet.</param>
public sealed record WebhookEntry(
    ConnectionId Connection, WorkspaceId Workspace, bool HasSecret, DateTimeOffset CreatedAt, DateTimeOffset? LastReceivedAt, DateTimeOffset? LastRefusedAt,
    long Received, long Refused, int Waiting);

/// <summary>What is to be read because of deliveries of one connection.</summary>
/// <param name="Workspace">The connection's workspace.</param>
/// <param name="Connection">Whose.</param>
/// <param name="UpTo">The newest delivery it covers.</param>
/// <param name="FirstAt">When the oldest one came.</param>
/// <param name="LastAt">When the newest one came.</param>
/// <param name="People">Ids as the source says them, each once.</param>
/// <param name="Reason">Why only a complete read can tell; null when the people are all there is to it.</param>
public sealed record WebhookWork(
    WorkspaceId Workspace, ConnectionId Connection, long UpTo, DateTimeOffset FirstAt, DateTimeOffset LastAt, IReadOnlyList<string> People, string? Reason)
{
    public override string ToString() => $"{Connection}: {People.Count} people";
}

/// <summary>Webhooks of connections and what came through them. A delivery is durable before it is answered; it waits until a read that began
/// after it came has been applied.</summary>
public sealed class WebhookStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>So many deliveries of one connection are put together at most.</summary>
    internal const int MostAtOnce = 5_000;

    private const int TokenBytes = 32;
    private readonly IDataProtector secrets = protection.CreateProtector("Rollcall.WebhookSecret");
    private readonly IDataProtector bodies = protection.CreateProtector("Rollcall.WebhookBody");

    /// <summary>Makes the address of a connection, or a new one: the old one is refused from then on. Returns its token, which is never shown again.</summary>
    /// <param name="workspace">The connection's workspace.</param>
    /// <param name="connection">Whose.</param>
    /// <param name="secret">A secret of ours for the vendor; null when the vendor makes it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<string> CreateAsync(WorkspaceId workspace, ConnectionId connection, string? secret, CancellationToken cancellationToken)
    {
        var token = NewToken();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Webhooks.Where(w => w.ConnectionId == connection.Value && w.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken);
        context.Webhooks.Add(new WebhookRow
        {
            ConnectionId = connection.Value,
            WorkspaceId = workspace.Value,
            TokenHash = HashOf(token),
            ProtectedSecret = secret is null ? null : secrets.Protect(secret),
            CreatedAt = time.GetUtcNow(),
        });
        await context.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Random text for addresses and secrets, 256 bits.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Keeps the secret that the vendor made. False when the connection has no webhook.</summary>
    public async Task<bool> SetSecretAsync(WorkspaceId workspace, ConnectionId connection, string secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = secrets.Protect(secret);
        return await context.Webhooks.Where(w => w.ConnectionId == connection.Value && w.WorkspaceId == workspace.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.ProtectedSecret, kept), cancellationToken) == 1;
    }

    /// <summary>From now on nothing is taken. False when there was none.</summary>
    public async Task<bool> RemoveAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Webhooks.Where(w => w.ConnectionId == connection.Value && w.WorkspaceId == workspace.Value).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>Null when the connection has none.</summary>
    public async Task<WebhookEntry?> FindAsync(WorkspaceId workspace, ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.ConnectionId == connection.Value && w.WorkspaceId == workspace.Value, cancellationToken);
        return row is null ? null : new WebhookEntry(
            connection, workspace, row.ProtectedSecret is not null, row.CreatedAt, row.LastReceivedAt, row.LastRefusedAt, row.Received, row.Refused,
            await context.WebhookEvents.CountAsync(e => e.ConnectionId == connection.Value && e.HandledAt == null, cancellationToken));
    }

    /// <summary>The workspace and the secret behind an address, to prove a delivery with; null when there is no such address.</summary>
    public async Task<(WorkspaceId Workspace, string? Secret)?> OpenAsync(ConnectionId connection, string token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.ConnectionId == connection.Value, cancellationToken);
        return row is not null && CryptographicOperations.FixedTimeEquals(row.TokenHash, HashOf(token))
            ? (new WorkspaceId(row.WorkspaceId), row.ProtectedSecret is { } kept ? secrets.Unprotect(kept) : null)
            : null;
    }

    public async Task CountRefusedAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Webhooks.Where(w => w.ConnectionId == connection.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.Refused, w => w.Refused + 1).SetProperty(w => w.LastRefusedAt, time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Takes a proven delivery: it is durable when this returns. One that waits already, byte for byte, is not taken twice, and one whose
    /// address was removed at this moment not at all.</summary>
    public async Task TakeAsync(WorkspaceId workspace, ConnectionId connection, ReadOnlyMemory<byte> body, WebhookHint hint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var digest = SHA256.HashData(body.Span);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var isThere = await context.Webhooks.Where(w => w.ConnectionId == connection.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.Received, w => w.Received + 1).SetProperty(w => w.LastReceivedAt, now), cancellationToken) == 1;
        var people = hint is WebhookHint.People { ExternalIds: var ids } ? string.Join('\n', ids) : null;
        if (isThere && hint is not WebhookHint.Nothing
            && !await context.WebhookEvents.AnyAsync(e => e.ConnectionId == connection.Value && e.HandledAt == null && e.Digest == digest, cancellationToken))
        {
            context.WebhookEvents.Add(new WebhookEventRow
            {
                WorkspaceId = workspace.Value,
                ConnectionId = connection.Value,
                ReceivedAt = now,
                Digest = digest,
                People = people,
                Reason = (hint as WebhookHint.Everybody)?.Reason,
                ProtectedBody = bodies.Protect(Encoding.Latin1.GetString(body.Span)),
            });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What waits to be read, put together by connection, whoever waits longest first. The oldest of each: one whose reads fail for long
    /// keeps no other one waiting.</summary>
    public async Task<IReadOnlyList<WebhookWork>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var works = new List<WebhookWork>();
        foreach (var connection in await WhoWaits(context).ToListAsync(cancellationToken))
        {
            var rows = await Oldest(context, connection).Select(e => new { e.Id, e.WorkspaceId, e.ReceivedAt, e.People, e.Reason }).ToListAsync(cancellationToken);
            works.AddRange(rows.GroupBy(r => r.WorkspaceId).Select(g => new WebhookWork(
                new WorkspaceId(g.Key), new ConnectionId(connection), g.Max(r => r.Id), g.Min(r => r.ReceivedAt), g.Max(r => r.ReceivedAt),
                [.. g.SelectMany(r => r.People?.Split('\n') ?? []).Distinct(StringComparer.Ordinal)],
                g.Select(r => r.People is null ? r.Reason ?? "" : null).FirstOrDefault(r => r is not null))));
        }

        return [.. works.OrderBy(w => w.FirstAt)];
    }

    /// <summary>A read has seen to a piece of work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="run">The run that read; null when nothing was to be read, or another one did.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task HandledAsync(WebhookWork work, RunId? run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (now, by) = (time.GetUtcNow(), run?.Value);
        await context.WebhookEvents.Where(e => e.ConnectionId == work.Connection.Value && e.HandledAt == null && e.Id <= work.UpTo)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.HandledAt, now).SetProperty(e => e.RunId, by), cancellationToken);
    }

    /// <summary>Removes deliveries that were seen to before a moment.</summary>
    public async Task<int> PurgeAsync(WorkspaceId workspace, DateTimeOffset handledBefore, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SmallSteps.DeleteAsync(Handled(context, workspace, handledBefore).OrderBy(e => e.Id), time, cancellationToken);
    }

    internal static IQueryable<WebhookEventRow> Handled(RollcallDbContext context, WorkspaceId workspace, DateTimeOffset before) =>
        context.WebhookEvents.Where(e => e.WorkspaceId == workspace.Value && e.HandledAt != null && e.HandledAt < before);

    /// <summary>One look into the index for each connection, however many deliveries wait.</summary>
    internal static IQueryable<Guid> WhoWaits(RollcallDbContext context) =>
        context.Connections.Where(c => context.WebhookEvents.Any(e => e.HandledAt == null && e.ConnectionId == c.Id)).Select(c => c.Id);

    internal static IQueryable<WebhookEventRow> Oldest(RollcallDbContext context, Guid connection) =>
        context.WebhookEvents.AsNoTracking().Where(e => e.HandledAt == null && e.ConnectionId == connection).OrderBy(e => e.Id).Take(MostAtOnce);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
