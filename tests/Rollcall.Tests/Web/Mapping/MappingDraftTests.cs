using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Suggesting;
using Rollcall.Features.Mapping;

namespace Rollcall.Tests.Web.Mapping;

/// <summary>Editing a mapping changes what was edited and nothing else.</summary>
public sealed class MappingDraftTests
{
    private static readonly DirectorySchema Directory = new([], [], [new CustomAttribute { Key = "size", Name = "Size", Type = AttributeType.SingleSelect, Options = [new("S", ["Small"], false), new("M", [], false)] }]);

    /// <summary>Everything a page shows only in part: several sources, transforms, templates, policies, groups joined by all.</summary>
    private static readonly ConnectionConfig Rich = new()
    {
        Name = "hr",
        Provider = "made-up",
        AutoInvite = true,
        Limits = new PlanLimits { MaxRebindPercent = 7 },
        Mappings =
        [
            MappingRule.Of("mail", Target.Field(Fields.Email)),
            new() { From = ["office", "city"], To = Target.Field(Fields.Location), WhenEmpty = EmptyPolicy.Default, Default = "Remote" },
            new() { From = [], To = Target.Field(Fields.DisplayName), Transforms = [new Transform.Template("{first} {last}")] },
            new() { From = ["size"], To = Target.Custom("size"), Truth = TruthPolicy.FillEmpty, Transforms = [new Transform.Lookup([new LookupEntry("XXL", "2XL")])] },
            new() { From = ["squad"], To = Target.Team(TeamKind.Team), WhenUnknown = UnknownPolicy.Hold },
            new() { From = ["squad"], To = Target.Level },
        ],
        Exclusions = new ExclusionCriteria(
            new CriteriaGroup(All: true, [new("type", CriterionOperator.Is, ["Contractor", "Freelancer"]), new("start", CriterionOperator.After, ["2026-01-01"])]),
            new CriteriaGroup(All: false, [new("city", CriterionOperator.IsEmpty, []), new("city", CriterionOperator.IsOneOf, ["Berlin", "Graz"])]),
            ["4711", "boss@acme.example"]),
    };

    private static readonly SourceSchema Source = new(
    [
        Attribute("mail"), Attribute("office"), Attribute("city"), Attribute("first"), Attribute("last"), Attribute("type"), Attribute("start"),
        Attribute("squad", custom: true), Attribute("size", custom: true, SourceType.Select, "Small", "M", "XXL"), Attribute("shoe", custom: true, SourceType.Select, "1", "2"),
    ]);

    [Fact]
    public void What_is_not_touched_comes_out_as_it_went_in()
    {
        var draft = new MappingDraft(Rich);

        ConfigJson.Write(draft.ToConfig()).ShouldBe(ConfigJson.Write(Rich));
        draft.IsChanged.ShouldBeFalse();
        MappingCheck.Of(draft).ShouldBeEmpty();
    }

    [Fact]
    public void Editing_one_rule_leaves_all_others_alone()
    {
        var draft = new MappingDraft(Rich);
        draft.Change(Rule(draft, "size").Id, r => r with { WhenEmpty = EmptyPolicy.Keep });

        var edited = draft.ToConfig();
        edited.Mappings.Except(Rich.Mappings).ShouldHaveSingleItem().ShouldBe(Rich.Mappings[3] with { WhenEmpty = EmptyPolicy.Keep });
        edited.Mappings.Count.ShouldBe(Rich.Mappings.Count);
        (edited with { Mappings = Rich.Mappings }).ShouldBe(Rich);
        draft.IsChanged.ShouldBeTrue();
    }

    [Fact]
    public void An_attribute_leaves_a_rule_with_several_and_takes_a_rule_of_its_own_along()
    {
        var draft = new MappingDraft(Rich);
        draft.Unmap(Rule(draft, "office").Id, "office");
        foreach (var rule in draft.RulesOf("squad").ToList())
        {
            draft.Unmap(rule.Id, "squad");
        }

        draft.ToConfig().Mappings.Single(m => m.To == Target.Field(Fields.Location)).ShouldBe(Rich.Mappings[1] with { From = ["city"] });
        draft.RulesOf("squad").ShouldBeEmpty();
        draft.ToConfig().Mappings.Count.ShouldBe(4);
    }

    [Fact]
    public void A_new_target_keeps_the_policies_but_not_what_unknown_words_meant()
    {
        var draft = new MappingDraft(Rich);
        var squad = draft.RulesOf("squad").First();
        draft.ChangeTarget(squad.Id, Target.Custom("size"));

        draft.RulesOf("squad").First().Rule.ShouldBe(new MappingRule { From = ["squad"], To = Target.Custom("size") });
        draft.ChangeTarget(Rule(draft, "size").Id, Target.Custom("size"));
        Rule(draft, "size").Rule.ShouldBe(Rich.Mappings[3]);
    }

    [Fact]
    public void A_kind_without_a_choice_is_not_stored_and_said()
    {
        var draft = new MappingDraft(Rich);
        draft.AddOpen("shoe", TargetKind.CustomAttribute);

        MappingCheck.Of(draft).ShouldBe([(Unfinished.Target, "shoe")]);
        draft.IsChanged.ShouldBeTrue();
        ConfigJson.Write(draft.ToConfig()).ShouldBe(ConfigJson.Write(Rich));

        draft.ChangeTarget(Rule(draft, "shoe").Id, Target.Custom("size"));
        MappingCheck.Of(draft).ShouldBeEmpty();
        draft.ToConfig().Mappings[^1].ShouldBe(MappingRule.Of("shoe", Target.Custom("size")));
    }

    [Fact]
    public void A_default_that_is_missing_is_said()
    {
        var draft = new MappingDraft(Rich);
        draft.Change(Rule(draft, "mail").Id, r => r with { WhenEmpty = EmptyPolicy.Default });

        MappingCheck.Of(draft).ShouldBe([(Unfinished.Default, "mail")]);
    }

    [Fact]
    public void The_preferred_rule_comes_before_the_others_with_its_target()
    {
        var draft = new MappingDraft(Rich);
        draft.Add("city", Target.Field(Fields.Email));
        var city = draft.RulesOf("city").Last();
        draft.SharingTarget(city).ShouldHaveSingleItem().Rule.From.ShouldBe(["mail"]);

        draft.Prefer(city.Id);

        draft.ToConfig().Mappings.Where(m => m.To == Target.Field(Fields.Email)).Select(m => m.From[0]).ShouldBe(["city", "mail"]);
    }

    [Fact]
    public void A_suggestion_that_makes_an_attribute_takes_a_free_key_and_is_forgotten_when_unmapped()
    {
        var draft = new MappingDraft(Rich);
        var made = new CustomAttribute { Key = "size", Name = "Other size", Type = AttributeType.Text };
        draft.Accept(new MappingSuggestion(Source.Find("shoe")!, Target.Custom("size"), made, 1, ""), Directory);

        draft.NewAttributes.ShouldHaveSingleItem().Key.ShouldBe("size-2");
        draft.With(Directory).Layout.IndexOf("custom:size-2").ShouldBeGreaterThan(0);
        Rule(draft, "shoe").Rule.To.ShouldBe(Target.Custom("size-2"));

        draft.Unmap(Rule(draft, "shoe").Id, "shoe");
        draft.NewAttributes.ShouldBeEmpty();
        draft.IsChanged.ShouldBeFalse();
    }

    [Fact]
    public void Kept_edits_come_back_on_the_same_ground()
    {
        var draft = new MappingDraft(Rich);
        draft.Accept(new MappingSuggestion(Source.Find("shoe")!, Target.Custom("shoe"), new CustomAttribute { Key = "shoe", Name = "Shoe", Type = AttributeType.Text }, 1, ""), Directory);
        draft.Criteria.AddPerson(" 4712 ");
        draft.Criteria.AddPerson("4712");

        var back = MappingDraft.Restore(draft.From, draft.ToConfig(), draft.NewAttributes);

        ConfigJson.Write(back.ToConfig()).ShouldBe(ConfigJson.Write(draft.ToConfig()));
        back.From.ShouldBeSameAs(Rich);
        back.NewAttributes.ShouldBe(draft.NewAttributes);
        back.Criteria.People.ShouldBe(["4711", "boss@acme.example", "4712"]);
        back.IsChanged.ShouldBeTrue();
    }

    [Fact]
    public void Edits_are_put_on_what_stands_of_everything_else()
    {
        var draft = new MappingDraft(Rich);
        draft.Remove(Rule(draft, "mail").Id);

        var merged = draft.On(Rich with { AutoInvite = false });

        merged.AutoInvite.ShouldBeFalse();
        merged.Mappings.Count.ShouldBe(Rich.Mappings.Count - 1);
        MappingDraft.AreSame(Rich, Rich with { AutoInvite = false }).ShouldBeTrue();
        MappingDraft.AreSame(Rich, merged).ShouldBeFalse();
    }

    [Fact]
    public void Criteria_that_lack_something_are_said_and_left_out()
    {
        var draft = new MappingDraft(Rich);
        var criteria = draft.Criteria.Exclude.Criteria;
        criteria.Add(new CriterionDraft());
        draft.Criteria.IsHalfDone.ShouldBeFalse();

        criteria[^1].Attribute = "squad";
        criteria[^1].Problem.ShouldBe(CriterionProblem.NoValue);
        MappingCheck.Of(draft).ShouldBe([(Unfinished.Criterion, "squad")]);
        criteria[^1].Operator = CriterionOperator.Before;
        criteria[^1].Value = "soon";
        criteria[^1].Problem.ShouldBe(CriterionProblem.NoDate);
        draft.ToConfig().Exclusions.ShouldBe(Rich.Exclusions);

        criteria[^1].Value = "2026-05-01";
        draft.ToConfig().Exclusions.Exclude.Criteria[^1].ShouldBe(new Criterion("squad", CriterionOperator.Before, ["2026-05-01"]));
    }

    [Fact]
    public void Rows_show_every_attribute_with_what_cannot_work()
    {
        var config = Rich with { Mappings = [.. Rich.Mappings, MappingRule.Of("lost", Target.Level), MappingRule.Of("shoe", Target.Custom("gone"))] };
        var rows = Rows(new MappingDraft(config));

        rows.Count.ShouldBe(Source.Attributes.Count + 1);
        rows[0].Attribute.IsCustom.ShouldBeTrue();
        var lost = rows.Single(r => r.Attribute.Key == "lost");
        lost.IsOffered.ShouldBeFalse();
        lost.Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.AttributeNotReadable);
        rows.Single(r => r.Attribute.Key == "shoe").Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.TargetMissing);
        rows.Count(r => r.Passes(RowFilter.Problem)).ShouldBe(2);
        rows.Count(r => r.Passes(RowFilter.Mapped)).ShouldBe(7);
        rows.Single(r => r.Contains("SHO")).Attribute.Key.ShouldBe("shoe");
    }

    [Fact]
    public void Options_in_another_spelling_are_said_before_anything_is_held()
    {
        var draft = new MappingDraft(Rich with { Mappings = [MappingRule.Of("size", Target.Custom("size"))] });
        Rows(draft).Single(r => r.Attribute.Key == "size").Gaps.Values.ShouldHaveSingleItem().ShouldBe(["XXL"]);

        draft.Change(Rule(draft, "size").Id, r => r with { WhenUnknown = UnknownPolicy.Create });
        Rows(draft).Single(r => r.Attribute.Key == "size").HasProblem.ShouldBeFalse();
    }

    [Fact]
    public void Who_is_left_out_follows_the_criteria_as_they_are_edited()
    {
        var config = Rich with
        {
            Mappings = [.. Rich.Mappings, MappingRule.Of("first", Target.Field(Fields.FirstName)), MappingRule.Of("last", Target.Field(Fields.LastName))],
            Exclusions = new ExclusionCriteria(new CriteriaGroup(All: false, [new("type", CriterionOperator.Is, ["Contractor"])]), CriteriaGroup.None, ["B@acme.example"]),
        };
        var needed = Audience.Needed(config);
        needed.ShouldBe(["first", "last", "mail", "type"]);
        SourceRecord Person(string id, string type, string mail) => new(id, [.. needed.Select(a => a switch { "type" => SourceValue.OfText(type), "mail" => SourceValue.OfText(mail), "first" => SourceValue.OfText("Ada"), _ => SourceValue.Empty })]);
        var audience = new Audience(needed, [Person("1", "contractor", "a@acme.example"), Person("2", "Staff", "b@acme.example"), Person("3", "Staff", "c@acme.example"), new("4", [SourceValue.Empty, SourceValue.Empty, SourceValue.Empty, SourceValue.Absent])]);

        var count = audience.Count(config, key => key == "type" ? "Employment type" : key);

        (count.People, count.Excluded, count.Held).ShouldBe((4, 2, 1));
        count.Everybody[0].ShouldBe(new LeftOut("1", "Ada", "“Employment type” is Contractor", IsHeld: false));
        count.Everybody[^1].ShouldBe(new LeftOut("4", null, "Employment type", IsHeld: true));
        Audience.Needed(config with { Mappings = [MappingRule.Of("mail", Target.Field(Fields.Email)) with { From = ["mail", "private"] }] }).ShouldBe(["mail", "private", "type"]);
        audience.Knows(config).ShouldBeTrue();
        audience.Knows(Rich).ShouldBeFalse();
        audience.Count(config with { Exclusions = ExclusionCriteria.None }, key => key).Everybody.ShouldBeEmpty();
    }

    private static DraftRule Rule(MappingDraft draft, string attribute) => draft.RulesOf(attribute).First();

    private static IReadOnlyList<MappingRow> Rows(MappingDraft draft) =>
        MappingRows.Of(draft, new ConnectionId(Guid.Empty), Connectors.Connectors.All.First(), Source, Directory, []);

    private static SourceAttribute Attribute(string key, bool custom = false, SourceType type = SourceType.Text, params string[] options) =>
        new(key, key, type, [.. options.Select(o => new SourceItem(null, o))], custom, Readability.Readable, null, "made up");
}
