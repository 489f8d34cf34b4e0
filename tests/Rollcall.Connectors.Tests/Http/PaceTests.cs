using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Connectors.Http;

namespace Rollcall.Connectors.Tests.Http;

/// <summary>Both paces against a vendor that counts the requests of the last minute.</summary>
public sealed class PaceTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    private readonly Queue<DateTimeOffset> taken = new();

    [Theory]
    [InlineData(300, 10)]
    [InlineData(50, 5)]
    [InlineData(20, 1)]
    public async Task No_minute_has_more_requests_than_the_limit_and_none_is_wasted(int perMinute, int atOnce)
    {
        var pace = new RequestPace(perMinute, atOnce, time);
        var began = time.GetUtcNow();
        for (var i = 0; i < perMinute * 3; i++)
        {
            await WaitAsync(pace.WaitAsync(TestContext.Current.CancellationToken));
            Take(perMinute).ShouldBeTrue($"request {i}");
        }

        // The limit alone dictates two minutes for three times as many as one takes; the last of them is what may be let go.
        (time.GetUtcNow() - began).ShouldBeInRange(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3.6));
    }

    [Fact]
    public async Task The_first_go_at_once_and_what_comes_seldom_never_waits()
    {
        var pace = new RequestPace(60, 6, time);
        for (var i = 0; i < 6; i++)
        {
            pace.WaitAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue($"request {i}");
        }

        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 100; i++)
        {
            pace.WaitAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue($"request {i}");
            time.Advance(TimeSpan.FromSeconds(1.2));
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task Fifteen_in_a_second_are_never_reached_by_three_hundred_a_minute()
    {
        var pace = new RequestPace(300, 10, time);
        var sent = new List<DateTimeOffset>();
        for (var i = 0; i < 100; i++)
        {
            await WaitAsync(pace.WaitAsync(TestContext.Current.CancellationToken));
            sent.Add(time.GetUtcNow());
        }

        sent.Max(start => sent.Count(s => s >= start && s < start.AddSeconds(1))).ShouldBeLessThanOrEqualTo(15);
    }

    [Fact]
    public async Task What_the_answers_say_is_left_is_kept_whoever_else_takes_of_it()
    {
        var pace = new ToldPace(TimeSpan.FromMinutes(1), time);
        for (var i = 0; i < 150; i++)
        {
            await WaitAsync(pace.WaitAsync(TestContext.Current.CancellationToken));
            Take(50).ShouldBeTrue($"request {i}");
            pace.Saw(Answer(50));
        }

        // Somebody else uses up what is left: the next one waits until there is something again.
        while (Take(50))
        {
        }

        pace.Saw(Answer(50));
        await WaitAsync(pace.WaitAsync(TestContext.Current.CancellationToken));
        Take(50).ShouldBeTrue();
    }

    [Fact]
    public void A_vendor_that_says_nothing_or_whose_limit_is_whole_is_not_waited_for()
    {
        var pace = new ToldPace(TimeSpan.FromMinutes(1), time);
        for (var i = 0; i < 100; i++)
        {
            pace.WaitAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
            using var silent = new HttpResponseMessage();
            using var odd = new HttpResponseMessage { Headers = { { "X-RateLimit-Limit", "many" }, { "X-RateLimit-Remaining", "-1" } } };
            using var whole = new HttpResponseMessage { Headers = { { "X-RateLimit-Limit", "50" }, { "X-RateLimit-Remaining", "50" } } };
            pace.Saw(silent);
            pace.Saw(odd);
            pace.Saw(whole);
        }
    }

    private bool Take(int perMinute)
    {
        Forget();
        if (taken.Count >= perMinute)
        {
            return false;
        }

        taken.Enqueue(time.GetUtcNow());
        return true;
    }

    private void Forget()
    {
        while (taken.TryPeek(out var oldest) && time.GetUtcNow() - oldest >= TimeSpan.FromMinutes(1))
        {
            taken.Dequeue();
        }
    }

    private HttpResponseMessage Answer(int perMinute)
    {
        var reset = taken.Peek().AddMinutes(1).ToUnixTimeMilliseconds();
        var answer = new HttpResponseMessage();
        answer.Headers.Add("X-RateLimit-Limit", perMinute.ToString(CultureInfo.InvariantCulture));
        answer.Headers.Add("X-RateLimit-Remaining", (perMinute - taken.Count).ToString(CultureInfo.InvariantCulture));
        answer.Headers.Add("X-RateLimit-Reset", ((reset + 999) / 1000).ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    /// <summary>Lets the clock run until the wait is over.</summary>
    private async Task WaitAsync(Task wait)
    {
        while (!wait.IsCompleted)
        {
            time.Advance(Tick);
            await Task.Yield();
        }

        await wait;
    }
}
