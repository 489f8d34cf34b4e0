using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Tests.Mapping;

/// <summary>S4: who is left alone; and R3's unknown, which is neither in nor out.</summary>
public sealed class CriteriaTests
{
    [Theory]
    [InlineData(CriterionOperator.Is, "contractor", "Contractor ", true)]
    [InlineData(CriterionOperator.Is, "contractor", "Employee", false)]
    [InlineData(CriterionOperator.IsNot, "contractor", "Employee", true)]
    [InlineData(CriterionOperator.IsNot, "contractor", null, true)]
    [InlineData(CriterionOperator.Contains, "tract", "Contractor", true)]
    [InlineData(CriterionOperator.StartsWith, "con", "Contractor", true)]
    [InlineData(CriterionOperator.StartsWith, "tract", "Contractor", false)]
    [InlineData(CriterionOperator.IsEmpty, null, null, true)]
    [InlineData(CriterionOperator.IsEmpty, null, "x", false)]
    [InlineData(CriterionOperator.Before, "2026-01-01", "2025-12-31T00:00:00+01:00", true)]
    [InlineData(CriterionOperator.Before, "2026-01-01", "2026-01-01", false)]
    [InlineData(CriterionOperator.After, "2026-01-01", "2026-02-01", true)]
    [InlineData(CriterionOperator.After, "2026-01-01", null, false)]
    public void A_criterion_compares(CriterionOperator comparison, string? wanted, string? value, bool excluded)
    {
        var verdict = Judge(new Criterion("type", comparison, wanted is null ? [] : [wanted]), value is null ? SourceValue.Empty : SourceValue.OfText(value));
        (verdict is ScopeVerdict.Excluded).ShouldBe(excluded);
    }

    [Fact]
    public void One_of_several_and_multi_values()
    {
        var criterion = new Criterion("type", CriterionOperator.IsOneOf, ["Intern", "Contractor"]);
        Judge(criterion, SourceValue.OfText("intern")).ShouldBeOfType<ScopeVerdict.Excluded>();
        Judge(criterion, SourceValue.OfItems([new(null, "Employee"), new(null, "Contractor")])).ShouldBeOfType<ScopeVerdict.Excluded>();
        Judge(criterion, SourceValue.OfText("Employee")).ShouldBeOfType<ScopeVerdict.Included>();
    }

    [Fact]
    public void What_did_not_come_is_unknown_and_not_included() =>
        Judge(new Criterion("type", CriterionOperator.Is, ["Contractor"]), SourceValue.Absent).ShouldBe(new ScopeVerdict.Unknown("type"));

    [Fact]
    public void Include_only_leaves_everybody_else_alone_and_named_people_are_excluded()
    {
        var include = new ExclusionCriteria(CriteriaGroup.None, new CriteriaGroup(All: true, [new Criterion("type", CriterionOperator.Is, ["Employee"])]), ["X1", "boss@example.com"]);
        Judge(include, SourceValue.OfText("Employee")).ShouldBeOfType<ScopeVerdict.Included>();
        Judge(include, SourceValue.OfText("Contractor")).ShouldBeOfType<ScopeVerdict.Excluded>().Criterion.ShouldBe("not type is Employee");
        Judge(include, SourceValue.OfText("Employee"), id: "x1").ShouldBeOfType<ScopeVerdict.Excluded>();
        Judge(include, SourceValue.OfText("Employee"), email: "Boss@Example.com").ShouldBeOfType<ScopeVerdict.Excluded>();
    }

    [Fact]
    public void Whoever_may_be_somebody_named_by_email_is_held_as_long_as_the_email_is_not_known()
    {
        var named = new ExclusionCriteria(CriteriaGroup.None, CriteriaGroup.None, ["boss@example.com", "X1"]);
        var of = SourceValue.OfText;
        Named("1", SourceValue.OfUnreadable("odd"), of("other@example.com")).ShouldBe(new ScopeVerdict.Unknown("email"));
        Named("1", SourceValue.Absent, SourceValue.Absent).ShouldBe(new ScopeVerdict.Unknown("email"));
        Named("X1", SourceValue.Absent, SourceValue.Absent).ShouldBeOfType<ScopeVerdict.Excluded>();
        Named("1", SourceValue.Empty, of("boss@example.com")).ShouldBeOfType<ScopeVerdict.Excluded>();
        Named("1", of("a@example.com"), of("boss@example.com")).ShouldBeOfType<ScopeVerdict.Included>();
        Named("1", SourceValue.Empty, SourceValue.Empty).ShouldBeOfType<ScopeVerdict.Included>();
        named = named with { People = ["X1"] };
        Named("1", SourceValue.Absent, SourceValue.Absent).ShouldBeOfType<ScopeVerdict.Included>("nobody is named by email");

        ScopeVerdict Named(string id, SourceValue email, SourceValue other) =>
            MappingCompiler.CriteriaOver(Config(named), ["email", "other"]).Judge(new SourceRecord(id, [email, other]));
    }

    private static ConnectionConfig Config(ExclusionCriteria criteria) => new()
    {
        Name = "main", Provider = "little", Exclusions = criteria, Mappings = [MappingRule.Of("email", Target.Field(Fields.Email)) with { From = ["email", "other"] }],
    };

    private static ScopeVerdict Judge(Criterion criterion, SourceValue value) =>
        Judge(new ExclusionCriteria(new CriteriaGroup(All: false, [criterion]), CriteriaGroup.None, []), value);

    private static ScopeVerdict Judge(ExclusionCriteria criteria, SourceValue value, string id = "1", string email = "a@example.com") =>
        MappingCompiler.CriteriaOver(Config(criteria), ["type", "email", "other"]).Judge(new SourceRecord(id, [value, SourceValue.OfText(email), SourceValue.Empty]));
}
