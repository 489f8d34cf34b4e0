using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Connectors.Tests;

/// <summary>More fields than one request takes.</summary>
public sealed class FieldBlocksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_in_the_second_answer_is_seen_although_the_first_is_known_byte_for_byte()
    {
        var first = (await ReadAsync(KnownRecords.None, mostFields: 1, "before")).ShouldHaveSingleItem();
        first.Answer.ShouldBeNull("an answer that is a part of somebody cannot stand for all of them");

        // Even if somebody had kept the first one.
        var known = await KnownAsync(mostFields: 2);
        var again = (await ReadAsync(known, mostFields: 1, "after")).ShouldHaveSingleItem();
        again.IsRecalled.ShouldBeFalse();
        again.Values.ShouldBe([SourceValue.OfText("same"), SourceValue.OfText("after")]);
    }

    [Fact]
    public async Task One_answer_is_known_by_its_bytes()
    {
        var known = await KnownAsync(mostFields: 2);
        (await ReadAsync(known, mostFields: 2, "after")).ShouldHaveSingleItem().IsRecalled.ShouldBeTrue();
    }

    private static async Task<KnownRecords> KnownAsync(int mostFields)
    {
        var record = (await ReadAsync(KnownRecords.None, mostFields, "before")).ShouldHaveSingleItem();
        var known = new KnownRecord("7", Employee: null, default(Fingerprint), 0, DueOn: null, RecordScope.Included, KnownAnswer.Of(record.Answer!.Value, record.Values));
        return await KnownRecords.LoadAsync(new[] { known }.ToAsyncEnumerable(), about: 1, Token);
    }

    /// <summary>Two fields; the first answer's bytes are the same each time.</summary>
    private static ValueTask<List<SourceRecord>> ReadAsync(KnownRecords known, int mostFields, string second)
    {
        var blocks = new FieldBlocks<int>(mostFields, (block, asked) => new[] { asked.Answers.Read("the same bytes"u8, _ => Person(block, second)!)! }.ToAsyncEnumerable());
        return blocks.ReadAsync([0, 1], new ReadRequest(["a", "b"], new ReadNotes()) { Answers = AnswerMemory.Of(known, _ => true, []) }, Token).ToListAsync(Token);
    }

    private static SourceRecord Person(IReadOnlyList<int> block, string second) => new(
        "7", [block.Contains(0) ? SourceValue.OfText("same") : SourceValue.Absent, block.Contains(1) ? SourceValue.OfText(second) : SourceValue.Absent]);
}
