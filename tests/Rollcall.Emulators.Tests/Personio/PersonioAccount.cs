using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio;

namespace Rollcall.Emulators.Tests.Personio;

/// <summary>A running emulator and a client with a token, on a clock that stands still.</summary>
internal sealed class PersonioAccount : IAsyncDisposable
{
    public const string ClientId = "papi-00000000-0000-4000-8000-000000000001";
    public const string ClientSecret = "papi-emulated-secret";

    private readonly HttpClient _client;

    private PersonioAccount(EmulatorHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = host.Address };
    }

    public static DateTimeOffset Start { get; } = new(2026, 10, 5, 9, 30, 0, TimeSpan.Zero);

    public EmulatorHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public Workforce Workforce => Host.Workforce;

    public PersonioSwitches Switches => (PersonioSwitches)Host.Switches;

    /// <summary>Sent with every request, unless null.</summary>
    public string? Bearer { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<PersonioAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<PersonioSwitches>? shape = null)
    {
        var switches = new PersonioSwitches();
        shape?.Invoke(switches);
        var clock = new FakeTimeProvider(Start);
        var host = await EmulatorHost.StartAsync(
            new EmulatorOptions { Vendor = "personio", Employees = employees, Prepared = prepared, RateLimits = rateLimits, Switches = switches, Time = clock },
            Token);
        var account = new PersonioAccount(host, clock);
        account.Bearer = await account.NewTokenAsync();
        return account;
    }

    public static FormUrlEncodedContent TokenForm(string id = ClientId, string secret = ClientSecret, string grant = "client_credentials") =>
        new(new Dictionary<string, string> { ["grant_type"] = grant, ["client_id"] = id, ["client_secret"] = secret });

    public async Task<string> NewTokenAsync()
    {
        using var form = TokenForm();
        using var answer = await _client.PostAsync(new Uri("/v2/auth/token", UriKind.Relative), form, Token);
        return (string)(await ReadAsync(answer, 200))["access_token"]!;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Bearer);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        request.Content = content ?? (body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        return await _client.SendAsync(request, Token);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonNode> JsonAsync(string path, int status = 200)
    {
        using var answer = await GetAsync(path);
        return await ReadAsync(answer, status);
    }

    public async Task<JsonNode> PostJsonAsync(string path, string body, int status = 201)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body);
        return await ReadAsync(answer, status);
    }

    /// <summary>The items of all pages, following the links.</summary>
    public async Task<List<JsonObject>> AllAsync(string path)
    {
        var items = new List<JsonObject>();
        for (string? next = path; next is not null;)
        {
            var page = await JsonAsync(next);
            items.AddRange(page["_data"]!.AsArray().Select(item => item!.AsObject()));
            next = (string?)page["_meta"]!["links"]!["next"]?["href"];
        }

        return items;
    }

    public static string Id(int number) => (4_711_000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        ((int)response.StatusCode).ShouldBe(status, text);

        // Duplicate keys would be an error of the emulator, not of the vendor.
        return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }
}
