using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>What a token may do; each one includes those before it.</summary>
public enum ApiScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Preview, sync, approve, reject and undo too.</summary>
    Sync,

    /// <summary>Change connections, mappings and the directory too.</summary>
    Configure,

    /// <summary>Everything in its workspace.</summary>
    Admin,

    /// <summary>Other workspaces of the server too: to list and to create them. Only the terminal of the server makes such a token.</summary>
    Server,
}

/// <summary>A token without its secret.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Workspace">The only workspace it is good for.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Start">Its first characters, to tell it from others.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it is refused.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
public sealed record ApiToken(
    Guid Id, WorkspaceId Workspace, string Name, string Start, ApiScope Scope, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Tokens of programs. Only hashes are kept: a token is shown once, when it is made.</summary>
public sealed class ApiTokenStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    /// <summary>Every token begins so: scanners of source code find it.</summary>
    public const string Prefix = "rollcall_";

    private const int Shown = 6;
    private static readonly TimeSpan Used = TimeSpan.FromMinutes(1);

    /// <summary>Makes a token and returns it, this once. Null when the workspace has one of this name.</summary>
    public async Task<string?> CreateAsync(WorkspaceId workspace, string name, ApiScope scope, TimeSpan validFor, CancellationToken cancellationToken)
    {
        var token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ApiTokens.AnyAsync(t => t.WorkspaceId == workspace.Value && t.Name == name, cancellationToken))
        {
            return null;
        }

        var now = time.GetUtcNow();
        context.ApiTokens.Add(new ApiTokenRow
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace.Value,
            Name = name,
            Hash = HashOf(token),
            Start = token[..(Prefix.Length + Shown)],
            Scope = (int)scope,
            CreatedAt = now,
            ExpiresAt = now + validFor,
        });
        await context.SaveChangesAsync(cancellationToken);
        return token;
    }

    public async Task<IReadOnlyList<ApiToken>> ListAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ApiTokens.AsNoTracking().Where(t => t.WorkspaceId == workspace.Value).OrderBy(t => t.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(ToToken)];
    }

    /// <summary>The token is refused from now on. False when there is none of this name.</summary>
    public async Task<bool> RevokeAsync(WorkspaceId workspace, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.Where(t => t.WorkspaceId == workspace.Value && t.Name == name).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>Whose a token is, and its workspace; null when it is none, revoked or expired. Remembers that it was used.</summary>
    public async Task<(ApiToken Token, Workspace Workspace)?> OpenAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The hash is of 256 random bits: finding it by an index gives nothing away.
        var (hash, now) = (HashOf(token), time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.ApiTokens.AsNoTracking().Where(t => t.Hash == hash && t.ExpiresAt > now)
            .Join(context.Workspaces, t => t.WorkspaceId, w => w.Id, (found, workspace) => new { found, workspace }).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        if (row.found.LastUsedAt is not { } last || now - last > Used)
        {
            await context.ApiTokens.Where(t => t.Id == row.found.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), cancellationToken);
        }

        return (ToToken(row.found), WorkspaceStore.ToWorkspace(row.workspace));
    }

    /// <summary>Whether this was a good token once: whoever has it may know that.</summary>
    public async Task<bool> IsExpiredAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(token), time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.AnyAsync(t => t.Hash == hash && t.ExpiresAt <= now, cancellationToken);
    }

    private static ApiToken ToToken(ApiTokenRow row) =>
        new(row.Id, new WorkspaceId(row.WorkspaceId), row.Name, row.Start, (ApiScope)row.Scope, row.CreatedAt, row.ExpiresAt, row.LastUsedAt);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
