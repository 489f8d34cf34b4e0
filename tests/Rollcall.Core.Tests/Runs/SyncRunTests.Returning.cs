using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Core.Tests.Runs;

/// <summary>Somebody who left is back under the same id (R11): the same employee, somebody new, or for a person to say.</summary>
public sealed partial class SyncRunTests
{
    private static async Task<World> WithReturnerAsync(ReturnPolicy policy)
    {
        var world = World.Create();
        world.Configure(c => c with { WhenReturning = policy });
        world.Hris.With("1", World.PersonOf("mara")).With("2", World.PersonOf("jonas"));
        await world.SyncAsync();
        world.Hris.With("1", ("status", "inactive"));
        await world.SyncAsync();
        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
        world.Hris.With("1", ("status", "active")).With("3", World.PersonOf("ida", ("boss", "mara@example.com")));
        return world;
    }

    [Fact]
    public async Task Whoever_returns_as_somebody_new_has_their_email_and_their_reports_at_once_R11()
    {
        var world = await WithReturnerAsync(ReturnPolicy.New);

        await world.SyncAsync();

        var mara = world.Directory["mara@example.com"];
        mara.Status.ShouldBe(AccountStatus.Created);
        world.Directory["ida@example.com"].Get(Fields.Manager).ShouldBe(mara.Id.ToString());
        world.Directory.People.Count(p => p.Status == AccountStatus.Deactivated && p.Get(Fields.Email) is null).ShouldBe(1);
        (await world.SyncAsync()).Plan!.ShouldSatisfyAllConditions(p => p.Changes.ShouldBeEmpty(), p => p.Records.ShouldBeEmpty());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_returns_waits_for_somebody_to_say_who_they_are_R11(bool isSame)
    {
        var world = await WithReturnerAsync(ReturnPolicy.Ask);
        var old = world.Directory["mara@example.com"].Id;
        for (var i = 0; i < 3; i++)
        {
            (await world.SyncAsync()).Findings.ShouldContain(f => f.Code == FindingCodes.ReturningNeedsDecision && f.People.Contains("1"));
            world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
        }

        world.Directory.Decisions.Add(new("1", isSame ? old : null));
        await world.SyncAsync();

        var mara = world.Directory["mara@example.com"];
        (mara.Id == old).ShouldBe(isSame);
        mara.Status.ShouldBe(AccountStatus.Created);
        (await world.SyncAsync()).Plan!.ShouldSatisfyAllConditions(p => p.Changes.ShouldBeEmpty(), p => p.Records.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_pinned_email_stays_with_whoever_left()
    {
        var world = await WithReturnerAsync(ReturnPolicy.New);
        world.Directory["mara@example.com"].Pins.Add(Fields.Email);

        (await world.SyncAsync()).Findings.ShouldContain(f => f.Code == FindingCodes.EmailTaken && f.People.Contains("1"));

        world.Directory["mara@example.com"].Status.ShouldBe(AccountStatus.Deactivated);
    }
}
