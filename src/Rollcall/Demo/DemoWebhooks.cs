using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rollcall.Core.Directory;
using Rollcall.Emulators.Hosting;
using Rollcall.Storage;
using Rollcall.Webhooks;

namespace Rollcall.Demo;

/// <summary>Sets the webhooks of the demo up at the emulated HR systems, through the same pages and interfaces that a person would use there.</summary>
internal static class DemoWebhooks
{
    private static readonly string[] s_personioEvents =
        ["person.created", "person.updated", "person.deleted", "employment.created", "employment.updated", "employment.deleted", "employment.started", "employment.terminated"];

    private static readonly string[] s_bambooEvents = ["employee.created", "employee.updated", "employee.deleted"];

    /// <param name="server">Where Rollcall is.</param>
    /// <param name="webhooks">Where webhooks are kept.</param>
    /// <param name="connection">The connection of the emulated HRIS.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="host">The emulated HRIS.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task SetUpAsync(
        Uri server, WebhookStore webhooks, ConnectionEntry connection, WorkspaceId workspace, EmulatorHost host, CancellationToken cancellationToken)
    {
        var vendor = connection.Config.Provider;
        var (token, secret) = await NewWebhook.MakeAsync(webhooks, Connectors.Connectors.Find(vendor)!.Webhook!, workspace, connection.Id, cancellationToken);
        var address = NewWebhook.AddressOf(server, connection.Id, token);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = host.Address };
        var made = vendor switch
        {
            "personio" => await AtPersonioAsync(http, host, address, secret!, cancellationToken),
            "bamboohr" => await AtBambooHrAsync(http, host, address, cancellationToken),
            _ => await AtHiBobAsync(http, address, cancellationToken),
        };
        if (made is not null)
        {
            await webhooks.SetSecretAsync(workspace, connection.Id, made, cancellationToken);
        }
    }

    private static async Task<string?> AtPersonioAsync(HttpClient http, EmulatorHost host, Uri address, string secret, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = host.Credentials["clientId"], ["client_secret"] = host.Credentials["clientSecret"] };
        using var signedIn = await http.PostAsync("/v2/auth/token", new FormUrlEncodedContent(form), cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TextAsync(signedIn, "access_token", cancellationToken));
        using var created = await http.PostAsync("/v2/webhooks", Json(new { url = address, status = "ENABLED", token = secret, enabled_events = s_personioEvents }), cancellationToken);
        created.EnsureSuccessStatusCode();
        return null;
    }

    private static async Task<string?> AtBambooHrAsync(HttpClient http, EmulatorHost host, Uri address, CancellationToken cancellationToken)
    {
        // The demo listens without TLS, which BambooHR would not send to.
        (await http.PostAsync("/_control/switches?name=webhookTargetsMustBeHttps&value=false", content: null, cancellationToken)).EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(host.Credentials["apiKey"] + ":x")));
        using var offered = await http.GetAsync("/api/v1/webhooks/monitor_fields", cancellationToken);
        using var fields = JsonDocument.Parse(await offered.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
        var monitored = fields.RootElement.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("id").GetString()).ToList();
        using var created = await http.PostAsync("/api/v1/webhooks", Json(new
        {
            name = "Rollcall", url = address, format = "json", events = s_bambooEvents, monitorFields = monitored,
        }), cancellationToken);
        return await TextAsync(created, "privateKey", cancellationToken);
    }

    private static async Task<string?> AtHiBobAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        var secret = WebhookStore.NewToken();
        (await http.PostAsync($"/_control/webhooks/save?secret={secret}&url={Uri.EscapeDataString(address.ToString())}", content: null, cancellationToken)).EnsureSuccessStatusCode();
        return secret;
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static async Task<string> TextAsync(HttpResponseMessage answer, string name, CancellationToken cancellationToken)
    {
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
