using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>One edit by a person while it is going on: what it changes, and what goes into the change log.</summary>
internal sealed class DirectoryEdit(RollcallDbContext context, DbConnection connection, DbTransaction transaction, Guid workspace)
{
    private readonly List<Change> changes = [];

    public RollcallDbContext Context => context;

    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    public Guid Workspace => workspace;

    public IReadOnlyList<Change> Changes => changes;

    /// <summary>Null says that there is nothing to log.</summary>
    public void Log(Change? change)
    {
        if (change is not null)
        {
            changes.Add(change);
        }
    }

    /// <summary>Does the work in one transaction that excludes an applying sync, unless it says that nothing is to be done; then nothing is.
    /// What was logged becomes part of the change log, and the next sync looks at everybody again.</summary>
    public static async Task<TCame> RunAsync<TCame>(
        IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time, Guid workspace, Func<DirectoryEdit, Task<TCame>> work, TCame done,
        CancellationToken cancellationToken)
        where TCame : struct, Enum
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        await using var transaction = await bulk.BeginExclusiveAsync(connection, workspace, cancellationToken);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var edit = new DirectoryEdit(context, connection, transaction, workspace);
        var came = await work(edit);
        if (!EqualityComparer<TCame>.Default.Equals(came, done))
        {
            return came;
        }

        await context.SaveChangesAsync(cancellationToken);
        if (edit.Changes.Count > 0)
        {
            await bulk.InsertAsync(transaction, Tables.Changes, new PlanWriter(context, bulk, workspace, time).ChangeRows(edit.Changes, [], run: null), cancellationToken);
        }

        await context.Workspaces.Where(w => w.Id == workspace).ExecuteUpdateAsync(set => set.SetProperty(w => w.EditEpoch, w => w.EditEpoch + 1), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return came;
    }
}
