using Rollcall.Subscriptions;

namespace Rollcall.Tests.Subscriptions;

/// <summary>Signatures are those that the libraries of Standard Webhooks check.</summary>
public sealed class StandardWebhookTests
{
    private const string Secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly DateTimeOffset s_moment = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void The_published_example_is_signed_as_published() =>
        StandardWebhook.Sign([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", s_moment, """{"test": 2432232314}"""u8).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void While_a_secret_is_rolled_both_sign()
    {
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);
        var both = StandardWebhook.Sign([other, Secret], "msg_1", s_moment, "{}"u8).Split(' ');

        both.ShouldBe([StandardWebhook.Sign([other], "msg_1", s_moment, "{}"u8), StandardWebhook.Sign([Secret], "msg_1", s_moment, "{}"u8)]);
        both[0].ShouldNotBe(both[1]);
    }

    [Fact]
    public void Waits_grow_for_almost_three_days_and_end()
    {
        var pace = DeliveryPace.Usual;
        var waits = Enumerable.Range(1, 9).Select(n => pace.After(n, chance: 0.5)!.Value).ToList();

        waits.ShouldBeInOrder();
        waits[0].ShouldBe(TimeSpan.FromSeconds(5));
        waits.Sum(w => w.TotalHours).ShouldBeInRange(60, 72);
        pace.After(10, chance: 0).ShouldBeNull();
        pace.After(1, chance: 0).ShouldBe(TimeSpan.FromSeconds(4));
        pace.Lease.ShouldBeGreaterThan(pace.Timeout);
    }
}
