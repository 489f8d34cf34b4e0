using Rollcall.Configuration;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Integrations;

/// <summary>Which connection wins where several carry somebody (R18), by their names.</summary>
/// <param name="Connections">Every connection of the workspace, first wins.</param>
/// <param name="Targets">Targets with another order; connections that theirs does not name come last.</param>
internal sealed record Precedence(ValueList<string> Connections, ValueList<PrecedenceEntry> Targets);

/// <summary>The order that stands, and what it can be about.</summary>
/// <param name="Standing">The order.</param>
/// <param name="Shared">Targets that more than one connection maps, which are those that an order decides about, with the connections that map them.</param>
/// <param name="Directory">For the names of targets.</param>
internal sealed record PrecedenceView(Precedence Standing, IReadOnlyList<PrecedenceEntry> Shared, DirectorySchema Directory);

/// <summary>Why an order cannot be stored.</summary>
/// <param name="At">The part that is wrong: connections, or a target.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record PrecedenceProblem(string At, string What, string Fix);

/// <summary>Reads and sets which connection wins. It counts from the next sync on, which looks at everybody again.</summary>
internal sealed class PrecedenceService(Visitor visitor, WorkspaceStore workspaces, ConnectionStore connections, PrecedenceStore store, SyncService sync)
{
    public async Task<Precedence> ReadAsync(CancellationToken cancellationToken) => (await ViewAsync(cancellationToken)).Standing;

    /// <summary>The order, and what else it can be about.</summary>
    public async Task<PrecedenceView> ViewAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var workspace = await workspaces.FindAsync(member.Workspace.Id, cancellationToken) ?? member.Workspace;
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        var shared = all.SelectMany(c => c.Config.Mappings.Select(m => m.To).Distinct().Select(to => (To: to, c.Config.Name)))
            .GroupBy(p => p.To, p => p.Name)
            .Where(g => g.Count() > 1 && !IsByAll(g.Key));
        return new PrecedenceView(
            new Precedence(all.Select(c => c.Config.Name).ToValueList(), PrecedenceEntry.Of(workspace, all).ToValueList()),
            [.. shared.Select(g => new PrecedenceEntry(g.Key, g.ToValueList()))],
            await sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken));
    }

    /// <summary>What is wrong with the order; nothing when it is stored.</summary>
    public async Task<IReadOnlyList<PrecedenceProblem>> SaveAsync(Precedence wanted, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        var ids = (await connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Config.Name, c => c.Id, StringComparer.Ordinal);
        var attributes = (await sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken)).Attributes;
        List<PrecedenceProblem> problems = [.. ProblemsOf(wanted, [.. ids.Keys], attributes)];
        if (problems.Count > 0)
        {
            return problems;
        }

        var targets = wanted.Targets.Select(t => new TargetPrecedence(t.Target, t.Connections.Select(n => ids[n]).ToValueList())).ToList();
        return await store.SetAsync(workspace.Id, [.. wanted.Connections.Select(n => ids[n])], targets, cancellationToken)
            ? []
            : [new PrecedenceProblem("connections", "Nothing was stored: a connection was added or removed at the same moment.", "Look at the order again, and set it once more.")];
    }

    /// <summary>Somebody has left when every connection says so: there is no first (R18).</summary>
    private static bool IsByAll(Target target) => target.Kind == TargetKind.Status;

    private static IEnumerable<PrecedenceProblem> ProblemsOf(Precedence wanted, IReadOnlyCollection<string> known, IReadOnlyList<CustomAttribute> attributes)
    {
        var all = string.Join(", ", known);
        if (wanted.Connections.Count != known.Count || !known.ToHashSet(StringComparer.Ordinal).SetEquals(wanted.Connections))
        {
            yield return new PrecedenceProblem("connections", "The order does not name every connection once.", $"Name each of: {all}.");
        }

        foreach (var group in wanted.Targets.GroupBy(t => t.Target))
        {
            var at = group.Key.ToString();
            if (group.Count() > 1)
            {
                yield return new PrecedenceProblem(at, $"There are two orders for {at}.", "Send one.");
            }

            if (group.Key.Kind == TargetKind.CustomAttribute && attributes.All(a => a.Key != group.Key.Name))
            {
                yield return new PrecedenceProblem(at, $"There is no custom attribute “{group.Key.Name}”.", "Name one that there is, or leave this order out.");
            }

            var names = group.First().Connections;
            if (names.Count == 0 || names.Distinct(StringComparer.Ordinal).Count() != names.Count || names.Any(n => !known.Contains(n)))
            {
                yield return new PrecedenceProblem(at, $"The order for {at} does not name connections of the workspace, each once.", $"Name one or more of: {all}.");
            }
        }
    }
}
