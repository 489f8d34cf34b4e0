using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.HiBob.People;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Tests.Support;

namespace Rollcall.Emulators.Tests.HiBob;

/// <summary>An account of HiBob, asked with its service user.</summary>
internal sealed class HiBobAccount : EmulatorAccount<HiBobSwitches>
{
    public const string User = "SERVICE-1234:aVeryMadeUpTokenOfFortyLettersOrAboutThat";

    private HiBobAccount(EmulatorHost host, FakeTimeProvider clock)
        : base(host, clock)
    {
    }

    public static DateOnly Today { get; } = DateOnly.FromDateTime(Start.UtcDateTime);

    protected override IReadOnlyList<string> MediaTypes => ["application/json"];

    public static async Task<HiBobAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<HiBobSwitches>? shape = null)
    {
        var (host, clock) = await StartHostAsync("hibob", employees, prepared, rateLimits, shape);
        return new HiBobAccount(host, clock);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string? user = User, string contentType = "application/json") =>
        Compose(method, path, user is null ? null : Basic(user), body, contentType);

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

    protected override HttpRequestMessage Ask(HttpMethod method, string path, string? body = null) => Request(method, path, body);
}
