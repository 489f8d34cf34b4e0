using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>A way to look at the list of employees that somebody kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Content">Search, filters, columns and order, as JSON of the list's own shape.</param>
/// <param name="IsShared">Everybody in the workspace sees it.</param>
/// <param name="IsOwn">The asking account keeps it.</param>
public sealed record SavedView(Guid Id, string Name, string Content, bool IsShared, bool IsOwn)
{
    /// <summary>The id: a filter may name people.</summary>
    public override string ToString() => Id.ToString();
}

/// <summary>Kept views, by account; shared ones are everybody's to look at.</summary>
public sealed class SavedViewStore(IDbContextFactory<RollcallDbContext> contexts, TimeProvider time)
{
    /// <summary>The account's own and what others share, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(WorkspaceId workspace, Guid account, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SavedViews.AsNoTracking()
            .Where(v => v.WorkspaceId == workspace.Value && (v.AccountId == account || v.IsShared)).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(v => v.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(v => v.CreatedAt)
            .Select(v => new SavedView(v.Id, v.Name, v.Content, v.IsShared, v.AccountId == account))];
    }

    /// <summary>Keeps a view under a name; one of the same account and name is replaced.</summary>
    public async Task<SavedView> SaveAsync(WorkspaceId workspace, Guid account, string name, string content, bool isShared, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.SavedViews.SingleOrDefaultAsync(v => v.WorkspaceId == workspace.Value && v.AccountId == account && v.Name == name, cancellationToken);
        if (row is null)
        {
            var now = time.GetUtcNow();
            row = new SavedViewRow { Id = Guid.CreateVersion7(now), WorkspaceId = workspace.Value, AccountId = account, Name = name, Content = content, CreatedAt = now };
            context.SavedViews.Add(row);
        }

        (row.Content, row.IsShared) = (content, isShared);
        await context.SaveChangesAsync(cancellationToken);
        return new SavedView(row.Id, row.Name, row.Content, row.IsShared, IsOwn: true);
    }

    /// <summary>Removes one of the account's own views, or, for who may, a shared one of somebody else. False when there is none such.</summary>
    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid account, Guid view, bool alsoOfOthers, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SavedViews
            .Where(v => v.WorkspaceId == workspace.Value && v.Id == view && (v.AccountId == account || (alsoOfOthers && v.IsShared)))
            .ExecuteDeleteAsync(cancellationToken) == 1;
    }
}
