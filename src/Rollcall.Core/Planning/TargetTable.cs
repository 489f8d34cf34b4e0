using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>One rule of one connection's mapping.</summary>
internal readonly record struct TargetEntry(CompiledMapping Mapping, CompiledRule Rule);

/// <summary>For each target, the rules that may fill it, in the workspace's order of connections (R18). Made once per run.</summary>
internal sealed class TargetTable
{
    private readonly WorkspaceConfig workspace;

    public TargetTable(WorkspaceConfig workspace, IEnumerable<CompiledMapping> mappings, FieldLayout layout)
    {
        this.workspace = workspace;
        var all = mappings.SelectMany(m => m.Rules.Select(r => new TargetEntry(m, r))).ToList();
        Slots = new TargetEntry[layout.Count][];
        for (var slot = 0; slot < layout.Count; slot++)
        {
            Slots[slot] = Ordered(all.Where(e => e.Rule.Slot == slot));
        }

        Status = Ordered(all.Where(e => e.Rule.To.Kind == TargetKind.Status));
        AdditionalManagers = Ordered(all.Where(e => e.Rule.To.Kind == TargetKind.AdditionalManager));
        Teams = [.. all.Where(e => e.Rule.To.Kind == TargetKind.Team)
            .GroupBy(e => e.Rule.To.TeamKind)
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, Ordered(g)))];
        MappedSlots = [.. Enumerable.Range(0, layout.Count).Where(slot => Slots[slot].Length > 0)];
    }

    /// <summary>By layout slot.</summary>
    public TargetEntry[][] Slots { get; }

    /// <summary>Slots that have a rule at all.</summary>
    public int[] MappedSlots { get; }

    public TargetEntry[] Status { get; }

    public TargetEntry[] AdditionalManagers { get; }

    public IReadOnlyList<(TeamKind Kind, TargetEntry[] Entries)> Teams { get; }

    private TargetEntry[] Ordered(IEnumerable<TargetEntry> entries)
    {
        var list = entries.ToList();
        if (list.Count == 0)
        {
            return [];
        }

        var order = workspace.TargetPrecedence.FirstOrDefault(p => p.Target == list[0].Rule.To)?.Order ?? workspace.Precedence;
        return [.. list.OrderBy(e => RankOf(e.Mapping.Connection, order)).ThenBy(e => e.Mapping.Connection)];
    }

    private static int RankOf(ConnectionId connection, ValueList<ConnectionId> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] == connection)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
