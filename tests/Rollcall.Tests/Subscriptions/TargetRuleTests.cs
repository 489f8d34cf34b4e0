using System.Net;
using Rollcall.Connectors.Http;
using Rollcall.Core.Directory;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Tests.Subscriptions;

/// <summary>Where deliveries may go.</summary>
public sealed class TargetRuleTests
{
    [Theory]
    [InlineData("93.184.215.14", Reach.Public)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", Reach.Public)]
    [InlineData("172.32.0.1", Reach.Public)]
    [InlineData("127.0.0.1", Reach.Private)]
    [InlineData("127.8.9.10", Reach.Private)]
    [InlineData("::1", Reach.Private)]
    [InlineData("10.1.2.3", Reach.Private)]
    [InlineData("172.16.0.1", Reach.Private)]
    [InlineData("192.168.1.1", Reach.Private)]
    [InlineData("100.64.0.1", Reach.Private)]
    [InlineData("fd12:3456::1", Reach.Private)]
    [InlineData("::ffff:10.1.2.3", Reach.Private)]
    [InlineData("2002:0a01:0203::1", Reach.Private)]
    [InlineData("64:ff9b::127.0.0.1", Reach.Private)]
    [InlineData("169.254.169.254", Reach.Never)]
    [InlineData("::ffff:169.254.169.254", Reach.Never)]
    [InlineData("64:ff9b::169.254.169.254", Reach.Never)]
    [InlineData("fe80::1", Reach.Never)]
    [InlineData("fd00:ec2::254", Reach.Never)]
    [InlineData("100.100.100.200", Reach.Never)]
    [InlineData("0.0.0.0", Reach.Never)]
    [InlineData("::", Reach.Never)]
    [InlineData("224.0.0.1", Reach.Never)]
    [InlineData("255.255.255.255", Reach.Never)]
    internal void An_address_is_as_far_in_as_it_is(string address, Reach reach)
    {
        var parsed = IPAddress.Parse(address);

        NetworkReach.Of(parsed).ShouldBe(reach);
        new TargetRule(AllowsPrivate: false).Allows(parsed).ShouldBe(reach == Reach.Public);
        new TargetRule(AllowsPrivate: true).Allows(parsed).ShouldBe(reach != Reach.Never);
    }

    [Theory]
    [InlineData("laptops", "https://inventory.acme.example/hooks?key=1", null)]
    [InlineData("laptops", "http://10.0.0.5:8080/", null)]
    [InlineData("", "https://inventory.acme.example/", "name")]
    [InlineData(" laptops", "https://inventory.acme.example/", "name")]
    [InlineData("laptops", "inventory.acme.example", "url")]
    [InlineData("laptops", "/hooks", "url")]
    [InlineData("laptops", "ftp://inventory.acme.example/", "url")]
    [InlineData("laptops", "file:///etc/passwd", "url")]
    [InlineData("laptops", "https://user:secret@inventory.acme.example/", "url")]
    [InlineData("laptops", "https://inventory.acme.example/#x", "url")]
    public void What_cannot_work_is_named(string name, string url, string? problem) =>
        SubscriptionRules.ProblemOf(name, url, SubscriptionFilter.Everything).ShouldBe(problem);

    [Fact]
    public void Fields_are_those_of_the_change_log()
    {
        SubscriptionRules.FieldsOf(" title, manager status,title ").ShouldBe(["title", "manager", "status"]);
        SubscriptionRules.ProblemOf("x", "https://x.example", new SubscriptionFilter(EmployeesOnly: false, [Fields.Title, Fields.Team, "custom:shirt-size"])).ShouldBeNull();
        SubscriptionRules.ProblemOf("x", "https://x.example", new SubscriptionFilter(EmployeesOnly: false, ["titel"])).ShouldBe("fields");
        SubscriptionRules.ProblemOf("x", "https://x.example", new SubscriptionFilter(EmployeesOnly: false, ["custom:"])).ShouldBe("fields");
    }
}
