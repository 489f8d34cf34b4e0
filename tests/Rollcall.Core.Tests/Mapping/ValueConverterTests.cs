using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Tests.Mapping;

/// <summary>R9: what cannot be misread is converted, everything else is held (null).</summary>
public sealed class ValueConverterTests
{
    [Theory]
    [InlineData(AttributeType.Date, "2016-01-08T00:00:00+00:00", "2016-01-08")]
    [InlineData(AttributeType.Date, "2009-10-01T00:00:00+02:00", "2009-10-01")]
    [InlineData(AttributeType.Date, "1835-03-04T00:00:00+00:53", "1835-03-04")]
    [InlineData(AttributeType.Date, "31.12.2026", "2026-12-31")]
    [InlineData(AttributeType.Date, "2024-02-29", "2024-02-29")]
    [InlineData(AttributeType.Date, "2023-02-29", null)]
    [InlineData(AttributeType.Date, "01/02/2026", null)]
    [InlineData(AttributeType.Date, "soon", null)]
    [InlineData(AttributeType.Number, "40", "40")]
    [InlineData(AttributeType.Number, "-12.50", "-12.5")]
    [InlineData(AttributeType.Number, "12,5", "12.5")]
    [InlineData(AttributeType.Number, "1,234", null)]
    [InlineData(AttributeType.Number, "1.234,5", null)]
    [InlineData(AttributeType.Number, "twelve", null)]
    [InlineData(AttributeType.Toggle, "Ja", "true")]
    [InlineData(AttributeType.Toggle, "nein", "false")]
    [InlineData(AttributeType.Toggle, "Yes", "true")]
    [InlineData(AttributeType.Toggle, "0", "false")]
    [InlineData(AttributeType.Toggle, "maybe", null)]
    [InlineData(AttributeType.Currency, "65000.00 USD", "65000.00 USD")]
    [InlineData(AttributeType.Currency, "eur 4166.67", "4166.67 EUR")]
    [InlineData(AttributeType.Currency, "65000", null)]
    [InlineData(AttributeType.Text, "  Zoe\u0308 ", "Zo\u00eb")]
    [InlineData(AttributeType.Text, "\u0000 Back\u0000end\u001f ", "Backend")]
    [InlineData(AttributeType.Text, "line 1\nline\t2", "line 1\nline\t2")]
    public void A_value_is_converted_or_held(AttributeType type, string source, string? expected) =>
        ValueConverter.Convert(SourceValue.OfText(source), type).ShouldBe(expected);

    [Theory]
    [InlineData("Berlin", "berlin", true)]
    [InlineData("Customer Success", "customer-success", true)]
    [InlineData("R&D", "RD", true)]
    [InlineData("R&D", "R+D", true)]
    [InlineData("Sales", "Salesforce", false)]
    [InlineData("München", "Munchen", true)]
    public void Loose_words_meet_when_only_case_spaces_or_punctuation_differ(string one, string other, bool same) =>
        (Words.Loose(one) == Words.Loose(other)).ShouldBe(same);

    [Fact]
    public void Control_characters_alone_are_unreadable_and_not_a_cleared_value()
    {
        SourceValue.OfText("\u0000 \u001f").Kind.ShouldBe(SourceValueKind.Unreadable);
        SourceValue.OfItem("7", "\u0000").Kind.ShouldBe(SourceValueKind.Unreadable);
        SourceValue.OfItems([new SourceItem("7", "Vega"), new SourceItem("8", "\u0000")]).Kind.ShouldBe(SourceValueKind.Unreadable);
    }

    [Fact]
    public void A_text_of_blanks_is_empty_and_never_a_value()
    {
        SourceValue.OfText("  ").Kind.ShouldBe(SourceValueKind.Empty);
        SourceValue.OfText(null).Kind.ShouldBe(SourceValueKind.Empty);
        SourceValue.OfText(null).Kind.ShouldBe(SourceValueKind.Empty);
        default(SourceValue).Kind.ShouldBe(SourceValueKind.Absent);
    }

    [Fact]
    public void Comma_text_is_split_into_options_unless_it_is_one()
    {
        var book = new OptionBook(new CustomAttribute { Key = "skills", Name = "Skills", Type = AttributeType.MultiSelect, Options = [new("C#", [], false), new("SQL", ["Sequel"], false), new("Plan, build", [], false)] });
        book.Resolve(SourceValue.OfText("SQL, C#"), mayCreate: false).Canonical.ShouldBe("C#\u001FSQL");
        book.Resolve(SourceValue.OfText("Plan, build"), mayCreate: false).Canonical.ShouldBe("Plan, build");
        book.Resolve(SourceValue.OfItems([new("1", "Sequel"), new("2", "SQL")]), mayCreate: false).Canonical.ShouldBe("SQL");
        book.Resolve(SourceValue.OfText("SQL,Java"), mayCreate: false).ShouldBe((null, "Java"));
        book.Resolve(SourceValue.OfText("SQL,Java"), mayCreate: true).Canonical.ShouldBe("Java\u001FSQL");
        book.Added.ShouldBe(["Java"]);
    }
}
