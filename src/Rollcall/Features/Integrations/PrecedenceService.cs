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

/// <summary>Why an order cannot be stored.</summary>
/// <param name="At">The part that is wrong: connections, or a target.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do.</param>
internal sealed record PrecedenceProblem(string At, string What, string Fix);

/// <summary>Reads and sets which connection wins. It counts from the next sync on, which looks at everybody again.</summary>
internal sealed class PrecedenceService(Visitor visitor, WorkspaceStore workspaces, ConnectionStore connections, PrecedenceStore store, SyncService sync)
{
    public async Task<Precedence> ReadAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var workspace = await workspaces.FindAsync(member.Workspace.Id, cancellationToken) ?? member.Workspace;
        var all = await connections.ListAsync(workspace.Id, cancellationToken);
        return new Precedence(all.Select(c => c.Config.Name).ToValueList(), PrecedenceEntry.Of(workspace, all).ToValueList());
    }

    /// <summary>The directory, for the names of targets.</summary>
    public async Task<DirectorySchema> SchemaAsync(CancellationToken cancellationToken) =>
        await sync.DirectoryOf((await visitor.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace).ReadSchemaAsync(cancellationToken);

    /// <summary>The targets that more than one connection maps, which are those that an order decides about, with the connections that map them.</summary>
    public async Task<IReadOnlyList<(Target Target, IReadOnlyList<string> Connections)>> SharedTargetsAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        return [.. (await connections.ListAsync(member.Workspace.Id, cancellationToken))
            .SelectMany(c => c.Config.Mappings.Select(m => m.To).Distinct().Select(to => (To: to, c.Config.Name)))
            .GroupBy(p => p.To, p => p.Name)
            .Where(g => g.Count() > 1 && !IsByAll(g.Key))
            .Select(g => (g.Key, (IReadOnlyList<string>)[.. g]))];
    }

    /// <summary>What is wrong with the order; nothing when it is stored.</summary>
    public async Task<IReadOnlyList<PrecedenceProblem>> SaveAsync(Precedence wanted, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        var ids = (await connections.ListAsync(workspace.Id, cancellationToken)).ToDictionary(c => c.Config.Name, c => c.Id, StringComparer.Ordinal);
        var attributes = (await SchemaAsync(cancellationToken)).Attributes;
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
