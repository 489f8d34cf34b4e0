using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Features.Employees;

/// <summary>A connection that writes a field of somebody.</summary>
/// <param name="Target">What it maps to.</param>
/// <param name="Connection">Its name.</param>
/// <param name="Truth">Whether it always wins over people, or only writes where nothing is, or once.</param>
internal sealed record FieldOwner(Target Target, string Connection, TruthPolicy Truth)
{
    /// <summary>What a person types is overwritten by the next sync.</summary>
    public bool Overwrites => Truth == TruthPolicy.Authoritative;
}

/// <summary>Which fields of an employee come from which connection.</summary>
internal static class FieldOwners
{
    /// <summary>By field key, in order of precedence (R18): the mappings of the connections that carry the employee.</summary>
    public static ILookup<string, FieldOwner> Of(Workspace workspace, IEnumerable<ConnectionEntry> connections, IReadOnlyList<StoredRecord> records) => connections
        .Where(c => records.Any(r => r.Connection == c.Id && r.Scope == RecordScope.Included))
        .SelectMany(c => c.Config.Mappings.Select(m => (Rank: RankOf(workspace, m.To, c.Id), Owner: new FieldOwner(m.To, c.Config.Name, m.Truth))))
        .OrderBy(o => o.Rank)
        .Select(o => o.Owner)
        .ToLookup(o => o.Target.FieldKey, StringComparer.Ordinal);

    /// <summary>The place in the target's own order; without one all are alike, and stay in the workspace's.</summary>
    private static int RankOf(Workspace workspace, Target target, ConnectionId connection) =>
        workspace.TargetPrecedence.FirstOrDefault(p => p.Target == target)?.Order is not { } order ? 0
            : order.Index().Where(o => o.Item == connection).Select(o => o.Index).DefaultIfEmpty(int.MaxValue).First();
}
