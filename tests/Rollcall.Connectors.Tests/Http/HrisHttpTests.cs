using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Tests.Http;

/// <summary>The one way out, against a little server on loopback.</summary>
public sealed class HrisHttpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credentials_never_follow_a_redirect()
    {
        await using var elsewhere = await Server.StartAsync(_ => Task.CompletedTask);
        await using var vendor = await Server.StartAsync(http =>
        {
            http.Response.Redirect(elsewhere.Address.ToString());
            return Task.CompletedTask;
        });
        using var client = HrisHttp.CreateClient(TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, vendor.Address);
        request.Headers.Authorization = new("Bearer", "secret");
        using var response = await client.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        elsewhere.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://2852039166/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    public async Task An_address_where_clouds_keep_their_metadata_is_refused_at_once_as_a_wrong_setting(string address)
    {
        using var client = HrisHttp.CreateClient(TimeProvider.System, TimeSpan.FromDays(1));
        var call = new VendorCall(client, "Somebody");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        var refused = await Should.ThrowAsync<ConnectorException>(() => call.SendAsync(request, Cancellation));

        refused.Fault.ShouldSatisfyAllConditions(
            f => f.Kind.ShouldBe(ConnectorFaultKind.Misconfigured), f => f.Setting.ShouldBe("base-url"), f => f.What.ShouldContain("link-local"));
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var vendor = await Server.StartAsync(http =>
        {
            http.Response.Headers.SetCookie = "_cfuvid=1; path=/";
            return Task.CompletedTask;
        });
        using var client = HrisHttp.CreateClient(TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            using var response = await client.GetAsync(vendor.Address, Cancellation);
        }

        vendor.Calls.Count.ShouldBe(2);
        vendor.Calls.ShouldAllBe(c => c.Length == 0);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task A_post_is_repeated_only_when_it_asks_a_question(bool isQuestion, int calls)
    {
        await using var vendor = await Server.StartAsync(http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        }, failures: 2);
        using var client = HrisHttp.CreateClient(TimeProvider.System, TimeSpan.FromMilliseconds(1));
        using var request = new HttpRequestMessage(HttpMethod.Post, vendor.Address) { Content = new StringContent("{}") };
        request.Options.Set(HrisHttp.IsRepeatable, isQuestion);
        using var response = await client.SendAsync(request, Cancellation);
        vendor.Calls.Count.ShouldBe(calls);
        response.StatusCode.ShouldBe(isQuestion ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("Retry-After", "0")]
    [InlineData("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("X-RateLimit-Reset", "1445412480")]
    public async Task The_vendor_says_how_long_to_wait(string header, string value)
    {
        await using var vendor = await Server.StartAsync(http =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers[header] = value;
            return Task.CompletedTask;
        }, failures: 1);

        // Its own wait would outlast the test by days.
        using var client = HrisHttp.CreateClient(TimeProvider.System, TimeSpan.FromDays(1));
        using var response = await client.GetAsync(vendor.Address, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_that_stops_arriving_is_given_up()
    {
        var clock = new FakeTimeProvider();
        using var guard = new StallGuard(clock, TimeSpan.FromMinutes(2)) { InnerHandler = new Stalling() };
        using var client = new HttpClient(guard, disposeHandler: false);
        using var response = await client.GetAsync(new Uri("http://vendor.example/"), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var buffer = new byte[10];
        (await body.ReadAsync(buffer, Cancellation)).ShouldBe(1);

        var waiting = body.ReadAsync(buffer, Cancellation).AsTask();
        clock.Advance(TimeSpan.FromSeconds(119));
        waiting.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        await Should.ThrowAsync<IOException>(() => waiting);
    }

    /// <summary>Sends one byte and then nothing.</summary>
    private sealed class Stalling : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new OneByte()) };
            response.Content.Headers.ContentType = new("application/json");
            return Task.FromResult(response);
        }

        private sealed class OneByte : MemoryStream
        {
            private bool sent;

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                if (sent)
                {
                    return new ValueTask<int>(new TaskCompletionSource<int>().Task);
                }

                sent = true;
                return ValueTask.FromResult(1);
            }
        }
    }

    /// <summary>Keeps the cookies of every call; after so many failures it says yes.</summary>
    internal sealed class Server : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Server(WebApplication app, ConcurrentQueue<string> calls)
        {
            this.app = app;
            Calls = calls;
            Address = new Uri(app.Urls.First());
        }

        public Uri Address { get; }

        public ConcurrentQueue<string> Calls { get; }

        public static async Task<Server> StartAsync(RequestDelegate answer, int failures = int.MaxValue)
        {
            var calls = new ConcurrentQueue<string>();
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls", "http://127.0.0.1:0"] });
            builder.Logging.ClearProviders();
            var server = builder.Build();
            server.Run(http =>
            {
                calls.Enqueue(http.Request.Headers.Cookie.ToString());
                return calls.Count <= failures ? answer(http) : Task.CompletedTask;
            });
            await server.StartAsync(Cancellation);
            return new Server(server, calls);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
