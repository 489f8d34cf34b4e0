using Bunit;
using Microsoft.AspNetCore.Components;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Mapping;

namespace Rollcall.Tests.Web.Components;

/// <summary>The steps between the HRIS' value and ours: added, filled in and taken away where the mapping is.</summary>
public sealed class TransformsEditorTests : Rendered
{
    private ValueList<Transform> steps = [];

    [Fact]
    public void A_table_begins_with_the_words_of_the_HRIS_and_takes_others()
    {
        var editor = Show("Sabbatical", "Employed");
        editor.Find("select[aria-label='Add a step…']").Change("lookup");
        steps.ShouldHaveSingleItem().ShouldBe(new Transform.Lookup([new("Sabbatical", "Sabbatical"), new("Employed", "Employed")]));

        Show("Sabbatical", "Employed").Find("input[aria-label='Becomes, row 1']").Change("Leave");
        Show().FindAll("button").Single(b => b.TextContent == "Add a word").Click();
        MappingCheck.IsUnfinished(steps[0]).ShouldBeTrue("a row without a word says nothing");
        Show().Find(".rc-field-error").TextContent.ShouldContain("Each row needs a word");
        Show().Find("input[aria-label='Word in the HR system, row 3']").Change("Hired");
        Show().FindAll("select")[0].Change(nameof(UnknownLookup.Literal));
        Show().FindAll(".rc-field-error").ShouldHaveSingleItem();
        Show().Find("input[aria-label='What to write']").Change("Other");

        steps.ShouldHaveSingleItem().ShouldBe(new Transform.Lookup([new("Sabbatical", "Leave"), new("Employed", "Employed"), new("Hired", "")], UnknownLookup.Literal, "Other"));
        Show().FindAll(".rc-field-error").ShouldBeEmpty();
        Show().Find("button[aria-label='Remove row 2']").Click();
        ((Transform.Lookup)steps[0]).Table.Select(e => e.From).ShouldBe(["Sabbatical", "Hired"]);
        Show().Find("input[aria-label='Word in the HR system, row 2']").Change(" Sabbatical ");
        MappingCheck.IsUnfinished(steps[0]).ShouldBeTrue("the same word twice has two meanings");
    }

    [Theory]
    [InlineData("split", ",", ";")]
    [InlineData("join", ", ", " / ")]
    [InlineData("template", "{size}", "{first} {last}")]
    public void What_a_step_says_is_written_in_place_and_not_left_empty(string kind, string first, string then)
    {
        Show().Find("select").Change(kind);
        Show().Find("input").GetAttribute("value").ShouldBe(first);
        Show().Find("input").Change(then);
        Show().Find("input").GetAttribute("value").ShouldBe(then);
        Show().FindAll(".rc-field-error").ShouldBeEmpty();

        Show().Find("input").Change("");
        Show().Find(".rc-field-error").TextContent.ShouldStartWith("Write");
        Show().Find("button[aria-label='Remove step 1']").Click();
        steps.ShouldBeEmpty();
    }

    [Fact]
    public void Several_steps_stay_in_order()
    {
        Show().Find("select").Change("date");
        Show().Find("select").Change(nameof(DatePartName.YearMonth));
        Show().FindAll("select")[^1].Change("case");
        Show().FindAll("select")[1].Change(nameof(LetterCase.Upper));
        steps.ShouldBe([new Transform.DatePart(DatePartName.YearMonth), new Transform.ChangeCase(LetterCase.Upper)]);
        steps.ShouldAllBe(s => !MappingCheck.IsUnfinished(s));
    }

    private IRenderedComponent<TransformsEditor> Show(params string[] options) => Render<TransformsEditor>(p => p
        .Add(e => e.Transforms, steps).Add(e => e.TransformsChanged, EventCallback.Factory.Create<ValueList<Transform>>(this, changed => steps = changed))
        .Add(e => e.Attribute, "size").Add(e => e.Options, options));
}
