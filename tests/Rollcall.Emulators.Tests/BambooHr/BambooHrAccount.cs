using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Tests.BambooHr;

/// <summary>A running emulator and a client with its key, on a clock that stands still.</summary>
internal sealed class BambooHrAccount : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef01234567";
    public const string OtherKey = "76543210fedcba9876543210fedcba9876543210";

    private readonly HttpClient _client;

    private BambooHrAccount(EmulatorHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = host.Address };
    }

    public static DateTimeOffset Start { get; } = new(2026, 10, 5, 9, 30, 0, TimeSpan.Zero);

    public EmulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public BambooHrSwitches Switches => (BambooHrSwitches)Host.Switches;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<BambooHrAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<BambooHrSwitches>? shape = null)
    {
        var switches = new BambooHrSwitches();
        shape?.Invoke(switches);
        var clock = new FakeTimeProvider(Start);
        var host = await EmulatorHost.StartAsync(
            new EmulatorOptions { Vendor = "bamboohr", Employees = employees, Prepared = prepared, RateLimits = rateLimits, Switches = switches, Time = clock },
            Token);
        return new BambooHrAccount(host, clock);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string? key = Key, string accept = "application/json", string contentType = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":x")));
        }

        if (accept.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, Token);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(Request(HttpMethod.Get, path));

    public Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(Request(HttpMethod.Post, path, body));

    public async Task<JsonNode> JsonAsync(string path) => await ReadAsync(await GetAsync(path), 200);

    public async Task<JsonNode> PostJsonAsync(string path, string body, int status = 200) => await ReadAsync(await PostAsync(path, body), status);

    public Task<JsonNode> DataAsync(string body, int status = 200) => PostJsonAsync("/api/v2/datasets/employee/data", body, status);

    public Task<JsonNode> ReportAsync(string body) => PostJsonAsync("/api/v1/reports/custom?format=JSON", body);

    /// <summary>The log of a webhook once it has so many entries; the next attempt is then waiting for its time.</summary>
    public async Task<JsonArray> LogAsync(string webhookId, int count)
    {
        while (true)
        {
            var log = (await JsonAsync($"/api/v1/webhooks/{webhookId}/log")).AsArray();
            if (log.Count >= count)
            {
                return log;
            }

            Token.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        ((int)response.StatusCode).ShouldBe(status, text);

        // Duplicate keys would be an error of the emulator, not of the vendor.
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
    }
}
