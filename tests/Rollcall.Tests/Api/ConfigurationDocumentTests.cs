using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>The whole configuration in one call that can be repeated, and workspaces that a vendor makes.</summary>
public sealed class ConfigurationDocumentTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private ApiClient api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(employees: 20, isSynced: false);
        api = await ApiClient.OfAsync(company, ApiScope.Configure);
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task What_is_read_can_be_stored_again_and_changes_nothing()
    {
        var standing = await api.GetAsync("configuration");
        standing.Text.ShouldNotContain(company.Company.Hris.Credentials["apiKey"]);
        var stored = (await PutAsync(JsonNode.Parse(standing.Text)!, ifMatch: standing.Etag)).Expect(HttpStatusCode.OK);
        stored.Json.GetProperty("stored").GetBoolean().ShouldBeTrue();
        stored.Json.GetProperty("changes").GetArrayLength().ShouldBe(0);
        stored.Etag.ShouldBe(standing.Etag);
        (await api.SendAsync(HttpMethod.Post, "connections/hr/test")).Expect(HttpStatusCode.OK).Json.GetProperty("isUsable").GetBoolean().ShouldBeTrue("the stored secret is still there");
    }

    [Fact]
    public async Task A_change_is_shown_first_then_stored_and_refused_on_old_ground()
    {
        var standing = await api.GetAsync("configuration");
        var document = JsonNode.Parse(standing.Text)!;
        document["levels"]!.AsArray().Add(new JsonObject { ["name"] = "Fellow" });
        document["connections"]![0]!["schedule"] = "every 15 minutes";

        var dry = (await PutAsync(document, query: "?dryRun=true")).Expect(HttpStatusCode.OK).Json;
        dry.GetProperty("stored").GetBoolean().ShouldBeFalse();
        dry.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("what").GetString()!.Split(' ')[0]).ShouldBe(["level", "connection"]);
        (await api.GetAsync("configuration")).Etag.ShouldBe(standing.Etag);

        (await PutAsync(document, ifMatch: standing.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("changes").GetArrayLength().ShouldBe(2);
        (await PutAsync(document, ifMatch: standing.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await PutAsync(document)).Expect(HttpStatusCode.OK).Json.GetProperty("changes").GetArrayLength().ShouldBe(0, "the second time there is nothing to do");
        (await api.GetAsync("connections/hr/rules")).Json.GetProperty("schedule").GetString().ShouldBe("every 15 minutes");
    }

    [Fact]
    public async Task Secrets_come_with_the_request_and_never_from_the_server()
    {
        var document = JsonNode.Parse((await api.GetAsync("configuration")).Text)!;
        var second = document["connections"]![0]!.DeepClone();
        second["name"] = "second";

        // The server has this variable: its own environment is none of a program's business.
        Environment.GetEnvironmentVariable("BAMBOOHR_API_KEY").ShouldNotBeNullOrEmpty();
        second["secrets"] = new JsonObject { ["api-key"] = "${BAMBOOHR_API_KEY}" };
        document["connections"]!.AsArray().Add(second);
        (await PutAsync(document)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid").GetProperty("errors")[0].GetProperty("fix").GetString()!.ShouldContain("BAMBOOHR_API_KEY");
        (await api.SendAsync(HttpMethod.Get, "connections/second")).Refuses(HttpStatusCode.NotFound, "not-found");
        (await PutAsync(document, secrets: new() { ["BAMBOOHR_API_KEY"] = company.Company.Hris.Credentials["apiKey"] })).Expect(HttpStatusCode.OK);
        (await api.SendAsync(HttpMethod.Post, "connections/second/test")).Expect(HttpStatusCode.OK).Json.GetProperty("isUsable").GetBoolean().ShouldBeTrue();

        // Nor does a stored secret follow a changed address.
        document["connections"]![0]!["settings"]!["base-url"] = "http://127.0.0.1:1/";
        (await PutAsync(document)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid").GetProperty("errors")[0].GetProperty("what").GetString()!.ShouldContain("no other address");
    }

    [Fact]
    public async Task A_document_of_another_workspace_or_with_mistakes_is_refused()
    {
        var document = JsonNode.Parse((await api.GetAsync("configuration")).Text)!;
        document["workspace"] = "elsewhere";
        (await PutAsync(document)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid");
        (await company.Get<WorkspaceStore>().ListAsync(Token)).Count.ShouldBe(1);
        document["workspace"] = company.Workspace.Name;
        document["connexions"] = new JsonArray();
        (await PutAsync(document)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid").GetProperty("errors")[0].GetProperty("fix").GetString()!.ShouldContain("connections");
        (await api.SendAsync(HttpMethod.Put, "configuration", new { documents = 1 })).Refuses(HttpStatusCode.BadRequest, "not-understood");
    }

    [Fact]
    public async Task A_document_is_stored_whole_or_not_at_all()
    {
        var standing = await api.GetAsync("configuration");
        var document = JsonNode.Parse(standing.Text)!;
        document["timeZone"] = "Asia/Tokyo";
        document["customAttributes"]!.AsArray().Add(new JsonObject { ["key"] = "shoe-size", ["name"] = "Shoe size", ["type"] = "number" });
        document["levels"]!.AsArray().Add(new JsonObject { ["name"] = "Fellow" });
        document["teams"] = new JsonArray(
            new JsonObject { ["name"] = "Moon", ["kind"] = "team", ["aliases"] = new JsonArray("Luna") }, new JsonObject { ["name"] = "Sun", ["kind"] = "team", ["aliases"] = new JsonArray("Luna") });

        (await PutAsync(document)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid").GetProperty("errors")[0].GetProperty("what").GetString()!.ShouldContain("Sun");

        (await api.GetAsync("configuration")).Text.ShouldBe(standing.Text);
        (await api.GetAsync("teams")).Text.ShouldNotContain("Moon");
    }

    [Fact]
    public async Task A_token_of_the_server_makes_workspaces_and_their_tokens_open_nothing_else()
    {
        using (var admin = await ApiClient.OfAsync(company, ApiScope.Admin))
        {
            (await admin.SendAsync(HttpMethod.Post, "workspaces", new { name = "globex" })).Refuses(HttpStatusCode.Forbidden, "scope-too-small");
            (await admin.SendAsync(HttpMethod.Get, "workspaces")).Refuses(HttpStatusCode.Forbidden, "scope-too-small");
            var own = await admin.GetAsync("workspaces/current");
            (await admin.SendAsync(HttpMethod.Put, "workspaces/current", new { title = "Acme Ltd", timeZone = "Europe/Berlin" }, ifMatch: own.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("title").GetString().ShouldBe("Acme Ltd");
            (await admin.SendAsync(HttpMethod.Put, "workspaces/current", new { title = "Acme", timeZone = "Europe/Berlin" }, ifMatch: own.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
            (await admin.SendAsync(HttpMethod.Put, "workspaces/current", new { title = "Acme", timeZone = "Mars" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        }

        var token = (await company.Company.Cli.JsonAsync(0, "tokens", "create", "vendor", "--scope", "server")).GetProperty("token").GetString()!;
        using var vendor = new ApiClient(company.Server.Address, token);
        (await vendor.SendAsync(HttpMethod.Post, "workspaces", new { name = "No Name" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        var made = (await vendor.SendAsync(HttpMethod.Post, "workspaces", new { name = "globex", title = "Globex", timeZone = "America/New_York", ownerEmail = "gale@globex.example" })).Expect(HttpStatusCode.Created).Json;
        (await vendor.SendAsync(HttpMethod.Post, "workspaces", new { name = "globex" })).Refuses(HttpStatusCode.Conflict, "name-taken");
        (await vendor.SendAsync(HttpMethod.Post, "workspaces", new { name = "initech", ownerEmail = "nobody" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        using (var browser = new HttpClient(new SocketsHttpHandler()))
        {
            var link = made.GetProperty("invitation").GetProperty("link").GetString()!;
            link.ShouldStartWith(company.Server.Address + "invite/");
            (await browser.GetStringAsync(new Uri(link), Token)).ShouldContain("Globex");
        }
        (await vendor.GetAsync("workspaces")).Json.EnumerateArray().Select(w => w.GetProperty("name").GetString()).ShouldBe([company.Workspace.Name, "globex"], ignoreOrder: true);

        using var globex = new ApiClient(company.Server.Address, made.GetProperty("token").GetString()!);
        (await globex.GetAsync("workspaces/current")).Json.GetProperty("title").GetString().ShouldBe("Globex");
        (await globex.GetAsync("connections")).Json.GetArrayLength().ShouldBe(0);
        (await globex.SendAsync(HttpMethod.Get, "connections/hr")).Refuses(HttpStatusCode.NotFound, "not-found");
        (await globex.SendAsync(HttpMethod.Get, "workspaces")).Refuses(HttpStatusCode.Forbidden, "scope-too-small");
        (await globex.SendAsync(HttpMethod.Post, "connections", new
        {
            name = "hr", provider = "bamboohr", settings = new Dictionary<string, string> { ["company-domain"] = "acme", ["base-url"] = company.Company.Hris.Address.ToString() },
            secrets = new Dictionary<string, string> { ["api-key"] = company.Company.Hris.Credentials["apiKey"] },
        })).Expect(HttpStatusCode.Created);
        var run = (await globex.SendAsync(HttpMethod.Post, "connections/hr/syncs")).Expect(HttpStatusCode.Accepted).Json.GetProperty("run").GetGuid();
        await Eventually.TrueAsync(async () => (await globex.GetAsync($"runs/{run}")).Json.GetProperty("state").GetString() == "succeeded", "the first sync of the new workspace");
        (await globex.GetAsync("employees")).Json.GetProperty("total").GetInt32().ShouldBeGreaterThan(0);
        (await api.GetAsync("employees")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await api.SendAsync(HttpMethod.Get, $"runs/{run}")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    private Task<ApiAnswer> PutAsync(JsonNode document, Dictionary<string, string>? secrets = null, string query = "", string? ifMatch = null) =>
        api.SendAsync(HttpMethod.Put, "configuration" + query, JsonSerializer.Serialize(new { document, secrets = secrets ?? [] }), ifMatch: ifMatch);
}
