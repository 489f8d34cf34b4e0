using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Finds, renames, binds and plans teams (R6). First everybody's teams are observed, then decided once for all, so that
/// the order of people does not matter; then looked up.</summary>
internal sealed class TeamBook
{
    private readonly WorkspaceId workspace;
    private readonly List<TeamState> teams;
    private readonly Dictionary<(TeamKind, string), TeamState> byName = [];
    private readonly Dictionary<TeamBinding, TeamState> byBinding = [];
    private readonly SortedDictionary<Key, bool> observed = [];
    private readonly Dictionary<Key, (TeamId? Team, Hold? Hold, string? Nearest)> decided = [];
    private readonly List<Change> changes = [];

    public TeamBook(WorkspaceId workspace, DirectorySchema schema)
    {
        this.workspace = workspace;
        teams = [.. schema.Teams.OrderBy(t => t.Id)];
        foreach (var team in teams)
        {
            byName.TryAdd((team.Kind, Words.Exact(team.Name)), team);
        }

        foreach (var team in teams)
        {
            foreach (var alias in team.Aliases)
            {
                byName.TryAdd((team.Kind, Words.Exact(alias)), team);
            }

            foreach (var binding in team.Bindings)
            {
                byBinding.TryAdd(binding, team);
            }
        }
    }

    /// <summary>Creations, renames and bindings, ready after <see cref="Decide"/>.</summary>
    public IReadOnlyList<Change> Changes => changes;

    public TeamKind KindOf(TeamId team) => teams.Find(t => t.Id == team)?.Kind ?? TeamKind.Other;

    /// <summary>Somebody who will be written has this team.</summary>
    public void Observe(ConnectionId connection, CompiledRule rule, SourceItem item)
    {
        var key = new Key(rule.To.TeamKind, connection, item.Id, Words.Exact(item.Label));
        var mayCreate = (rule.Rule.WhenUnknown ?? UnknownPolicy.Create) == UnknownPolicy.Create;
        observed[key] = mayCreate || (observed.TryGetValue(key, out var may) && may);
    }

    public void Decide()
    {
        foreach (var (key, mayCreate) in observed)
        {
            decided[key] = Bound(key) ?? Named(key) ?? Unknown(key, mayCreate);
        }
    }

    /// <summary>The team of an observed item, or why it is held.</summary>
    public (TeamId? Team, Hold? Hold, string? Nearest) Find(ConnectionId connection, TeamKind kind, SourceItem item) =>
        decided[new Key(kind, connection, item.Id, Words.Exact(item.Label))];

    private (TeamId?, Hold?, string?)? Bound(Key key)
    {
        if (key.HrisId is null || !byBinding.TryGetValue(new TeamBinding(key.Connection, key.HrisId), out var team) || team.Kind != key.Kind)
        {
            return null;
        }

        if (byName.TryGetValue((key.Kind, key.Label), out var named) && named.Id == team.Id)
        {
            return (team.Id, null, null);
        }

        var shared = team.Bindings.Count(b => b.Connection == key.Connection) > 1;
        if (shared)
        {
            // The HRIS has split two units that are one team here: the new spelling is looked for by name, and the tie goes.
            Unbind(key, team);
            return null;
        }

        var labels = observed.Keys.Where(k => k.Kind == key.Kind && k.Connection == key.Connection && k.HrisId == key.HrisId)
            .Select(k => k.Label).Distinct(StringComparer.Ordinal).Count();
        if (named is not null || labels > 1)
        {
            // Another team has that name already, or the HRIS sends two names for one id: not ours to guess.
            return (null, new Hold(FindingCodes.TeamNameConflict, -1, key.Label), team.Name);
        }

        changes.Add(new Change
        {
            Verb = ChangeVerb.Set,
            Subject = SubjectKind.Team,
            SubjectId = team.Id.Value,
            Field = TeamFields.Name,
            Before = team.Name,
            After = key.Label,
            Origin = key.Connection,
            Cause = "renamed in the HRIS",
        });
        byName.Remove((team.Kind, Words.Exact(team.Name)));
        Replace(team, team with { Name = key.Label });
        return (team.Id, null, null);
    }

    private (TeamId?, Hold?, string?)? Named(Key key)
    {
        if (!byName.TryGetValue((key.Kind, key.Label), out var team))
        {
            return null;
        }

        Bind(key, team);
        return (team.Id, null, null);
    }

    private (TeamId?, Hold?, string?) Unknown(Key key, bool mayCreate)
    {
        var loose = Words.Loose(key.Label);
        var near = byName.Where(p => p.Key.Item1 == key.Kind && Words.Loose(p.Key.Item2) == loose)
            .Select(p => p.Value.Name).Order(StringComparer.Ordinal).FirstOrDefault();
        if (near is not null)
        {
            return (null, new Hold(FindingCodes.NearDuplicateTeam, -1, key.Label), near);
        }

        if (!mayCreate)
        {
            var nearest = Similarity.Nearest(key.Label, teams.Where(t => t.Kind == key.Kind).Select(t => t.Name));
            return (null, new Hold(FindingCodes.TeamUnknown, -1, key.Label), nearest);
        }

        var created = new TeamState
        {
            Id = FreeId(key),
            Name = key.Label,
            Kind = key.Kind,
            Bindings = key.HrisId is null ? [] : [new TeamBinding(key.Connection, key.HrisId)],
        };
        changes.Add(new Change
        {
            Verb = ChangeVerb.Create,
            Subject = SubjectKind.Team,
            SubjectId = created.Id.Value,
            Origin = key.Connection,
            Cause = "new in the HRIS",
            Snapshot = created,
        });
        teams.Add(created);
        Index(created);
        return (created.Id, null, null);
    }

    /// <summary>A team that was renamed by hand keeps the id of its first name; another one of that name gets the next.</summary>
    private TeamId FreeId(Key key)
    {
        var id = DerivedIds.Team(workspace, key.Kind, key.Label);
        for (var n = 2; teams.Exists(t => t.Id == id); n++)
        {
            id = DerivedIds.Team(workspace, key.Kind, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.Label}\u001F{n}"));
        }

        return id;
    }

    private void Bind(Key key, TeamState team)
    {
        if (key.HrisId is null || byBinding.ContainsKey(new TeamBinding(key.Connection, key.HrisId)))
        {
            return;
        }

        changes.Add(new Change
        {
            Verb = ChangeVerb.Add,
            Subject = SubjectKind.Team,
            SubjectId = team.Id.Value,
            Field = TeamFields.Binding,
            After = key.HrisId,
            Origin = key.Connection,
            Cause = "same name in the HRIS",
        });
        Replace(team, team with { Bindings = [.. team.Bindings, new TeamBinding(key.Connection, key.HrisId)] });
    }

    private void Unbind(Key key, TeamState team)
    {
        var binding = new TeamBinding(key.Connection, key.HrisId!);
        changes.Add(new Change
        {
            Verb = ChangeVerb.Remove,
            Subject = SubjectKind.Team,
            SubjectId = team.Id.Value,
            Field = TeamFields.Binding,
            Before = key.HrisId,
            Origin = key.Connection,
            Cause = "split in the HRIS",
        });
        byBinding.Remove(binding);
        Replace(team, team with { Bindings = team.Bindings.Where(b => b != binding).ToValueList() });
    }

    private void Replace(TeamState before, TeamState after)
    {
        teams[teams.FindIndex(t => t.Id == before.Id)] = after;
        Index(after);
    }

    private void Index(TeamState team)
    {
        byName[(team.Kind, Words.Exact(team.Name))] = team;
        foreach (var binding in team.Bindings)
        {
            byBinding[binding] = team;
        }
    }

    /// <summary>One spelling of one team as a connection sends it. Ordered, so that decisions do not depend on the order of people.</summary>
    private readonly record struct Key(TeamKind Kind, ConnectionId Connection, string? HrisId, string Label) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var kind = Kind.CompareTo(other.Kind);
            var label = kind != 0 ? kind : string.CompareOrdinal(Label, other.Label);
            var connection = label != 0 ? label : Connection.CompareTo(other.Connection);
            return connection != 0 ? connection : string.CompareOrdinal(HrisId, other.HrisId);
        }
    }
}
