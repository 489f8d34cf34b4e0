using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Features.Findings;

namespace Rollcall.Tests.Web.Findings;

/// <summary>Every finding has a way out, the likely one first.</summary>
public sealed class FixOffersTests
{
    public static TheoryData<string> Codes => [.. FindingCatalog.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_finding_has_a_button(string code) =>
        FixOffers.Of(new Finding { Code = code, Severity = FindingSeverity.Held }).ShouldNotBeEmpty();

    [Fact]
    public void An_unknown_option_can_be_added_or_treated_as_another_whether_one_is_near_or_not()
    {
        var finding = new Finding { Code = FindingCodes.OptionUnknown, Severity = FindingSeverity.Held, Target = "custom:shirt-size", Value = "XXL", Nearest = "2XL" };

        FixOffers.Of(finding).ShouldBe([FixKind.AddOption, FixKind.AliasOption, FixKind.ChangeToText]);
        FixOffers.Of(finding with { Nearest = null }).ShouldBe([FixKind.AddOption, FixKind.AliasOption, FixKind.ChangeToText]);
        FixOffers.AttributeOf(finding).ShouldBe("shirt-size");
    }

    [Theory]
    [InlineData("team:department", TeamKind.Department)]
    [InlineData("team:team", TeamKind.Team)]
    [InlineData(null, TeamKind.Team)]
    public void A_team_finding_knows_its_kind(string? target, TeamKind kind) =>
        FixOffers.TeamKindOf(new Finding { Code = FindingCodes.TeamUnknown, Severity = FindingSeverity.Held, Target = target }).ShouldBe(kind);

    [Fact]
    public void An_attribute_that_fell_away_is_one_cause_with_its_place_and_its_people()
    {
        Finding[] findings =
        [
            new() { Code = FindingCodes.AttributeWithdrawn, Severity = FindingSeverity.Held, Attribute = "size", Detail = "Tick it." },
            new() { Code = FindingCodes.AttributeWithdrawn, Severity = FindingSeverity.Held, Attribute = "size", Target = "custom:size", Count = 2, People = ["1", "2"] },
            new() { Code = FindingCodes.OptionUnknown, Severity = FindingSeverity.Held, Attribute = "size", Target = "custom:size", Value = "a", Count = 1, People = ["1"] },
            new() { Code = FindingCodes.OptionUnknown, Severity = FindingSeverity.Held, Attribute = "size", Target = "custom:size", Value = "b", Count = 1, People = ["2"] },
        ];

        var causes = FindingCauses.Of(findings);

        causes.Count.ShouldBe(3);
        (causes[0].Detail, causes[0].Count, causes[0].Target).ShouldBe(("Tick it.", 2, "custom:size"));
        causes[0].People.ShouldBe(["1", "2"]);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_fix_on_a_page_names_a_command_of_the_terminal(string code) =>
        FindingCauses.TextOf(new Finding { Code = code, Severity = FindingSeverity.Held }).Fix.ShouldNotContain("rollcall");

    [Fact]
    public void What_failed_comes_before_what_is_held_and_most_people_first()
    {
        Finding[] findings =
        [
            new() { Code = "a", Severity = FindingSeverity.Notice, Count = 99 },
            new() { Code = "b", Severity = FindingSeverity.Held, Count = 1 },
            new() { Code = "c", Severity = FindingSeverity.Held, Count = 7 },
            new() { Code = "d", Severity = FindingSeverity.Failed },
        ];

        FindingOrder.Sorted(findings).Select(f => f.Code).ShouldBe(["d", "c", "b", "a"]);
    }
}
