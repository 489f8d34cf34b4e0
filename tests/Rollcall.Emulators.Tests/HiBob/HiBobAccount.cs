using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.HiBob.People;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Emulators.Tests.HiBob;

/// <summary>A running emulator and a client with its service user, on a clock that stands still.</summary>
internal sealed class HiBobAccount : IAsyncDisposable
{
    public const string User = "SERVICE-1234:aVeryMadeUpTokenOfFortyLettersOrAboutThat";

    private readonly HttpClient _client;

    private HiBobAccount(EmulatorHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = host.Address };
    }

    public static DateTimeOffset Start { get; } = new(2026, 10, 5, 9, 30, 0, TimeSpan.Zero);

    public static DateOnly Today { get; } = DateOnly.FromDateTime(Start.UtcDateTime);

    public EmulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public Workforce Workforce => Host.Workforce;

    public HiBobSwitches Switches => (HiBobSwitches)Host.Switches;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HiBobAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<HiBobSwitches>? shape = null)
    {
        var switches = new HiBobSwitches();
        shape?.Invoke(switches);
        var clock = new FakeTimeProvider(Start);
        var host = await EmulatorHost.StartAsync(
            new EmulatorOptions { Vendor = "hibob", Employees = employees, Prepared = prepared, RateLimits = rateLimits, Switches = switches, Time = clock },
            Token);
        return new HiBobAccount(host, clock);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string? user = User, string contentType = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(user)));
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

    public async Task<string> SearchTextAsync(string body)
    {
        using var answer = await PostAsync("/v1/people/search", body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>The employees of a search.</summary>
    public async Task<List<JsonObject>> SearchAsync(string body) =>
        [.. (await PostJsonAsync("/v1/people/search", body))["employees"]!.AsArray().Select(employee => employee!.AsObject())];

    /// <summary>The employees of a search for fields, leavers too.</summary>
    public Task<List<JsonObject>> FieldsAsync(params string[] fields) =>
        SearchAsync(new JsonObject { ["fields"] = new JsonArray([.. fields.Select(field => JsonValue.Create(field))]), ["showInactive"] = true }.ToJsonString());

    /// <summary>One employee as machines and people read it.</summary>
    public async Task<JsonObject> OneAsync(int number, params string[] fields)
    {
        var body = new JsonObject { ["fields"] = new JsonArray([.. fields.Select(field => JsonValue.Create(field))]), ["humanReadable"] = "APPEND" };
        return (await PostJsonAsync("/v1/people/" + Id(number), body.ToJsonString())).AsObject();
    }

    public string Id(int number) => Roster.Id(Workforce.Find(number)!);

    /// <summary>The metadata entry of a field by its name.</summary>
    public async Task<JsonNode> FieldAsync(string name) => (await JsonAsync("/v1/company/people/fields")).AsArray().Single(field => (string?)field!["name"] == name)!;

    /// <summary>Moves the clock on step by step until the task is done; a timer may start a moment after the request that it follows.</summary>
    public async Task AdvanceUntilAsync(Task task, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
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
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Dispose();

        // Duplicate keys would be an error of the emulator, not of the vendor.
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
    }
}
