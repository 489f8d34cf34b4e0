using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>How a record is tied to an employee (R1, R19).</summary>
public readonly record struct Match(EmployeeId? Employee, bool IsNew, string? ReboundFrom, string? HoldCode)
{
    /// <summary>Who the record says it is; set by the matcher.</summary>
    public Identity? Who { get; init; }

    public static Match To(EmployeeId employee) => new(employee, IsNew: false, null, null);

    public static Match Rebind(EmployeeId employee, string from) => new(employee, IsNew: false, from, null);

    public static Match New(EmployeeId employee) => new(employee, IsNew: true, null, null);

    public static Match Held(string code, EmployeeId? employee = null) => new(employee, IsNew: false, null, code);

    public override string ToString() => HoldCode ?? (IsNew ? "new" : "matched");
}

/// <summary>Who a record says somebody is, as far as it says so.</summary>
public sealed record Identity(string? Email, string? FirstName, string? LastName, DateOnly? Birthday)
{
    /// <summary>Why the email is not known; null when it is, or when there is none.</summary>
    public string? EmailDoubt { get; init; }

    public string? FullName => FirstName is null && LastName is null ? null : $"{FirstName} {LastName}".Trim();

    public override string ToString() => "identity";
}

/// <summary>Ties records to employees: external id first, then email; never by a guess. Pure over what was loaded.</summary>
internal sealed class Matcher(
    CompiledMapping mapping, FieldLayout layout, TargetTable table, KnownRecords known, PeopleIndex people,
    IReadOnlyList<MatchDecision> decisions, Func<string, bool> provesAbsent, ReadingKind kind, bool[]? blanksHeld)
{
    private readonly Dictionary<string, MatchDecision> decided = decisions.ToDictionary(d => d.ExternalId, StringComparer.Ordinal);

    /// <summary>What somebody said about who the record is, as long as nothing was made of it yet.</summary>
    public MatchDecision? DecisionOn(string externalId) => decided.GetValueOrDefault(externalId);

    public Identity IdentityOf(SourceValue[] values) => RecordIdentity.Of(mapping, layout, table, values, blanksHeld);

    /// <summary>Matches of all records of the batch, aligned to it.</summary>
    public Match[] MatchAll(IList<ReadRecord> batch)
    {
        var matches = new Match[batch.Count];
        var tiedTo = TiesByEmployee();
        for (var i = 0; i < batch.Count; i++)
        {
            var who = IdentityOf(batch[i].Record.Values);
            matches[i] = MatchOne(batch[i].Record, who, tiedTo) with { Who = who };
        }

        HoldDoubles(batch, matches);
        return matches;
    }

    private Match MatchOne(SourceRecord record, Identity identity, Dictionary<EmployeeId, string> tiedTo)
    {
        var decision = DecisionOn(record.ExternalId);
        if (known.EmployeeOf(record.ExternalId) is { } tied)
        {
            // A doubted person (an identity swap) whom somebody declared new; afterwards the tie is theirs.
            return decision is { Employee: null } && known.All[known.IndexOf(record.ExternalId)].Scope == RecordScope.Held
                ? Match.New(NewId(record.ExternalId))
                : Match.To(tied);
        }

        if (decision is not null)
        {
            return decision.Employee is { } chosen
                ? tiedTo.TryGetValue(chosen, out var from) ? Match.Rebind(chosen, from) : Match.To(chosen)
                : Match.New(NewId(record.ExternalId));
        }

        if (identity.EmailDoubt is { } doubt && tiedTo.Count < people.Count)
        {
            // Anybody here who is not tied to this connection could be theirs; taking them for new would double them.
            return Match.Held(doubt);
        }

        var mailed = identity.Email is null ? [] : people.WithEmail(identity.Email);
        return mailed.Count switch
        {
            0 => ByNameAndBirthday(record.ExternalId, identity, tiedTo),
            1 => ByEmail(mailed[0], tiedTo),
            _ => Match.Held(FindingCodes.AmbiguousMatch),
        };
    }

    private Match ByEmail(EmployeeId employee, Dictionary<EmployeeId, string> tiedTo)
    {
        if (!tiedTo.TryGetValue(employee, out var from))
        {
            return Match.To(employee);
        }

        if (kind != ReadingKind.Full)
        {
            return Match.Held(FindingCodes.RebindNeedsFullRead);
        }

        return provesAbsent(from) ? Match.Rebind(employee, from) : Match.Held(FindingCodes.AmbiguousMatch);
    }

    /// <summary>Same name and birthday is a proposal for a person to accept, never a match (R19).</summary>
    private Match ByNameAndBirthday(string externalId, Identity identity, Dictionary<EmployeeId, string> tiedTo)
    {
        if (identity is { FullName: { } name, Birthday: { } birthday })
        {
            foreach (var candidate in people.WithNameAndBirthday(name, birthday))
            {
                var free = !tiedTo.TryGetValue(candidate, out var from) || provesAbsent(from)
                    || people.Find(candidate)?.Status == AccountStatus.Deactivated;
                if (free)
                {
                    return Match.Held(FindingCodes.PossibleSamePerson);
                }
            }
        }

        return Match.New(NewId(externalId));
    }

    /// <summary>Two records for one employee, or two new people with one email: nobody knows which one, so none of them.</summary>
    private void HoldDoubles(IList<ReadRecord> batch, Match[] matches)
    {
        var byEmployee = new Dictionary<EmployeeId, int>();
        var byEmail = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Count; i++)
        {
            if (matches[i] is { HoldCode: null, IsNew: false, Employee: { } employee } && !byEmployee.TryAdd(employee, i))
            {
                HoldUntied(batch, matches, byEmployee[employee]);
                HoldUntied(batch, matches, i);
            }

            if (matches[i] is { HoldCode: null, IsNew: true, Who.Email: { } email }
                && !byEmail.TryAdd(Words.Folded(email), i))
            {
                matches[byEmail[Words.Folded(email)]] = Match.Held(FindingCodes.AmbiguousMatch);
                matches[i] = Match.Held(FindingCodes.AmbiguousMatch);
            }
        }
    }

    /// <summary>A record that is already tied keeps its tie; the one that came by email or decision is held.</summary>
    private void HoldUntied(IList<ReadRecord> batch, Match[] matches, int index)
    {
        if (known.EmployeeOf(batch[index].Record.ExternalId) is null)
        {
            matches[index] = Match.Held(FindingCodes.AmbiguousMatch);
        }
    }

    private Dictionary<EmployeeId, string> TiesByEmployee()
    {
        var ties = new Dictionary<EmployeeId, string>();
        foreach (var record in known.All)
        {
            if (record.Employee is { } employee)
            {
                ties[employee] = record.ExternalId;
            }
        }

        return ties;
    }

    /// <summary>Another id when an earlier employee already came from this external id.</summary>
    public EmployeeId NewId(string externalId)
    {
        var id = DerivedIds.Employee(mapping.Connection, externalId, salt: "");
        for (var again = 2; people.Contains(id); again++)
        {
            id = DerivedIds.Employee(mapping.Connection, externalId, again.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return id;
    }
}
