using Rollcall.Core.Connecting;

namespace Rollcall.Core.Planning;

/// <summary>Where one record stands before it is planned.</summary>
internal enum PersonScope
{
    Included,
    Excluded,
    NotPickedUp,
    Held,
}

/// <summary>One record, judged: whose it is, whether it is planned, and if not, why.</summary>
internal readonly record struct PersonCase(
    ReadRecord Read, Match Match, PersonScope Scope, string? Reason, string? Attribute, EmploymentJudgement Employment);
