using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Cli.Asking;

/// <summary>The directory, one employee or many.</summary>
internal interface ICompanyPeople
{
    /// <summary>Fields by key that a list can show.</summary>
    Task<IReadOnlyList<string>> FieldsAsync(CancellationToken cancellationToken);

    /// <summary>Those who match, with the values of the fields that are to be shown.</summary>
    Task<PeopleList> ListAsync(PeopleWish wish, CancellationToken cancellationToken);

    /// <summary>The one employee with that key: email, external id, id or unique full name.</summary>
    Task<EmployeeId> FindAsync(string key, CancellationToken cancellationToken);

    Task<ProfileSheet> ProfileAsync(EmployeeId id, CancellationToken cancellationToken);

    /// <summary>The profile as it was; without sources.</summary>
    Task<IReadOnlyList<ProfileValue>> ProfileAsOfAsync(EmployeeId id, DateTimeOffset moment, CancellationToken cancellationToken);

    /// <summary>Every change that is kept.</summary>
    Task<Past> HistoryAsync(EmployeeId id, CancellationToken cancellationToken);

    /// <summary>Why somebody has a value, or none.</summary>
    /// <param name="key">A key of an employee, or the id that the HRIS has for somebody who is not in the directory.</param>
    /// <param name="target">What to explain; all that is mapped when null.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IReadOnlyList<ExplainedValue>> ExplainAsync(string key, Target? target, CancellationToken cancellationToken);

    /// <summary>Keeps the standing value, or another one: no sync touches it.</summary>
    Task PinAsync(EmployeeId id, string field, string? value, CancellationToken cancellationToken);

    /// <summary>Lets the HRIS own the value again.</summary>
    Task UnpinAsync(EmployeeId id, string field, CancellationToken cancellationToken);
}

/// <summary>Whom to list, and what of them.</summary>
internal sealed record PeopleWish(string? Search, IReadOnlyList<FieldCondition> Conditions, AccountStatus? Status, IReadOnlyList<string> Show, int Skip, int Take)
{
    /// <summary>Everybody as they were at this moment, with no condition; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public override string ToString() => nameof(PeopleWish);
}

/// <summary>Employees in order, and how many there are in all.</summary>
internal sealed record PeopleList(IReadOnlyList<PersonLine> People, int Total);

/// <summary>One employee in a list.</summary>
/// <param name="Id">Names them.</param>
/// <param name="Name">First and last name.</param>
/// <param name="Values">By field; as stored, with names for teams, levels and managers.</param>
internal sealed record PersonLine(EmployeeId Id, string Name, IReadOnlyDictionary<string, string?> Values)
{
    public override string ToString() => Id.ToString();
}

/// <summary>One value of a profile, and where it comes from.</summary>
/// <param name="Field">The field's key.</param>
/// <param name="Label">Its name.</param>
/// <param name="Value">As stored, with names for teams, levels and managers.</param>
/// <param name="Source">“pinned”, “manual” or the connection's name.</param>
internal sealed record ProfileValue(string Field, string Label, string Value, string Source)
{
    public override string ToString() => Field;
}

/// <summary>A profile.</summary>
internal sealed record ProfileSheet(IReadOnlyList<ProfileValue> Values, IReadOnlyList<ProfileTie> Ties)
{
    public override string ToString() => nameof(ProfileSheet);
}

/// <summary>A record that an HRIS has of somebody.</summary>
/// <param name="Connection">Its name; null when it was removed.</param>
/// <param name="ExternalId">The id there.</param>
/// <param name="ExcludedSince">Since when it is left alone; null when it is not.</param>
/// <param name="ExcludedBy">The criterion.</param>
internal sealed record ProfileTie(string? Connection, string ExternalId, DateTimeOffset? ExcludedSince, string? ExcludedBy)
{
    /// <summary>What it says of a day to come; null for nothing.</summary>
    public Upcoming? Upcoming { get; init; }

    public override string ToString() => nameof(ProfileTie);
}

/// <summary>A history.</summary>
/// <param name="Changes">Newest first.</param>
/// <param name="KeptSince">All changes after it are there; null when all ever are.</param>
internal sealed record Past(IReadOnlyList<PastChange> Changes, DateTimeOffset? KeptSince)
{
    public override string ToString() => nameof(Past);
}

/// <summary>One entry of a history.</summary>
/// <param name="At">When.</param>
/// <param name="Run">Which run; null for a person.</param>
/// <param name="Line">What changed.</param>
/// <param name="IsCut">It is from before the history that is kept: what was before it is not known any more.</param>
internal sealed record PastChange(DateTimeOffset At, Guid? Run, ChangeLine Line, bool IsCut)
{
    public override string ToString() => $"{At:O}";
}

/// <summary>Why a value is there, or none.</summary>
internal sealed record ExplainedValue(string Target, string? Standing, string Verdict, string? Code, IReadOnlyList<ExplainedStep> Steps, string? Fix)
{
    public override string ToString() => Target;
}

/// <summary>One step of the five.</summary>
internal sealed record ExplainedStep(string Question, bool IsGood, string Text)
{
    public override string ToString() => Question;
}
