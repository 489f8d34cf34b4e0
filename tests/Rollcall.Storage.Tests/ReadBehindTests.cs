namespace Rollcall.Storage.Tests;

public sealed class ReadBehindTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(5000)]
    public async Task Everything_is_made_in_the_order_it_was_read(int count)
    {
        var made = new List<int>();
        await ReadBehind.RunAsync<int>(take => ReadAsync(count, take), made.Add);
        made.ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public async Task What_reading_throws_is_thrown()
    {
        var made = new List<int>();
        var failed = await Should.ThrowAsync<InvalidOperationException>(() => ReadBehind.RunAsync<int>(take => ReadAsync(3000, i => take(i < 2000 ? i : throw new InvalidOperationException("reading"))), made.Add));
        failed.Message.ShouldBe("reading");
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(100_000, 700)]
    public async Task What_making_throws_is_thrown_and_ends_the_reading(int count, int fails)
    {
        var failed = await Should.ThrowAsync<InvalidOperationException>(() => ReadBehind.RunAsync<int>(
            take => ReadAsync(count, take),
            i =>
            {
                if (i == fails)
                {
                    throw new InvalidOperationException("making");
                }
            }));
        failed.Message.ShouldBe("making");
    }

    private static Task ReadAsync(int count, Action<int> take)
    {
        for (var i = 0; i < count; i++)
        {
            take(i);
        }

        return Task.CompletedTask;
    }
}
