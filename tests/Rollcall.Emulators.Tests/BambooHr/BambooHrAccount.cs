using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Tests.Support;

namespace Rollcall.Emulators.Tests.BambooHr;

/// <summary>An account of BambooHR, asked with its key.</summary>
internal sealed class BambooHrAccount : EmulatorAccount<BambooHrSwitches>
{
    public const string Key = "0123456789abcdef0123456789abcdef01234567";
    public const string OtherKey = "76543210fedcba9876543210fedcba9876543210";

    private BambooHrAccount(EmulatorHost host, FakeTimeProvider clock)
        : base(host, clock)
    {
    }

    public static async Task<BambooHrAccount> StartAsync(int employees = 60, bool prepared = false, bool rateLimits = false, Action<BambooHrSwitches>? shape = null)
    {
        var (host, clock) = await StartHostAsync("bamboohr", employees, prepared, rateLimits, shape);
        return new BambooHrAccount(host, clock);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? body = null, string? key = Key, string accept = "application/json", string contentType = "application/json")
    {
        var request = Compose(method, path, key is null ? null : Basic(key + ":x"), body, contentType);
        if (accept.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return request;
    }

    public Task<JsonNode> DataAsync(string body, int status = 200) => PostJsonAsync("/api/v2/datasets/employee/data", body, status);

    public Task<JsonNode> ReportAsync(string body) => PostJsonAsync("/api/v1/reports/custom?format=JSON", body);

    /// <summary>The log of a webhook once it has so many entries; the next attempt is then waiting for its time.</summary>
    public Task<JsonArray> LogAsync(string webhookId, int count) => Eventually.SeeAsync(
        $"a log of {count} entries", async () => (await JsonAsync($"/api/v1/webhooks/{webhookId}/log")).AsArray(), log => log.Count >= count);

    protected override HttpRequestMessage Ask(HttpMethod method, string path, string? body = null) => Request(method, path, body);
}
