using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Support;

/// <summary>One stored employee.</summary>
internal sealed class Person
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public EmployeeId Id { get; private init; }

    public AccountStatus Status { get; private set; }

    public AccountStatus? StatusBefore { get; private set; }

    public List<Membership> Teams { get; private init; } = [];

    public List<AdditionalManager> Managers { get; private init; } = [];

    public HashSet<string> Pins { get; private init; } = [];

    public static Person Of(EmployeeState state, ValueList<string> layout)
    {
        var person = new Person { Id = state.Id, Status = state.Status, Teams = [.. state.Teams], Managers = [.. state.AdditionalManagers] };
        for (var i = 0; i < layout.Count; i++)
        {
            if (state.Values[i] is { } value)
            {
                person.values[layout[i]] = value;
            }
        }

        return person;
    }

    public string? Get(string field) => values.GetValueOrDefault(field);

    public void Set(string field, string? value)
    {
        if (value is null)
        {
            values.Remove(field);
        }
        else
        {
            values[field] = value;
        }
    }

    public Person Clone()
    {
        var copy = new Person { Id = Id, Status = Status, StatusBefore = StatusBefore, Teams = [.. Teams], Managers = [.. Managers], Pins = [.. Pins] };
        foreach (var (field, value) in values)
        {
            copy.values[field] = value;
        }

        return copy;
    }

    public EmployeeState ToState(FieldLayout layout) => new()
    {
        Id = Id,
        Status = Status,
        StatusBefore = StatusBefore,
        Values = [.. layout.Definitions.Select(d => Get(d.Key))],
        Teams = Teams.ToValueList(),
        AdditionalManagers = Managers.ToValueList(),
        Pins = Pins.ToValueList(),
    };

    public string? Apply(Change change)
    {
        if (Pins.Contains(change.Field))
        {
            return $"{change.Field} of employee {Id} is pinned";
        }

        switch (change.Field)
        {
            case Fields.Status:
                if (AccountStatusWord.Of(Status) != change.Before)
                {
                    return "status";
                }

                var next = AccountStatusWord.Parse(change.After!)!.Value;
                StatusBefore = next == AccountStatus.Deactivated ? Status : null;
                Status = next;
                return null;
            case Fields.Team:
                var membership = new Membership(new TeamId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin));
                return Link(Teams, membership, change.Verb);
            case Fields.AdditionalManager:
                var manager = new AdditionalManager(new EmployeeId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin));
                return Link(Managers, manager, change.Verb);
            default:
                if (Get(change.Field) != change.Before)
                {
                    return change.Field;
                }

                Set(change.Field, change.After);
                return null;
        }
    }

    public string Dump(DirectorySchema schema) => string.Join("|", [
        Id.ToString(), Status.ToString(),
        .. values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"),
        "teams=" + string.Join(",", Teams.Select(t => $"{schema.Teams.First(s => s.Id == t.Team).Name}/{t.Origin}").Order(StringComparer.Ordinal)),
        "managers=" + string.Join(",", Managers.Select(m => m.ToString()).Order(StringComparer.Ordinal)),
    ]);

    private static string? Link<T>(List<T> links, T link, ChangeVerb verb)
    {
        if (verb == ChangeVerb.Add)
        {
            if (links.Contains(link))
            {
                return "link exists";
            }

            links.Add(link);
            return null;
        }

        return links.Remove(link) ? null : "link is gone";
    }
}
