using Bunit;
using Rollcall.Core.Connecting;
using Rollcall.Core.Mapping;
using Rollcall.Features.Mapping;

namespace Rollcall.Tests.Web.Components;

/// <summary>One criterion: what it asks for depends on what it compares.</summary>
public sealed class CriterionLineTests : Rendered
{
    private static readonly SourceAttribute[] Attributes =
    [
        new("type", "Employment type", SourceType.Select, [new SourceItem("1", "Contractor"), new SourceItem("2", "Full-time")], IsCustom: false, Readability.Readable, null, "list"),
        new("hireDate", "Hire date", SourceType.Date, [], IsCustom: false, Readability.Readable, null, "date"),
    ];

    private readonly CriterionDraft criterion = new();
    private int changes;

    [Fact]
    public void A_list_offers_its_own_options()
    {
        criterion.Attribute = "type";
        var line = Show();

        line.FindAll("datalist option").Select(o => o.GetAttribute("value")).ShouldBe(["Contractor", "Full-time"]);
        line.Find("input").Input("Contractor");

        criterion.Value.ShouldBe("Contractor");
        changes.ShouldBe(1);
        line.FindAll(".rc-field-error").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_asked_for_what_is_empty_and_a_list_for_one_of_several()
    {
        criterion.Attribute = "type";
        var line = Show();

        line.FindAll("select")[1].Change(nameof(CriterionOperator.IsEmpty));
        line.FindAll("input, textarea").ShouldBeEmpty();
        line.FindAll("select")[1].Change(nameof(CriterionOperator.IsOneOf));
        line.Find("textarea").Input("Contractor\nFreelancer");

        criterion.ToCriterion().Values.ShouldBe(["Contractor", "Freelancer"]);
    }

    [Fact]
    public void Before_asks_for_a_date_and_says_when_there_is_none()
    {
        criterion.Attribute = "hireDate";
        var line = Show();

        line.FindAll("select")[1].Change(nameof(CriterionOperator.Before));
        line.Find("input").GetAttribute("type").ShouldBe("date");
        line.Find(".rc-field-error").TextContent.ShouldBe("Write a value.");
        line.Find("input").Input("soon");
        line.Find(".rc-field-error").TextContent.ShouldBe("Write a date, such as 2026-12-31.");
    }

    [Fact]
    public void One_that_is_new_is_not_scolded_and_an_attribute_that_is_gone_stays_visible()
    {
        Show().FindAll(".rc-field-error").ShouldBeEmpty();
        criterion.Attribute = "goneField";
        Show().FindAll("select")[0].QuerySelectorAll("option").Select(o => o.GetAttribute("value")).ShouldBe(["", "type", "hireDate", "goneField"]);
    }

    private IRenderedComponent<CriterionLine> Show() => Render<CriterionLine>(p => p.Add(l => l.Criterion, criterion).Add(l => l.Attributes, Attributes).Add(l => l.Changed, () => changes++));
}
