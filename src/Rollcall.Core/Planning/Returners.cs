using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Those who left and are back under the same external id (R11): the same employee, somebody new, or for a person to say, unless one has.</summary>
internal sealed class Returners(PlanInput input, StatusPlanner statuses, Matcher matcher)
{
    private readonly int emailSlot = input.Schema.Layout.IndexOf(Fields.Email);

    /// <summary>What the connection's setting makes of somebody who is to be planned.</summary>
    public PersonCase Judge(PersonCase person)
    {
        var externalId = person.Read.Record.ExternalId;
        if (input.Mapping.Config.WhenReturning == ReturnPolicy.Reactivate
            || person is not { Scope: PersonScope.Included, Match: { IsNew: false, Employee: { } employee } }
            || matcher.DecisionOn(externalId) is not null
            || !input.Employees.TryGetValue(employee, out var actual)
            || !statuses.IsReturning(actual, externalId, person.Employment.Status!.Value))
        {
            return person;
        }

        return input.Mapping.Config.WhenReturning == ReturnPolicy.Ask
            ? person with { Scope = PersonScope.Held, Reason = FindingCodes.ReturningNeedsDecision }
            : person with { Match = Match.New(matcher.NewId(externalId)) with { Who = person.Match.Who } };
    }

    /// <summary>The deactivated employee of a record that is somebody new from now on, if they would keep the email from its owner.</summary>
    public EmployeeState? LeftBehind(PersonCase person) =>
        person.Match is { IsNew: true, Who.Email: { } email }
        && input.Known.EmployeeOf(person.Read.Record.ExternalId) is { } tied
        && input.Employees.TryGetValue(tied, out var old)
        && old.Status == AccountStatus.Deactivated
        && !old.Pins.Contains(Fields.Email)
        && old.Values[emailSlot] is { } kept && Words.Folded(kept) == Words.Folded(email)
            ? old
            : null;

    /// <summary>Takes the email from whom <see cref="LeftBehind"/> named.</summary>
    public Change EmailOf(EmployeeState old) => new()
    {
        Verb = ChangeVerb.Set,
        Subject = SubjectKind.Employee,
        SubjectId = old.Id.Value,
        Field = Fields.Email,
        Before = old.Values[emailSlot],
        Cause = "came back as somebody new",
    };
}
