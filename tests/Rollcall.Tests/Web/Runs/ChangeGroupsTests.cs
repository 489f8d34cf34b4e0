using Rollcall.Core.Planning;
using Rollcall.Features.Runs;

namespace Rollcall.Tests.Web.Runs;

/// <summary>Grouping, searching and filtering what a plan says.</summary>
public sealed class ChangeGroupsTests
{
    private static readonly Guid Mara = Guid.CreateVersion7();
    private static readonly Guid Ben = Guid.CreateVersion7();

    private static readonly PlanLine[] Lines =
    [
        new(SubjectKind.Team, Guid.CreateVersion7(), "Vega", LineKinds.Team, "Teams", null, "created", "new in the HRIS", "new in the HRIS", 1),
        Line(Mara, "Mara Lind", "field:team", "Team", "Orion", "Vega", "squad", changes: 2),
        Line(Mara, "Mara Lind", "field:title", "Title", "Engineer", "Lead", "jobTitle"),
        Line(Ben, "Ben Roth", "field:title", "Title", null, "Designer", "jobTitle"),
        Line(Ben, "Ben Roth", LineKinds.Leaves, "Leaving", "active", "deactivated", "end-date"),
    ];

    [Fact]
    public void By_kind_people_come_first_then_fields_then_the_directory()
    {
        var groups = ChangeGroups.By(Lines, ChangeGrouping.Kind);

        groups.Select(g => (g.Title, g.Changes, g.People)).ShouldBe([("Leaving", 1, 1), ("Team", 2, 1), ("Title", 2, 2), ("Teams", 1, 0)]);
    }

    [Fact]
    public void By_person_everybody_has_one_group_and_the_directory_comes_last()
    {
        var groups = ChangeGroups.By(Lines, ChangeGrouping.Person);

        groups.Select(g => (g.Title, g.Changes)).ShouldBe([("Ben Roth", 2), ("Mara Lind", 3), ("Vega", 1)]);
    }

    [Fact]
    public void Two_people_of_one_name_are_two_groups()
    {
        PlanLine[] lines = [Line(Mara, "Kim Lee", "field:title", "Title", null, "A", "t"), Line(Ben, "Kim Lee", "field:title", "Title", null, "B", "t")];

        ChangeGroups.By(lines, ChangeGrouping.Person).Count.ShouldBe(2);
    }

    [Fact]
    public void By_cause_the_mapping_that_causes_most_comes_first()
    {
        var groups = ChangeGroups.By(Lines, ChangeGrouping.Cause);

        groups.Select(g => g.Title).Take(2).ShouldBe(["jobTitle", "squad"]);
        groups.Sum(g => g.Changes).ShouldBe(6);
    }

    [Theory]
    [InlineData("mara", 2)]
    [InlineData(" VEGA ", 2)]
    [InlineData("designer", 1)]
    [InlineData("jobtitle", 2)]
    [InlineData("nobody", 0)]
    [InlineData("", 5)]
    [InlineData(null, 5)]
    public void A_search_looks_at_names_values_kinds_and_causes(string? search, int found) =>
        ChangeGroups.Where(Lines, search, kind: null).Count.ShouldBe(found);

    [Fact]
    public void A_filter_and_a_search_go_together() =>
        ChangeGroups.Where(Lines, "ben", "field:title").ShouldHaveSingleItem().After.ShouldBe("Designer");

    [Fact]
    public void People_are_counted_once() => ChangeGroups.PeopleOf(Lines).ShouldBe(2);

    private static PlanLine Line(Guid id, string who, string kind, string text, string? before, string? after, string cause, int changes = 1) =>
        new(SubjectKind.Employee, id, who, kind, text, before, after, cause, cause, changes);
}
