using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>How a criterion compares (S4). Text is compared after trim and Unicode normalisation, without case.</summary>
public enum CriterionOperator
{
    Is, IsNot, Contains, StartsWith, IsEmpty, IsOneOf, Before, After,
}

/// <summary>One condition on one source attribute. <paramref name="Values"/> has one value, several for
/// <see cref="CriterionOperator.IsOneOf"/>, none for <see cref="CriterionOperator.IsEmpty"/>.</summary>
public sealed record Criterion(string Attribute, CriterionOperator Operator, ValueList<string> Values);

/// <summary>Conditions combined with any or all.</summary>
public sealed record CriteriaGroup(bool All, ValueList<Criterion> Criteria)
{
    public static CriteriaGroup None { get; } = new(All: false, []);
}

/// <summary>Who a connection leaves alone (R3): those who match <see cref="Exclude"/>, those who do not match
/// <see cref="IncludeOnly"/> (when it has criteria), and named individuals by external id or email.</summary>
public sealed record ExclusionCriteria(CriteriaGroup Exclude, CriteriaGroup IncludeOnly, ValueList<string> People)
{
    public static ExclusionCriteria None { get; } = new(CriteriaGroup.None, CriteriaGroup.None, []);
}
