using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Mapping;

/// <summary>The closed family of transforms, through a whole run.</summary>
public sealed class TransformTests
{
    private static readonly Target Title = Target.Field(Fields.Location);

    [Fact]
    public async Task A_lookup_replaces_and_holds_what_it_does_not_know()
    {
        var lookup = new Transform.Lookup([new("MUC", "Munich"), new("BER", "Berlin")]);
        (await ValueAsync("MUC", lookup)).ShouldBe(("Munich", null));
        (await ValueAsync("HAM", lookup)).ShouldBe((null, FindingCodes.LookupUnknown));
        (await ValueAsync("HAM", lookup with { Unknown = UnknownLookup.Keep })).ShouldBe(("HAM", null));
        (await ValueAsync("HAM", lookup with { Unknown = UnknownLookup.Literal, Literal = "Elsewhere" })).ShouldBe(("Elsewhere", null));
    }

    [Fact]
    public async Task Case_and_date_parts()
    {
        (await ValueAsync("münchen", new Transform.ChangeCase(LetterCase.Upper))).ShouldBe(("MÜNCHEN", null));
        (await ValueAsync("NEW YORK", new Transform.ChangeCase(LetterCase.Title))).ShouldBe(("New York", null));
        (await ValueAsync("2024-05-06T00:00:00+02:00", new Transform.DatePart(DatePartName.YearMonth))).ShouldBe(("2024-05", null));
        (await ValueAsync("someday", new Transform.DatePart(DatePartName.Year))).ShouldBe((null, FindingCodes.ValueNotConvertible));
    }

    [Fact]
    public async Task A_template_joins_attributes_and_is_held_when_one_did_not_come()
    {
        var template = new Transform.Template("{title} ({first})");
        (await ValueAsync("x", template)).ShouldBe(("Engineer (mara)", null));
        (await ValueAsync("x", new Transform.Template("{title} {gone}"), withdraw: "gone")).Code.ShouldBe(FindingCodes.ValueNotConvertible);
    }

    [Fact]
    public async Task Several_attributes_fall_back_in_order_and_join_joins_them()
    {
        var world = World.Create(new MappingRule { From = ["nick", "first"], To = Target.Field(Fields.PreferredName) }, new MappingRule { From = ["first", "last"], To = Title, Transforms = [new Transform.Join(" / ")] });
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas", ("nick", "Joe")));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Get(Fields.PreferredName).ShouldBe("mara");
        world.Directory["jonas@example.com"].Get(Fields.PreferredName).ShouldBe("Joe");
        world.Directory["mara@example.com"].Get(Fields.Location).ShouldBe("mara / Test");
    }

    [Theory]
    [InlineData(EmptyPolicy.Clear, null)]
    [InlineData(EmptyPolicy.Keep, "Berlin")]
    [InlineData(EmptyPolicy.Default, "Remote")]
    public async Task An_empty_value_follows_the_policy_R5(EmptyPolicy policy, string? expected)
    {
        var world = World.Create(new MappingRule { From = ["office"], To = Title, WhenEmpty = policy, Default = "Remote" });
        world.Hris.With("1", World.PersonOf("mara", ("office", "Berlin")));
        await world.SyncAsync();
        world.Hris.With("1", ("office", null));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Get(Fields.Location).ShouldBe(expected);
    }

    [Theory]
    [InlineData(TruthPolicy.Authoritative, "Berlin")]
    [InlineData(TruthPolicy.FillEmpty, "Home")]
    [InlineData(TruthPolicy.InitialOnly, "Home")]
    public async Task Who_wins_follows_the_policy_R4(TruthPolicy policy, string expected)
    {
        var world = World.Create(new MappingRule { From = ["office"], To = Title, Truth = policy });
        world.Hris.With("1", World.PersonOf("mara", ("office", "Munich")));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Get(Fields.Location).ShouldBe("Munich");
        world.Directory["mara@example.com"].Set(Fields.Location, "Home");
        world.Hris.With("1", ("office", "Berlin"));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Get(Fields.Location).ShouldBe(expected);
    }

    private static async Task<(string? Value, string? Code)> ValueAsync(string source, Transform transform, string? withdraw = null)
    {
        var world = World.Create(new MappingRule { From = ["office"], To = Title, Transforms = [transform] });
        world.Hris.With("1", World.PersonOf("mara", ("office", source), ("title", "Engineer")));
        if (withdraw is not null)
        {
            world.Hris.Withdraw(withdraw);
        }

        var report = await world.SyncAsync();
        return (world.Directory["mara@example.com"].Get(Fields.Location), report.Findings.FirstOrDefault(f => f.Severity == FindingSeverity.Held)?.Code);
    }
}
