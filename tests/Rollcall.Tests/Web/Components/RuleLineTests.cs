using Bunit;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Mapping;

namespace Rollcall.Tests.Web.Components;

/// <summary>Where one attribute goes: chosen in two steps, changed without losing what belongs together.</summary>
public sealed class RuleLineTests : Rendered
{
    private static readonly SourceAttribute Size = new("size", "T-shirt size", SourceType.Select, [], IsCustom: true, Readability.Readable, null, "list");
    private static readonly DirectorySchema Directory = new([], [], [new CustomAttribute { Key = "shirt", Name = "Shirt", Type = AttributeType.SingleSelect }]);
    private readonly MappingDraft draft = new(new ConnectionConfig { Name = "hr", Provider = "bamboohr", Mappings = [], Exclusions = ExclusionCriteria.None });
    private CustomAttribute? made;

    [Fact]
    public void A_kind_that_needs_no_second_choice_is_mapped_at_once()
    {
        Show().Find("select").Change(nameof(TargetKind.Level));

        draft.Rules.ShouldHaveSingleItem().Rule.To.ShouldBe(Target.Level);
    }

    [Fact]
    public void A_custom_attribute_is_open_until_it_is_said_which_one()
    {
        Show().Find("select").Change(nameof(TargetKind.CustomAttribute));
        draft.Rules.ShouldHaveSingleItem().IsWhole.ShouldBeFalse();
        draft.IsChanged.ShouldBeTrue();

        var line = Show();
        line.FindAll("select")[1].QuerySelectorAll("option").Select(o => o.TextContent.Trim()).ShouldBe(["Choose…", "Shirt (Single select)", "+ Create a custom attribute…"]);
        line.FindAll("select")[1].Change("shirt");

        draft.Rules.ShouldHaveSingleItem().Rule.To.ShouldBe(Target.Custom("shirt"));
        Show().Find("summary").TextContent.ShouldBe("HRIS wins · unknown words are held");
    }

    [Fact]
    public void Creating_one_and_thinking_better_of_it_changes_nothing()
    {
        Show().Find("select").Change(nameof(TargetKind.CustomAttribute));

        Show().FindAll("select")[1].Change("+");
        draft.NewAttributes.ShouldBeEmpty();
        made = new CustomAttribute { Key = "dress", Name = "Dress", Type = AttributeType.Text };
        Show().FindAll("select")[1].Change("+");

        draft.NewAttributes.ShouldHaveSingleItem().Key.ShouldBe("dress");
        draft.Rules.ShouldHaveSingleItem().Rule.To.ShouldBe(Target.Custom("dress"));
    }

    [Fact]
    public void Sent_elsewhere_it_forgets_what_belonged_to_the_old_target_and_not_mapped_takes_it_away()
    {
        draft.Add("size", Target.Custom("shirt"));
        draft.Change(draft.Rules[0].Id, r => r with { WhenUnknown = UnknownPolicy.Create, Truth = TruthPolicy.FillEmpty });

        Show().Find("select").Change(nameof(TargetKind.Team));
        draft.Rules.ShouldHaveSingleItem().Rule.To.Kind.ShouldBe(TargetKind.Team);
        draft.Rules[0].Rule.WhenUnknown.ShouldBeNull();
        draft.Rules[0].Rule.Truth.ShouldBe(TruthPolicy.FillEmpty);
        Show().Find("select").Change("");
        draft.Rules.ShouldBeEmpty();
    }

    [Fact]
    public void Two_attributes_of_one_target_say_so_and_can_change_places()
    {
        draft.Add("other", Target.Custom("shirt"));
        draft.Add("size", Target.Custom("shirt"));

        var line = Show();
        line.Find("p.rc-note").TextContent.ShouldContain("Also from other; the first one with a value wins.");
        line.Find("p.rc-note button").Click();

        draft.Rules.Select(r => r.Rule.From[0]).ShouldBe(["size", "other"]);
        Show().FindAll("p.rc-note button").ShouldBeEmpty();
    }

    private IRenderedComponent<RuleLine> Show()
    {
        var rules = draft.RulesOf("size").ToList();
        var row = new MappingRow(Size, IsOffered: true, rules, Suggestion: null, [], new Dictionary<int, IReadOnlyList<string>>());
        return Render<RuleLine>(p => p.Add(l => l.Row, row).Add(l => l.Rule, rules.FirstOrDefault()).Add(l => l.Draft, draft).Add(l => l.Directory, draft.With(Directory))
            .Add(l => l.Source, new SourceSchema([Size])).Add(l => l.Create, _ => Task.FromResult(made)));
    }
}
