using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Suggesting;

namespace Rollcall.Core.Tests.Suggesting;

public sealed class MappingSuggestionsTests
{
    [Fact]
    public void Names_options_and_types_lead_to_targets()
    {
        var schema = new SourceSchema(
        [
            Attribute("dynamic_1", "Squad", SourceType.Select, "Orion", "Vega"),
            Attribute("dynamic_2", "T-Shirt-Size", SourceType.Select, "S", "M"),
            Attribute("dynamic_3", "Second lead", SourceType.Person),
            Attribute("dynamic_4", "Company car", SourceType.YesNo),
            Attribute("dynamic_5", "Hidden", SourceType.Text) with { Readable = Readability.NotReadable },
            Attribute("mapped", "Squad", SourceType.Text),
            Attribute("dynamic_6", "Größe am Platz", SourceType.Select, "10", "20"),
        ]);
        var directory = new DirectorySchema([], [], [new CustomAttribute { Key = "t-shirt-size", Name = "T-shirt size", Type = AttributeType.SingleSelect }, new CustomAttribute { Key = "desk", Name = "Desk", Type = AttributeType.SingleSelect, Options = [new("10", [], false), new("20", [], false)] }]);
        var config = new ConnectionConfig { Name = "c", Provider = "p", Mappings = [MappingRule.Of("mapped", Target.Level)] };

        var suggestions = MappingSuggestions.For(schema, config, directory).ToDictionary(s => s.Attribute.Key);

        suggestions["dynamic_1"].Target.ShouldBe(Target.Team(TeamKind.Team));
        suggestions["dynamic_2"].ShouldSatisfyAllConditions(s => s.Target.ShouldBe(Target.Custom("t-shirt-size")), s => s.Create.ShouldBeNull());
        suggestions["dynamic_3"].Target.ShouldBe(Target.AdditionalManager);
        suggestions["dynamic_4"].Create.ShouldNotBeNull().ShouldSatisfyAllConditions(c => c.Type.ShouldBe(AttributeType.Toggle), c => c.Key.ShouldBe("company-car"));
        suggestions["dynamic_6"].Target.ShouldBe(Target.Custom("desk"));
        suggestions.ShouldNotContainKey("dynamic_5");
        suggestions.ShouldNotContainKey("mapped");
    }

    private static SourceAttribute Attribute(string key, string label, SourceType type, params string[] options) => new(
        key, label, type, options.Select(o => new SourceItem(null, o)).ToValueList(), IsCustom: true, Readability.Readable, null, "x");
}
