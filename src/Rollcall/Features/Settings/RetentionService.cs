using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Upkeep;

namespace Rollcall.Features.Settings;

/// <summary>How long things are kept, and how far that has come.</summary>
/// <param name="Retention">As it is set.</param>
/// <param name="KeptSince">Since when history is whole; null when it always was.</param>
/// <param name="HeldBy">Programs that have not taken older changes yet: for their sake they stay.</param>
/// <param name="TimeZone">Of the workspace.</param>
public sealed record RetentionView(Retention Retention, DateTimeOffset? KeptSince, IReadOnlyList<string> HeldBy, string TimeZone);

/// <summary>How long the workspace keeps what.</summary>
internal sealed class RetentionService(Visitor visitor, RetentionStore store, HistoryQueries history)
{
    public async Task<RetentionView> FindAsync(CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        var retention = await store.GetAsync(workspace.Id, cancellationToken);
        return new RetentionView(
            retention, (await history.CutAsync(workspace.Id, cancellationToken)).KeptSince, await store.HoldersAsync(workspace.Id, retention, cancellationToken), workspace.TimeZone);
    }

    /// <summary>What would go if it were kept so; null when one of the times is none.</summary>
    public async Task<RetentionCounts?> PreviewAsync(Retention retention, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        return RetentionRules.IsFine(retention) ? await store.PreviewAsync(workspace.Id, retention, cancellationToken) : null;
    }

    /// <summary>Saves; what is too old goes within a minute. False when one of the times is none.</summary>
    public async Task<bool> SaveAsync(Retention retention, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        if (!RetentionRules.IsFine(retention))
        {
            return false;
        }

        await store.SetAsync(workspace.Id, retention, cancellationToken);
        return true;
    }
}
