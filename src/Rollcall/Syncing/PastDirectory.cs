using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>Some of the people of a past moment, and how many there were. Prints as the count.</summary>
internal sealed record PastPeople(IReadOnlyList<EmployeeState> People, int Total)
{
    public override string ToString() => $"{Total} people";
}

/// <summary>The whole directory as it was at a moment.</summary>
internal static class PastDirectory
{
    /// <summary>In order of name. Null when the moment is from before the history that is kept: then nobody can say.</summary>
    public static async Task<PastPeople?> PageAsync(
        HistoryQueries history, WorkspaceId workspace, DateTimeOffset moment, int skip, int take, CancellationToken cancellationToken)
    {
        var everybody = await history.DirectoryAsOfAsync(workspace, moment, cancellationToken);

        // Asked after reading: what was removed meanwhile is missing in what was read.
        return (await history.CutAsync(workspace, cancellationToken)).KeptSince is { } since && moment < since
            ? null
            : new PastPeople([.. everybody.OrderBy(EmployeeView.Name, StringComparer.OrdinalIgnoreCase).ThenBy(e => e.Id).Skip(skip).Take(take)], everybody.Count);
    }
}
