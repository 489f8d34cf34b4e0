using System.Collections.Immutable;
using System.Globalization;

namespace Rollcall.Emulators.Company;

/// <summary>Where someone stands in their time with the company.</summary>
public enum Lifecycle
{
    Onboarding,
    Active,
    OnLeave,
    Inactive,
}

/// <summary>On which terms someone works.</summary>
public enum EmploymentType
{
    Permanent,
    Temporary,
    PartTime,
    Intern,
    Contractor,
}

/// <summary>One made-up person, as a value: a change makes a new one. Prints as its number only.</summary>
public sealed record Person
{
    /// <summary>Stable and unique, from 1.</summary>
    public required int Number { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public string? PreferredName { get; init; }

    /// <summary>Work address; some people have none.</summary>
    public string? Email { get; init; }

    public string? PrivateEmail { get; init; }

    public string? Phone { get; init; }

    public string? Gender { get; init; }

    public DateOnly? BirthDate { get; init; }

    /// <summary>Null for a record made before anything was agreed.</summary>
    public DateOnly? HireDate { get; init; }

    /// <summary>The first hire of someone who came back; otherwise null.</summary>
    public DateOnly? OriginalHireDate { get; init; }

    public DateOnly? TerminationDate { get; init; }

    public DateOnly? LastWorkingDay { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    public required int TitleId { get; init; }

    public int? DepartmentId { get; init; }

    public int? OfficeId { get; init; }

    public int? SubcompanyId { get; init; }

    public int? DivisionId { get; init; }

    public int? TeamId { get; init; }

    public int? CostCenterId { get; init; }

    public int? ManagerNumber { get; init; }

    /// <summary>The dotted line.</summary>
    public int? SecondManagerNumber { get; init; }

    public EmploymentType EmploymentType { get; init; }

    public decimal WeeklyHours { get; init; }

    public int? LevelId { get; init; }

    public int? SquadId { get; init; }

    public ImmutableArray<int> SkillIds { get; init; } = [];

    public int? ShirtSizeId { get; init; }

    public decimal? Salary { get; init; }

    public string Currency { get; init; } = "EUR";

    public bool? HasCompanyCar { get; init; }

    public string? LinkedIn { get; init; }

    /// <summary>Several lines of text.</summary>
    public string? About { get; init; }

    public string? Desk { get; init; }

    /// <summary>The number other systems know the person by; null follows the vendor's own numbering.</summary>
    public string? ExternalId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Values of fields added while the company runs, by field key; several for a multiple choice.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Custom { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    public override string ToString() => "person " + Number.ToString(CultureInfo.InvariantCulture);
}
