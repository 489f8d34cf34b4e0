using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>What came of an edit of a team.</summary>
public enum TeamEdit
{
    Done,

    /// <summary>There is no such team or person any more.</summary>
    Gone,

    /// <summary>Somebody else changed the team since it was shown.</summary>
    ChangedMeanwhile,

    /// <summary>Another team of the kind has this name, or has it as an alias.</summary>
    NameTaken,

    /// <summary>A team would be part of itself.</summary>
    Circle,

    /// <summary>It still has members, parts or ties to the HRIS.</summary>
    InUse,

    /// <summary>Only teams of one kind can be put together: names and ties are by kind.</summary>
    OtherKind,
}

/// <summary>Edits of teams by people. Each is one transaction that excludes an applying sync; memberships that change are in the change log;
/// the next sync looks at everybody again.</summary>
public sealed class TeamEditStore(IDbContextFactory<RollcallDbContext> contexts, IBulkWriter bulk, TimeProvider time)
{
    /// <summary>Creates a team, or replaces one that is still as it was shown.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="shown">The team as the person saw it; null creates.</param>
    /// <param name="team">The team as it is to be.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<TeamEdit> SaveAsync(WorkspaceId workspace, TeamState? shown, TeamState team, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Teams;
            var standing = all.FirstOrDefault(t => t.Id == team.Id);
            if (shown is not null && standing != shown)
            {
                return standing is null ? TeamEdit.Gone : TeamEdit.ChangedMeanwhile;
            }

            if (Taken(all, team))
            {
                return TeamEdit.NameTaken;
            }

            if (IsCircle(all, team))
            {
                return TeamEdit.Circle;
            }

            Write(edit, standing, team, "by hand");
            return TeamEdit.Done;
        }, cancellationToken);

    /// <summary>Creates a team under an id of its own.</summary>
    public async Task<(TeamEdit Came, TeamId Id)> CreateAsync(WorkspaceId workspace, string name, TeamKind kind, TeamId? parent, ValueList<string> aliases, CancellationToken cancellationToken)
    {
        var team = new TeamState { Id = new TeamId(Guid.CreateVersion7(time.GetUtcNow())), Name = name, Kind = kind, Parent = parent, Aliases = aliases };
        return (await SaveAsync(workspace, shown: null, team, cancellationToken), team.Id);
    }

    /// <summary>From the next sync on, these spellings from the HRIS mean the team too.</summary>
    public Task<TeamEdit> AddAliasesAsync(WorkspaceId workspace, TeamId id, IReadOnlyCollection<string> aliases, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Teams;
            if (all.FirstOrDefault(t => t.Id == id) is not { } standing)
            {
                return TeamEdit.Gone;
            }

            var team = standing with { Aliases = Words.Aliases(standing.Name, standing.Aliases.Concat(aliases)) };
            if (Taken(all, team))
            {
                return TeamEdit.NameTaken;
            }

            if (team != standing)
            {
                Write(edit, standing, team, "by hand");
            }

            return TeamEdit.Done;
        }, cancellationToken);

    /// <summary>Puts somebody into a team by hand, or takes that back. What an HRIS says stays.</summary>
    public Task<TeamEdit> SetMemberAsync(WorkspaceId workspace, TeamId team, EmployeeId employee, bool isMember, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            if (!await edit.Context.Teams.AnyAsync(t => t.WorkspaceId == workspace.Value && t.Id == team.Value, cancellationToken)
                || !await edit.Context.Employees.AnyAsync(e => e.WorkspaceId == workspace.Value && e.Id == employee.Value, cancellationToken))
            {
                return TeamEdit.Gone;
            }

            var row = new MembershipRow { WorkspaceId = workspace.Value, EmployeeId = employee.Value, TeamId = team.Value, OriginId = Guid.Empty };
            var stands = await edit.Context.Memberships.AnyAsync(m => m.EmployeeId == employee.Value && m.TeamId == team.Value && m.OriginId == Guid.Empty, cancellationToken);
            if (stands != isMember)
            {
                edit.Context.Entry(row).State = isMember ? EntityState.Added : EntityState.Deleted;
                edit.Log(Moved(employee, isMember ? null : team, isMember ? team : null, Origin.Manual, "by hand"));
            }

            return TeamEdit.Done;
        }, cancellationToken);

    /// <summary>Puts two teams of a kind together: members, parts, leads and ties of the one go to the other; its names become aliases there.</summary>
    public Task<TeamEdit> MergeAsync(WorkspaceId workspace, TeamState goes, TeamState stays, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Teams;
            var (gone, kept) = (all.FirstOrDefault(t => t.Id == goes.Id), all.FirstOrDefault(t => t.Id == stays.Id));
            if (gone is null || kept is null || gone.Id == kept.Id)
            {
                return TeamEdit.Gone;
            }

            if (gone != goes || kept != stays)
            {
                return TeamEdit.ChangedMeanwhile;
            }

            if (gone.Kind != kept.Kind)
            {
                return TeamEdit.OtherKind;
            }

            await MoveMembersAsync(edit, workspace, gone.Id, kept.Id, cancellationToken);
            foreach (var part in all.Where(t => t.Parent == gone.Id && t.Id != kept.Id))
            {
                Write(edit, part, part with { Parent = kept.Id }, "teams merged");
            }

            Write(edit, kept, Merged(all, gone, kept), "teams merged");
            edit.Context.Entry(SchemaRows.ToRow(gone, workspace.Value)).State = EntityState.Deleted;
            edit.Log(new Change { Verb = ChangeVerb.Delete, Subject = SubjectKind.Team, SubjectId = gone.Id.Value, Cause = "merged by hand", Snapshot = gone });
            return TeamEdit.Done;
        }, cancellationToken);

    /// <summary>Removes a team that nobody and nothing belongs to.</summary>
    public Task<TeamEdit> DeleteAsync(WorkspaceId workspace, TeamState shown, CancellationToken cancellationToken) =>
        EditAsync(workspace, async edit =>
        {
            var all = (await SchemaRows.ReadAsync(edit.Context, workspace.Value, cancellationToken)).Teams;
            var standing = all.FirstOrDefault(t => t.Id == shown.Id);
            if (standing != shown)
            {
                return standing is null ? TeamEdit.Gone : TeamEdit.ChangedMeanwhile;
            }

            if (standing.Bindings.Count > 0 || all.Any(t => t.Parent == standing.Id)
                || await edit.Context.Memberships.AnyAsync(m => m.WorkspaceId == workspace.Value && m.TeamId == standing.Id.Value, cancellationToken))
            {
                return TeamEdit.InUse;
            }

            edit.Context.Entry(SchemaRows.ToRow(standing, workspace.Value)).State = EntityState.Deleted;
            edit.Log(new Change { Verb = ChangeVerb.Delete, Subject = SubjectKind.Team, SubjectId = standing.Id.Value, Cause = "by hand", Snapshot = standing });
            return TeamEdit.Done;
        }, cancellationToken);

    /// <summary>What a team is once another one was merged into it. One that was somewhere below the other takes its place.</summary>
    public static TeamState Merged(IReadOnlyList<TeamState> all, TeamState gone, TeamState kept) => kept with
    {
        Aliases = Words.Aliases(kept.Name, kept.Aliases.Concat(gone.Aliases).Append(gone.Name)),
        Bindings = [.. kept.Bindings.Concat(gone.Bindings).Distinct()],
        Leads = [.. kept.Leads.Concat(gone.Leads).Distinct()],
        Parent = IsBelow(all, kept, gone.Id) ? gone.Parent : kept.Parent,
    };

    /// <summary>Each membership keeps its origin; one that is there already is not doubled.</summary>
    private static async Task MoveMembersAsync(DirectoryEdit edit, WorkspaceId workspace, TeamId from, TeamId to, CancellationToken cancellationToken)
    {
        var rows = await edit.Context.Memberships.AsNoTracking().Where(m => m.WorkspaceId == workspace.Value && (m.TeamId == from.Value || m.TeamId == to.Value)).ToListAsync(cancellationToken);
        var there = rows.Where(m => m.TeamId == to.Value).Select(m => (m.EmployeeId, m.OriginId)).ToHashSet();
        foreach (var row in rows.Where(m => m.TeamId == from.Value))
        {
            var origin = row.OriginId == Guid.Empty ? Origin.Manual : new Origin(new ConnectionId(row.OriginId));
            edit.Log(Moved(new EmployeeId(row.EmployeeId), from, null, origin, "teams merged"));
            if (!there.Contains((row.EmployeeId, row.OriginId)))
            {
                edit.Log(Moved(new EmployeeId(row.EmployeeId), null, to, origin, "teams merged"));
            }
        }

        await edit.Context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == from.Value
                && !edit.Context.Memberships.Any(o => o.WorkspaceId == workspace.Value && o.TeamId == to.Value && o.EmployeeId == m.EmployeeId && o.OriginId == m.OriginId))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.TeamId, to.Value), cancellationToken);
        await edit.Context.Memberships.Where(m => m.WorkspaceId == workspace.Value && m.TeamId == from.Value).ExecuteDeleteAsync(cancellationToken);
    }

    private static Change Moved(EmployeeId employee, TeamId? from, TeamId? to, Origin origin, string cause) => new()
    {
        Verb = to is null ? ChangeVerb.Remove : ChangeVerb.Add,
        Subject = SubjectKind.Employee,
        SubjectId = employee.Value,
        Field = Fields.Team,
        Before = from?.ToString(),
        After = to?.ToString(),
        Origin = origin.Connection,
        Cause = cause,
    };

    /// <summary>Stores a team, and logs whatever of it changes.</summary>
    internal static void Write(DirectoryEdit edit, TeamState? standing, TeamState team, string cause)
    {
        edit.Context.Entry(SchemaRows.ToRow(team, edit.Workspace)).State = standing is null ? EntityState.Added : EntityState.Modified;
        if (standing is null)
        {
            edit.Log(new Change { Verb = ChangeVerb.Create, Subject = SubjectKind.Team, SubjectId = team.Id.Value, Cause = cause, Snapshot = team });
            return;
        }

        void Log(ChangeVerb verb, string field, string? before, string? after, ConnectionId? origin = null) => edit.Log(new Change
        {
            Verb = verb, Subject = SubjectKind.Team, SubjectId = team.Id.Value, Field = field, Before = before, After = after, Origin = origin, Cause = cause,
        });

        void LogSet(string field, string? before, string? after)
        {
            if (before != after)
            {
                Log(ChangeVerb.Set, field, before, after);
            }
        }

        void LogEach<T>(string field, IEnumerable<T> before, IEnumerable<T> after, Func<T, string> text, Func<T, ConnectionId?> origin)
        {
            foreach (var gone in before.Except(after))
            {
                Log(ChangeVerb.Remove, field, text(gone), null, origin(gone));
            }

            foreach (var come in after.Except(before))
            {
                Log(ChangeVerb.Add, field, null, text(come), origin(come));
            }
        }

        LogSet(TeamFields.Name, standing.Name, team.Name);
        LogSet(TeamFields.Kind, TeamKinds.Word(standing.Kind), TeamKinds.Word(team.Kind));
        LogSet(TeamFields.Parent, standing.Parent?.ToString(), team.Parent?.ToString());
        LogEach(TeamFields.Alias, standing.Aliases, team.Aliases, a => a, _ => null);
        LogEach(TeamFields.Binding, standing.Bindings, team.Bindings, b => b.HrisId, b => b.Connection);
        LogEach(TeamFields.Lead, standing.Leads, team.Leads, l => l.ToString(), _ => null);
    }

    private static bool IsBelow(IReadOnlyList<TeamState> all, TeamState team, TeamId ancestor)
    {
        var seen = new HashSet<TeamId>();
        for (var at = team.Parent; at is { } parent && seen.Add(parent); at = all.FirstOrDefault(t => t.Id == parent)?.Parent)
        {
            if (parent == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    internal static bool Taken(IEnumerable<TeamState> all, TeamState team)
    {
        var names = team.Aliases.Append(team.Name).Select(Words.Exact).ToHashSet(StringComparer.Ordinal);
        return all.Any(t => t.Id != team.Id && t.Kind == team.Kind && t.Aliases.Append(t.Name).Any(n => names.Contains(Words.Exact(n))));
    }

    private static bool IsCircle(IReadOnlyList<TeamState> all, TeamState team)
    {
        var parents = all.Where(t => t.Id != team.Id && t.Parent is not null).ToDictionary(t => t.Id, t => t.Parent!.Value);
        var seen = new HashSet<TeamId> { team.Id };
        for (var at = team.Parent; at is { } parent; at = parents.TryGetValue(parent, out var next) ? next : null)
        {
            if (!seen.Add(parent))
            {
                return true;
            }
        }

        return false;
    }

    private Task<TeamEdit> EditAsync(WorkspaceId workspace, Func<DirectoryEdit, Task<TeamEdit>> work, CancellationToken cancellationToken) =>
        DirectoryEdit.RunAsync(contexts, bulk, time, workspace.Value, work, TeamEdit.Done, cancellationToken);
}
