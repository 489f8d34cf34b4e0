using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio;
using Rollcall.Emulators.Tests.Support;

namespace Rollcall.Emulators.Tests.Personio;

/// <summary>An account of Personio, asked with a token.</summary>
internal sealed class PersonioAccount : EmulatorAccount<PersonioSwitches>
{
    public const string ClientId = "papi-00000000-0000-4000-8000-000000000001";
    public const string ClientSecret = "papi-emulated-secret";

    private PersonioAccount(EmulatorHost host, FakeTimeProvider clock)
        : base(host, clock)
    {
    }

    /// <summary>Sent with every request, unless null.</summary>
    public string? Bearer { get; set; }

    public static async Task<PersonioAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<PersonioSwitches>? shape = null)
    {
        var (host, clock) = await StartHostAsync("personio", employees, prepared, rateLimits, shape);
        var account = new PersonioAccount(host, clock);
        account.Bearer = await account.NewTokenAsync();
        return account;
    }

    public static string Id(int number) => (4_711_000 + number).ToString(CultureInfo.InvariantCulture);

    public static FormUrlEncodedContent TokenForm(string id = ClientId, string secret = ClientSecret, string grant = "client_credentials") =>
        new(new Dictionary<string, string> { ["grant_type"] = grant, ["client_id"] = id, ["client_secret"] = secret });

    public async Task<string> NewTokenAsync()
    {
        using var form = TokenForm();
        return (string)(await ReadAsync(await SendAsync(HttpMethod.Post, "/v2/auth/token", content: form), 200))["access_token"]!;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = Ask(method, path, body);
        request.Content ??= content;
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await SendAsync(request);
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

    protected override HttpRequestMessage Ask(HttpMethod method, string path, string? body = null) =>
        Compose(method, path, Bearer is null ? null : new AuthenticationHeaderValue("Bearer", Bearer), body, "application/json");
}
