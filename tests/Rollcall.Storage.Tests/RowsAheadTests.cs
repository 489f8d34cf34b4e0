namespace Rollcall.Storage.Tests;

public sealed class RowsAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(5000)]
    public void Rows_come_once_and_in_order_though_they_are_made_in_one_array(int count) =>
        RowsAhead.Of(Rows(count)).Select(r => (int)r[0]!).ShouldBe(Enumerable.Range(0, count));

    [Fact]
    public void What_making_a_row_throws_is_thrown()
    {
        var taken = 0;
        Should.Throw<InvalidOperationException>(() =>
        {
            foreach (var _ in RowsAhead.Of(Rows(5000, failsAt: 1000)))
            {
                taken++;
            }
        }).Message.ShouldBe("broken");
        taken.ShouldBe(768, "whole batches of 256");
    }

    [Fact]
    public void Whoever_stops_early_stops_the_making()
    {
        var hasEnded = false;
        RowsAhead.Of(Rows(int.MaxValue, ended: () => hasEnded = true)).Take(10).Count().ShouldBe(10);
        hasEnded.ShouldBeTrue();
    }

    private static IEnumerable<object?[]> Rows(int count, int failsAt = -1, Action? ended = null)
    {
        var row = new object?[1];
        try
        {
            for (var i = 0; i < count; i++)
            {
                row[0] = i == failsAt ? throw new InvalidOperationException("broken") : i;
                yield return row;
            }
        }
        finally
        {
            ended?.Invoke();
        }
    }
}
