using CsCheck;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Planning;

public sealed class RecordCodecTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abÄß\"\\{}[]:,日本 é\u0001"], 1, 8].Where(t => !string.IsNullOrWhiteSpace(t));

    private static readonly Gen<SourceItem> Item = Gen.Select(Gen.OneOf(Word, Gen.Const((string)null!)), Word, (id, label) => new SourceItem(id, label));

    private static readonly Gen<SourceValue> Value = Gen.OneOf(
        Gen.Const(SourceValue.Absent),
        Gen.Const(SourceValue.Empty),
        Word.Select(SourceValue.OfText),
        Item.Select(i => SourceValue.OfItem(i.Id, i.Label)),
        Item.Array[1, 4].Select(items => SourceValue.OfItems(items.ToValueList())),
        Gen.Select(Word, Word, (id, name) => SourceValue.OfPerson(new PersonReference(id, null, name))),
        Word.Select(SourceValue.OfUnreadable));

    [Fact]
    public void What_is_kept_reads_back_the_same() => Value.Array[0, 12].Sample(values =>
    {
        var keys = values.Select((_, i) => $"key {i}").ToValueList();
        var bytes = RecordCodec.Encode(keys, values);
        RecordCodec.Decode(bytes, keys).ShouldBe(values);
        RecordCodec.Decode(bytes).Count.ShouldBe(values.Count(v => v.Kind != SourceValueKind.Absent));
    }, threads: 1);

    [Fact]
    public void Different_values_have_different_fingerprints() => Gen.Select(Value.Array[3], Value.Array[3]).Sample((one, other) =>
    {
        var fingerprinter = new Fingerprinter();
        (fingerprinter.Of(one) == fingerprinter.Of(other)).ShouldBe(one.SequenceEqual(other));
    }, threads: 1);
}
