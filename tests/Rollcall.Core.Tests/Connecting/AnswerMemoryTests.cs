using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Tests.Connecting;

public sealed class AnswerMemoryTests
{
    private static readonly byte[] Answer = "somebody's answer"u8.ToArray();

    [Fact]
    public async Task Who_was_read_from_the_same_bytes_is_recalled_without_reading()
    {
        var known = await KnownAsync(["a"]);
        var recalled = AnswerMemory.Of(known, _ => true, ["a"]).Read(Answer, _ => throw new InvalidOperationException("was read"));
        recalled.ShouldBe(SourceRecord.Recalled("7"));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("a", "")]
    [InlineData("a", null)]
    [InlineData]
    public async Task In_another_context_nobody_is(params string?[] context)
    {
        var known = await KnownAsync(["a"]);
        AnswerMemory.Of(known, _ => true, context).Read(Answer, Reader)!.IsRecalled.ShouldBeFalse();
    }

    [Fact]
    public async Task Neither_in_that_of_another_reader()
    {
        var known = await KnownAsync(["a"]);
        AnswerMemory.Of(known, _ => true, ["a"]).Within("report").Read(Answer, Reader)!.IsRecalled.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_to_be_looked_at_is_read()
    {
        var known = await KnownAsync(["a"]);
        AnswerMemory.Of(known, _ => false, ["a"]).Read(Answer, Reader)!.IsRecalled.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_memory_no_hash_is_taken() => AnswerMemory.None.Within("report").Read(Answer, Reader)!.Answer.ShouldBeNull();

    [Fact]
    public void What_had_a_value_is_counted_again()
    {
        SourceValue[] values = [.. Enumerable.Range(0, 19).Select(i => i % 3 == 0 ? SourceValue.OfText("x") : i % 3 == 1 ? SourceValue.Empty : SourceValue.Absent)];
        var filled = new int[values.Length];
        KnownAnswer.CountInto(filled, KnownAnswer.Of(5, values));
        filled.ShouldBe(values.Select(v => v.IsFilled ? 1 : 0));
    }

    private static SourceRecord Reader(ReadOnlySpan<byte> answer) => new("7", [SourceValue.OfText("x")]);

    private static async Task<KnownRecords> KnownAsync(IEnumerable<string?> context)
    {
        var read = AnswerMemory.Of(KnownRecords.None, _ => true, context).Read(Answer, Reader)!;
        var record = new KnownRecord("7", Employee: null, default(Fingerprint), 0, DueOn: null, RecordScope.Included, KnownAnswer.Of(read.Answer!.Value, read.Values));
        return await KnownRecords.LoadAsync(new[] { record }.ToAsyncEnumerable(), about: 1, TestContext.Current.CancellationToken);
    }
}
