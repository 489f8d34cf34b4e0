using Microsoft.Extensions.Logging.Abstractions;
using Rollcall.Cli;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Subscriptions;
using Rollcall.Tests.Shared;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Subscriptions;

/// <summary>Changes of the directory reach another program: all of them, in order, signed, and whatever happens on the way.</summary>
public sealed class SubscriptionStories(PostgresServer postgres)
{
    /// <summary>As in earnest, but with little patience.</summary>
    private static readonly DeliveryPace s_quick = new(
        TimeSpan.FromSeconds(2), [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 4)], TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_that_fails_hangs_and_comes_back_gets_everything_once_and_in_order()
    {
        await using var company = await WebCompany.StartAsync(employees: 200, duty: ServerDuty.Web);
        await using var consumer = await Consumer.StartAsync();
        var secret = (await company.Company.Cli.JsonAsync(0, "subscriptions", "add", "laptops", consumer.Address.ToString(), "--from-beginning")).GetProperty("secret").GetString()!;
        var answers = 0;
        consumer.Answer = _ => Interlocked.Increment(ref answers) switch
        {
            1 => 500,
            2 => 307,
            4 => null,
            _ => 204,
        };
        var expected = await LogAsync(company);
        await using var worker = await RunningWorker.StartAsync(company, s_quick);
        await CaughtUpAsync(company, consumer, expected.Count);

        consumer.Cursors.ShouldBe(expected);
        consumer.All.ShouldAllBe(r => r.IsSignedWith(secret));
        consumer.All.Count.ShouldBeGreaterThanOrEqualTo(consumer.Taken.Count + 3, "two refusals and a silence");
        consumer.All.Take(3).Select(r => r.Id).Distinct().Count().ShouldBe(1, "a delivery keeps its id");
        consumer.All[0].Body.ShouldBe(consumer.All[2].Body);
        var json = consumer.Taken.First().Json;
        json.GetProperty("type").GetString().ShouldBe("directory.changed");
        json.GetProperty("timestamp").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        consumer.Taken.ShouldAllBe(t => t.Changes.Count <= DeliveryStore.MostChanges);

        // A sync and its undo are told as what they are.
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        await CaughtUpAsync(company, consumer, expected.Count + 2);
        var run = (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 1, Token))[0].Id;
        await company.Company.Cli.ExpectAsync(0, "undo", run.ToString());
        await CaughtUpAsync(company, consumer, expected.Count + 4);
        var told = consumer.Taken.DistinctBy(t => t.Id).SelectMany(t => t.Changes).TakeLast(4).ToList();
        told[..2].Select(c => c.GetProperty("after").GetString()).ShouldBe(["Ada", "Stone"], ignoreOrder: true);
        told[2..].Select(c => c.GetProperty("before").GetString()).ShouldBe(["Ada", "Stone"], ignoreOrder: true);
        told.Select(c => c.GetProperty("run").GetGuid()).Distinct().Count().ShouldBe(2);

        // What nobody may have: a preview writes nothing, so nothing is told of it.
        await company.Company.Cli.ExpectAsync(0, "connections", "resume", "hr");
        await company.Company.Cli.ExpectAsync(ExitCodes.Changes, "plan", "hr");
        consumer.Cursors.ShouldBe(await LogAsync(company));
    }

    [Fact]
    public async Task After_the_last_try_it_is_a_dead_letter_the_next_goes_on_and_it_can_be_replayed()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);
        await using var consumer = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        await cli.ExpectAsync(0, "subscriptions", "add", "laptops", consumer.Address.ToString());
        consumer.Answer = _ => 503;
        await using var worker = await RunningWorker.StartAsync(company, s_quick);
        company.Company.Workforce.Rename(company.Company.Somebody(0).Number, "Ada", "Stone");
        await cli.ExpectAsync(0, "sync", "hr");
        await Eventually.TrueAsync(async () => (await EntryAsync(company)).Dead == 1, "the dead letter");
        consumer.All.Count.ShouldBe(5, "once and four times again");

        consumer.Answer = _ => 204;
        company.Company.Workforce.Rename(company.Company.Somebody(1).Number, "Bea", "Stone");
        await cli.ExpectAsync(0, "sync", "hr");
        await CaughtUpAsync(company, consumer, 2);
        var dead = (await cli.JsonAsync(0, "subscriptions", "log", "laptops")).EnumerateArray().Single(d => d.GetProperty("state").GetString() == "dead");
        (dead.GetProperty("attempts").GetInt32(), dead.GetProperty("lastStatus").GetInt32(), dead.GetProperty("lastError").GetString()).ShouldBe((5, 503, "status"));
        await cli.ExpectAsync(ExitCodes.NotFound, "subscriptions", "replay", "laptops", Guid.CreateVersion7().ToString());
        await cli.ExpectAsync(0, "subscriptions", "replay", "laptops", dead.GetProperty("id").GetString()!);
        await CaughtUpAsync(company, consumer, 4);
        consumer.Taken.Last().Id.ShouldBe(consumer.All[0].Id);
        consumer.Taken.Last().Body.ShouldBe(consumer.All[0].Body);
        (await EntryAsync(company)).Dead.ShouldBe(0);
    }

    [Fact]
    public async Task Gone_pauses_a_rolled_secret_signs_beside_the_old_one_and_a_filter_filters()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, duty: ServerDuty.Web);
        await using var consumer = await Consumer.StartAsync();
        await using var other = await Consumer.StartAsync();
        var cli = company.Company.Cli;
        var old = (await cli.JsonAsync(0, "subscriptions", "add", "laptops", consumer.Address.ToString(), "--employees-only", "--field", "last-name")).GetProperty("secret").GetString()!;
        await cli.ExpectAsync(0, "subscriptions", "add", "chat", other.Address.ToString());
        await cli.ExpectAsync(ExitCodes.Refused, "subscriptions", "add", "chat", other.Address.ToString());
        await cli.ExpectAsync(ExitCodes.Usage, "subscriptions", "add", "x", "ftp://x.example");
        consumer.Answer = _ => 410;
        await using var worker = await RunningWorker.StartAsync(company, s_quick);
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        await cli.ExpectAsync(0, "sync", "hr");
        await Eventually.TrueAsync(async () => (await EntryAsync(company)) is { IsPaused: true, PauseReason: "gone", Waiting: 1 }, "the pause");
        await CaughtUpAsync(company, other, 2, "chat");
        consumer.All.ShouldHaveSingleItem();

        var rolled = (await cli.JsonAsync(0, "subscriptions", "roll", "laptops")).GetProperty("secret").GetString()!;
        consumer.Answer = _ => 200;
        await cli.ExpectAsync(0, "subscriptions", "resume", "laptops");
        await CaughtUpAsync(company, consumer, 1);
        var taken = consumer.Taken.ShouldHaveSingleItem();
        taken.Id.ShouldBe(consumer.All[0].Id);
        (taken.IsSignedWith(old), taken.IsSignedWith(rolled)).ShouldBe((true, true));
        taken.Changes.ShouldHaveSingleItem().GetProperty("field").GetString().ShouldBe("last-name");

        // A test goes out even when nothing changes, and only where it may.
        (await cli.ExpectAsync(ExitCodes.ConnectionFailed, "subscriptions", "test", "laptops")).Errors.ShouldContain("--allow-private-targets");
        await cli.ExpectAsync(0, "subscriptions", "test", "laptops", "--allow-private-targets");
        consumer.All[^1].Json.GetProperty("type").GetString().ShouldBe("rollcall.test");
        await cli.ExpectAsync(0, "subscriptions", "pause", "laptops");
        await cli.ExpectAsync(ExitCodes.Refused, "subscriptions", "remove", "laptops");
        await cli.ExpectAsync(0, "subscriptions", "remove", "laptops", "--yes");
        await cli.ExpectAsync(ExitCodes.NotFound, "subscriptions", "log", "laptops");
    }

    [Fact]
    public async Task A_consumer_inside_is_refused_unless_the_server_allows_it()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        await using var consumer = await Consumer.StartAsync();
        await company.Company.Cli.ExpectAsync(0, "subscriptions", "add", "laptops", consumer.Address.ToString(), "--from-beginning");

        // The server itself was started without the option: its own worker gets nowhere.
        await Eventually.TrueAsync(async () => (await company.Get<DeliveryStore>().LogAsync(company.Workspace.Id, (await EntryAsync(company)).Id, 1, Token)) is [{ LastError: "refused" }], "the refusal");
        consumer.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_killed_node_is_followed_by_another_and_nothing_is_lost()
    {
        await using var company = await Company.SyncedAsync(postgres: postgres, employees: 200);
        await using var consumer = await Consumer.StartAsync();
        consumer.Answer = _ => null;
        await company.Cli.ExpectAsync(0, "subscriptions", "add", "laptops", consumer.Address.ToString(), "--from-beginning");
        string first;
        await using (var node = await ServerProcess.StartAsync(company.Cli, "--duty", "worker", "--allow-private-targets"))
        {
            await Eventually.TrueAsync(() => Task.FromResult(consumer.All.Count > 0), "the first delivery");
            first = consumer.All[0].Id;
        }

        // It died with the delivery in its hands; the subscription is still its own until the lease ends.
        consumer.Answer = _ => 204;
        await using var other = await ServerProcess.StartAsync(company.Cli, "--duty", "worker", "--allow-private-targets");
        await Eventually.TrueAsync(async () => (await company.Cli.JsonAsync(0, "subscriptions", "list"))[0] is var now
            && now.GetProperty("waiting").GetInt32() == 0 && !consumer.Taken.IsEmpty && consumer.Taken.Last().Changes.Count < DeliveryStore.MostChanges, "all of the log");
        consumer.Taken.First().Id.ShouldBe(first);
        consumer.Cursors.ShouldBeInOrder();
        consumer.Cursors.ShouldBeUnique();
        consumer.Taken.SelectMany(t => t.Changes).Count(c => c.GetProperty("verb").GetString() == "create" && c.GetProperty("subject").GetString() == "employee")
            .ShouldBe((await company.Cli.JsonAsync(0, "employees", "--take", "1000")).GetArrayLength());
    }

    private static async Task<IReadOnlyList<long>> LogAsync(WebCompany company) =>
        [.. (await company.Get<HistoryQueries>().SinceAsync(company.Workspace.Id, 0, 100_000, Token)).Select(h => h.Cursor)];

    private static async Task<SubscriptionEntry> EntryAsync(WebCompany company, string name = "laptops") =>
        (await company.Get<SubscriptionStore>().FindAsync(company.Workspace.Id, name, Token))!;

    private static Task CaughtUpAsync(WebCompany company, Consumer consumer, int changes, string name = "laptops") =>
        Eventually.TrueAsync(async () => consumer.Cursors.Count >= changes && (await EntryAsync(company, name)).Waiting == 0, $"{changes} changes");

    /// <summary>A node's worker with a pace of its own; the server of the company beside it delivers nothing.</summary>
    private sealed class RunningWorker(DeliverySender sender, DeliveryWorker worker) : IAsyncDisposable
    {
        public static async Task<RunningWorker> StartAsync(WebCompany company, DeliveryPace pace)
        {
            var store = company.Get<DeliveryStore>();
            var sender = new DeliverySender(store, new TargetRule(AllowsPrivate: true), pace, TimeProvider.System);
            var worker = new DeliveryWorker(store, sender, pace, TimeProvider.System, NullLogger<DeliveryWorker>.Instance);
            await worker.StartAsync(Token);
            return new RunningWorker(sender, worker);
        }

        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
            sender.Dispose();
        }
    }
}
