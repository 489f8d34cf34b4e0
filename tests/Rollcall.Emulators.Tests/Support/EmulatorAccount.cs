using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Tests.Support;

/// <summary>A running emulator and a client with its credentials, on a clock that stands still.</summary>
internal abstract class EmulatorAccount<TSwitches> : IAsyncDisposable
    where TSwitches : class, new()
{
    private readonly HttpClient _client;

    protected EmulatorAccount(EmulatorHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = host.Address };
    }

    public static DateTimeOffset Start { get; } = new(2026, 10, 5, 9, 30, 0, TimeSpan.Zero);

    public EmulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public Workforce Workforce => Host.Workforce;

    public TSwitches Switches => (TSwitches)Host.Switches;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What an answer in JSON may call itself.</summary>
    protected virtual IReadOnlyList<string> MediaTypes => ["application/json", "application/problem+json"];

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, Token);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(Ask(HttpMethod.Get, path));

    public Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(Ask(HttpMethod.Post, path, body));

    public async Task<JsonNode> JsonAsync(string path, int status = 200) => await ReadAsync(await GetAsync(path), status);

    public async Task<JsonNode> PostJsonAsync(string path, string body, int status = 200) => await ReadAsync(await PostAsync(path, body), status);

    public async Task<JsonNode> ReadAsync(HttpResponseMessage response, int status)
    {
        using var answer = response;
        var text = await answer.Content.ReadAsStringAsync(Token);
        ((int)answer.StatusCode).ShouldBe(status, text);
        MediaTypes.ShouldContain(answer.Content.Headers.ContentType?.MediaType);

        // Duplicate keys would be an error of the emulator, not of the vendor.
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
    }

    /// <summary>Moves the clock on step by step until the task is done; a timer may start a moment after the request that it follows.</summary>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, TimeSpan step)
    {
        await Eventually.SeeAsync("what the clock is moved on for", Step, isDone => isDone);
        return await task;

        Task<bool> Step()
        {
            if (!task.IsCompleted)
            {
                Clock.Advance(step);
            }

            return Task.FromResult(task.IsCompleted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }

    protected static async Task<(EmulatorHost Host, FakeTimeProvider Clock)> StartHostAsync(string vendor, int employees, bool prepared, bool rateLimits, Action<TSwitches>? shape)
    {
        var switches = new TSwitches();
        shape?.Invoke(switches);
        var clock = new FakeTimeProvider(Start);
        var options = new EmulatorOptions { Vendor = vendor, Employees = employees, Prepared = prepared, RateLimits = rateLimits, Switches = switches, Time = clock };
        return (await EmulatorHost.StartAsync(options, Token), clock);
    }

    protected static AuthenticationHeaderValue Basic(string user) => new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(user)));

    protected static HttpRequestMessage Compose(HttpMethod method, string path, AuthenticationHeaderValue? authorization, string? body, string contentType)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = authorization;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return request;
    }

    /// <summary>A request as the account usually makes it.</summary>
    protected abstract HttpRequestMessage Ask(HttpMethod method, string path, string? body = null);
}
