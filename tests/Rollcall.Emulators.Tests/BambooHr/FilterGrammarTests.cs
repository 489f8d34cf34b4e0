using CsCheck;
using Rollcall.Emulators.BambooHr.Datasets;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class FilterGrammarTests
{
    [Fact]
    public void Any_text_is_parsed_or_refused_and_never_crashes()
    {
        Gen.String[Gen.Char["abe nqi'(),0123P-._ order"], 0, 40].Sample(text =>
        {
            var filter = DatasetFilterParser.Parse(text, out var problem);
            return (filter is null) != (problem is null);
        });
    }

    [Fact]
    public void A_quoted_text_survives_whatever_it_holds()
    {
        Gen.String.Sample(text =>
        {
            var filter = DatasetFilterParser.Parse($"lastName eq '{text.Replace("'", "''", StringComparison.Ordinal)}'", out _);
            return filter is DatasetFilter.Comparison { Field: "lastName", Operator: FilterOperator.Eq, Literal: { Kind: LiteralKind.Text } literal } && literal.Text == text;
        });
    }
}
