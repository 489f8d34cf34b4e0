using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage;

/// <summary>Which connection wins where several carry somebody (R18): the workspace's order of connections, and other orders for single targets.</summary>
public sealed class PrecedenceStore(IDbContextFactory<RollcallDbContext> contexts)
{
    /// <summary>Replaces both.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="order">Every connection of the workspace, first wins.</param>
    /// <param name="targets">Targets with an order of their own; connections that theirs does not name come last.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    /// <returns>False when <paramref name="order"/> is not exactly the workspace's connections; nothing is stored then.</returns>
    public async Task<bool> SetAsync(WorkspaceId workspace, IReadOnlyList<ConnectionId> order, IReadOnlyList<TargetPrecedence> targets, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var rows = await context.Connections.Where(c => c.WorkspaceId == workspace.Value).ToListAsync(cancellationToken);
        if (rows.Count != order.Count || !rows.Select(r => r.Id).ToHashSet().SetEquals(order.Select(id => id.Value)))
        {
            return false;
        }

        foreach (var row in rows)
        {
            row.Position = order.Index().First(o => o.Item.Value == row.Id).Index;
        }

        (await context.Workspaces.SingleAsync(w => w.Id == workspace.Value, cancellationToken)).TargetPrecedence = Write(targets);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Orders of single targets as they are stored; null for none.</summary>
    internal static string? Write(IEnumerable<TargetPrecedence> targets) =>
        targets.Where(t => t.Order.Count > 0).OrderBy(t => t.Target.ToString(), StringComparer.Ordinal)
            .ToDictionary(t => t.Target.ToString(), t => t.Order.Select(id => id.Value), StringComparer.Ordinal) is { Count: > 0 } orders
            ? JsonSerializer.Serialize(orders)
            : null;

    internal static ValueList<TargetPrecedence> Read(string? stored) => stored is null
        ? []
        : (from order in JsonSerializer.Deserialize<Dictionary<string, Guid[]>>(stored)!
           let target = Target.Parse(order.Key)
           where target is not null
           orderby order.Key
           select new TargetPrecedence(target, order.Value.Select(id => new ConnectionId(id)).ToValueList())).ToValueList();
}
