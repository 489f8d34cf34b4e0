using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace Rollcall.Storage.Tests;

/// <summary>What programs were answered under a key.</summary>
public abstract partial class StorageTests
{
    private static readonly IDataProtectionProvider s_protection = new EphemeralDataProtectionProvider();

    [Fact]
    public async Task A_key_is_taken_once_and_its_answer_is_kept_for_a_day()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var store = new ApiAnswerStore(Contexts, s_protection, time);
        var (token, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await store.BeginAsync(token, "one", s_one, Cancellation)).ShouldBeOfType<ApiAnswerStart.Begun>();
        (await store.BeginAsync(token, "one", s_one, Cancellation)).ShouldBeOfType<ApiAnswerStart.Running>();
        (await store.BeginAsync(token, "one", s_other, Cancellation)).ShouldBeOfType<ApiAnswerStart.OtherRequest>();
        (await store.BeginAsync(other, "one", s_other, Cancellation)).ShouldBeOfType<ApiAnswerStart.Begun>("another token's key is another key");

        await store.AnswerAsync(token, "one", 201, "an answer nobody shall read", Cancellation);
        var fresh = new ApiAnswerStore(Contexts, s_protection, time);
        (await fresh.BeginAsync(token, "one", s_one, Cancellation)).ShouldBe(new ApiAnswerStart.Answered(201, "an answer nobody shall read"));
        (await fresh.BeginAsync(token, "one", s_other, Cancellation)).ShouldBeOfType<ApiAnswerStart.OtherRequest>();
        (await DumpAsync()).ShouldNotContain("an answer nobody shall read");

        time.Advance(ApiAnswerStore.Kept + TimeSpan.FromSeconds(1));
        (await store.BeginAsync(token, "one", s_other, Cancellation)).ShouldBeOfType<ApiAnswerStart.Begun>();
    }

    [Fact]
    public async Task A_request_that_broke_off_is_unknown_and_one_that_was_refused_is_free()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var store = new ApiAnswerStore(Contexts, s_protection, time);
        var token = Guid.CreateVersion7();
        await store.BeginAsync(token, "broke", s_one, Cancellation);
        await store.BrokeOffAsync(token, "broke", Cancellation);
        (await store.BeginAsync(token, "broke", s_one, Cancellation)).ShouldBeOfType<ApiAnswerStart.Unknown>();

        await store.BeginAsync(token, "died", s_one, Cancellation);
        time.Advance(ApiAnswerStore.Longest + TimeSpan.FromSeconds(1));
        (await store.BeginAsync(token, "died", s_one, Cancellation)).ShouldBeOfType<ApiAnswerStart.Unknown>();

        await store.BeginAsync(token, "refused", s_one, Cancellation);
        await store.ForgetAsync(token, "refused", Cancellation);
        (await store.BeginAsync(token, "refused", s_other, Cancellation)).ShouldBeOfType<ApiAnswerStart.Begun>();
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_under_one_key_one_begins()
    {
        var store = new ApiAnswerStore(Contexts, s_protection, TimeProvider.System);
        var token = Guid.CreateVersion7();
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.BeginAsync(token, "one", s_one, Cancellation), Cancellation)));
        all.Count(a => a is ApiAnswerStart.Begun).ShouldBe(1);
        all.Count(a => a is ApiAnswerStart.Running).ShouldBe(7);
    }
}
