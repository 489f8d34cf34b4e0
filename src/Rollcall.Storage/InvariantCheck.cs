using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>What a plan relies on and no before-image of one person shows: one email is one person's, nobody is their own manager over others,
/// somebody is left who owns the workspace, and what was decided about matches is decided still. Two runs of a workspace plan side by side and write one after the other, so it is looked
/// at once more under the lock.</summary>
/// <param name="context">The database, in the transaction that writes.</param>
/// <param name="workspace">Whose directory.</param>
/// <param name="conflict">Told of each one that would not hold.</param>
internal sealed class InvariantCheck(RollcallDbContext context, Guid workspace, Action<string> conflict)
{
    private const int Chunk = 400;

    public async Task RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var people = plan.Changes.Where(c => c.Subject == SubjectKind.Employee).ToList();
        await CheckDecisionsAsync(plan, cancellationToken);
        await CheckOwnersAsync(people, cancellationToken);
        var last = await context.Changes.Where(c => c.WorkspaceId == workspace).MaxAsync(c => (long?)c.Id, cancellationToken) ?? 0;
        if (plan.AsOf != last)
        {
            await CheckEmailsAsync(people, plan.Layout, cancellationToken);
            await CheckManagersAsync(people, plan.Layout, cancellationToken);
        }
    }

    /// <summary>A plan that waited can carry out what somebody has decided otherwise since.</summary>
    private async Task CheckDecisionsAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Decided.Count == 0)
        {
            return;
        }

        var standing = await context.MatchDecisions.AsNoTracking().Where(d => d.ConnectionId == plan.Connection.Value)
            .ToDictionaryAsync(d => d.ExternalId, d => d.EmployeeId, StringComparer.Ordinal, cancellationToken);
        foreach (var decision in plan.Decided)
        {
            if (!standing.TryGetValue(decision.ExternalId, out var employee) || employee != decision.Employee?.Value)
            {
                conflict($"the decision about record {decision.ExternalId}");
            }
        }
    }

    /// <summary>Who owns a workspace changes without a change in the directory.</summary>
    private async Task CheckOwnersAsync(List<Change> people, CancellationToken cancellationToken)
    {
        var leaving = people.Where(c => c.Field == Fields.Status && c.After == AccountStatusWord.Deactivated).Select(c => c.SubjectId).ToHashSet();
        if (leaving.Count == 0)
        {
            return;
        }

        var owners = await context.Employees.Where(e => e.WorkspaceId == workspace && e.IsOwner && e.Status != (int)AccountStatus.Deactivated)
            .Select(e => e.Id).ToListAsync(cancellationToken);
        if (owners.Count > 0 && owners.TrueForAll(leaving.Contains))
        {
            conflict("the workspace would have no owner left");
        }
    }

    private async Task CheckEmailsAsync(List<Change> people, ValueList<string> layout, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var change in people)
        {
            if (ValueOf(change, Fields.Email, layout) is { } email && !wanted.TryAdd(Words.Folded(email), change.SubjectId))
            {
                conflict($"the email of employee {change.SubjectId} is another new one's too");
            }
        }

        var givenUp = people.Where(c => c.Field == Fields.Email || c.Verb == ChangeVerb.Delete).Select(c => c.SubjectId).ToHashSet();
        foreach (var keys in wanted.Keys.Chunk(Chunk))
        {
            var holders = await context.Employees.Where(e => e.WorkspaceId == workspace && keys.Contains(e.EmailKey))
                .Select(e => new { e.Id, e.EmailKey }).ToListAsync(cancellationToken);
            foreach (var holder in holders.Where(h => h.Id != wanted[h.EmailKey!] && !givenUp.Contains(h.Id)))
            {
                conflict($"the email of employee {wanted[holder.EmailKey!]} is that of employee {holder.Id} now");
            }
        }
    }

    private async Task CheckManagersAsync(List<Change> people, ValueList<string> layout, CancellationToken cancellationToken)
    {
        var changed = people.Where(c => ValueOf(c, Fields.Manager, layout) is not null).ToDictionary(c => c.SubjectId, c => ValueOf(c, Fields.Manager, layout)!);
        if (changed.Count == 0)
        {
            return;
        }

        var managers = await context.Employees.Where(e => e.WorkspaceId == workspace && e.Manager != null)
            .Select(e => new { e.Id, e.Manager }).ToDictionaryAsync(e => e.Id, e => e.Manager!, cancellationToken);
        foreach (var change in people.Where(c => c.Field == Fields.Manager && c.After is null))
        {
            managers.Remove(change.SubjectId);
        }

        foreach (var (employee, manager) in changed)
        {
            managers[employee] = manager;
        }

        foreach (var employee in changed.Keys)
        {
            var above = employee;
            for (var steps = 0; steps <= managers.Count && managers.TryGetValue(above, out var next); steps++)
            {
                above = Guid.Parse(next);
                if (above == employee)
                {
                    conflict($"employee {employee} would be their own manager over others");
                    break;
                }
            }
        }
    }

    /// <summary>What a change gives somebody in a field; null when it does not, or takes it away.</summary>
    private static string? ValueOf(Change change, string field, ValueList<string> layout) => change switch
    {
        { Verb: ChangeVerb.Create, Snapshot: EmployeeState created } => created.Values[layout.Span.IndexOf(field)],
        { Verb: ChangeVerb.Set } when change.Field == field => change.After,
        _ => null,
    };
}
