using System.Net;
using System.Net.Sockets;
using Rollcall.Emulators.Webhooks;

namespace Rollcall.Emulators.Tests.Webhooks;

public sealed class WebhookPostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_body_and_its_headers_arrive_and_the_status_comes_back()
    {
        await using var target = await WebhookTarget.StartAsync();
        target.Status = 418;
        using var post = new WebhookPost(TimeSpan.FromMinutes(1));

        var status = await post.SendAsync(new Uri(target.Url), "x=1"u8.ToArray(), "application/x-www-form-urlencoded", [new("Authorization", "no scheme: just a token")], Token);
        var told = await target.NextAsync();

        status.ShouldBe(418);
        told.Body.ShouldBe("x=1");
        (told.Headers["Content-Type"], told.Headers["Authorization"]).ShouldBe(("application/x-www-form-urlencoded", "no scheme: just a token"));
    }

    [Fact]
    public async Task A_target_that_hangs_up_or_never_answers_has_no_status()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var rude = new TcpListener(IPAddress.Loopback, 0);
        rude.Start();
        var hangingUp = HangUpAsync(rude);
        using var impatient = new WebhookPost(TimeSpan.FromMilliseconds(50));
        using var patient = new WebhookPost(Timeout.InfiniteTimeSpan);

        (await impatient.SendAsync(Address(silent), [], "application/json", [], Token)).ShouldBeNull();
        (await patient.SendAsync(Address(rude), [], "application/json", [], Token)).ShouldBeNull();
        await hangingUp;
    }

    [Fact]
    public async Task An_emulator_that_stops_waits_for_nobody()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var patient = new WebhookPost(Timeout.InfiniteTimeSpan);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var sending = patient.SendAsync(Address(silent), [], "application/json", [], stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
    }

    private static Uri Address(TcpListener listener) => new($"http://{listener.LocalEndpoint}/hook");

    private static async Task HangUpAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptSocketAsync(Token);
    }
}
