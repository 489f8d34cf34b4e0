using System.Net;
using System.Text.Json;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>A vendor's program sets up and changes everything through HTTP, and is told what is wrong.</summary>
public sealed class ConfigureTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private ApiClient api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ApiKey => company.Company.Hris.Credentials["apiKey"];

    private Dictionary<string, string> Settings => new() { ["company-domain"] = "acme", ["base-url"] = company.Company.Hris.Address.ToString() };

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(employees: 20);
        api = await ApiClient.OfAsync(company, ApiScope.Configure);
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_is_made_tested_changed_and_removed()
    {
        var fields = (await api.GetAsync("providers")).Json.EnumerateArray().Single(p => p.GetProperty("key").GetString() == "bamboohr").GetProperty("settings");
        fields.EnumerateArray().Single(f => f.GetProperty("secret").GetBoolean()).GetProperty("key").GetString().ShouldBe("api-key");

        var wrong = (await api.SendAsync(HttpMethod.Post, "connections", new { name = "second", provider = "bamboohr", settings = new { nonsense = "x" }, rules = new { schedule = "sometimes", missingReadsBeforeLeaving = 99 } })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        Places(wrong).ShouldBe(["settings.nonsense", "settings.company-domain", "secrets.api-key", "schedule", "missingReadsBeforeLeaving"], ignoreOrder: true);
        var refused = (await api.SendAsync(HttpMethod.Post, "connections", new { name = "second", provider = "bamboohr", settings = Settings, secrets = new Dictionary<string, string> { ["api-key"] = "wrong" } })).Refuses(HttpStatusCode.UnprocessableEntity, "test-failed");
        refused.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("credential-refused");
        (await api.SendAsync(HttpMethod.Get, "connections/second")).Refuses(HttpStatusCode.NotFound, "not-found");

        var body = new { name = "second", provider = "bamboohr", settings = Settings, secrets = new Dictionary<string, string> { ["api-key"] = ApiKey }, rules = new { schedule = "every 30 minutes", limits = new { maxDeactivatedPercent = 5 } } };
        var made = (await api.SendAsync(HttpMethod.Post, "connections", body)).Expect(HttpStatusCode.Created);
        (made.Json.GetProperty("state").GetString(), made.Json.GetProperty("schedule").GetString()).ShouldBe(("enabled", "every 30 minutes"));
        made.Location!.ToString().ShouldBe("/api/v1/connections/second");
        (await api.SendAsync(HttpMethod.Post, "connections", body)).Refuses(HttpStatusCode.Conflict, "name-taken");

        var settings = await api.GetAsync("connections/second/settings");
        settings.Text.ShouldNotContain(ApiKey);
        settings.Json.GetProperty("secretsSet")[0].GetString().ShouldBe("api-key");
        (await api.SendAsync(HttpMethod.Post, "connections/second/test")).Expect(HttpStatusCode.OK).Json.GetProperty("isUsable").GetBoolean().ShouldBeTrue();
        (await api.SendAsync(HttpMethod.Post, "connections/second/test", new { settings = Settings, secrets = new Dictionary<string, string> { ["api-key"] = "wrong" } })).Expect(HttpStatusCode.OK).Json.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("credential-refused");

        // A stored secret goes to no other address than before.
        var elsewhere = new Dictionary<string, string>(Settings) { ["base-url"] = "http://127.0.0.1:1/" };
        Places((await api.SendAsync(HttpMethod.Put, "connections/second/settings", new { settings = elsewhere })).Refuses(HttpStatusCode.BadRequest, "not-understood")).ShouldBe(["secrets.api-key"]);
        var other = new Dictionary<string, string>(Settings) { ["company-domain"] = "acme-2" };
        var saved = (await api.SendAsync(HttpMethod.Put, "connections/second/settings", new { settings = other }, ifMatch: settings.Etag)).Expect(HttpStatusCode.OK);
        (await api.SendAsync(HttpMethod.Put, "connections/second/settings", new { settings = Settings }, ifMatch: settings.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Put, "connections/second/settings", new { settings = Settings }, ifMatch: saved.Etag)).Expect(HttpStatusCode.OK).Etag.ShouldBe(settings.Etag);

        var rules = await api.GetAsync("connections/second/rules");
        rules.Json.GetProperty("limits").GetProperty("maxDeactivatedPercent").GetDouble().ShouldBe(5);
        (await api.SendAsync(HttpMethod.Put, "connections/second/rules", new { schedule = "off", whenReturning = "ask", autoInvite = true }, ifMatch: rules.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("whenReturning").GetString().ShouldBe("ask");
        (await api.SendAsync(HttpMethod.Put, "connections/second/rules", new { schedule = "off" }, ifMatch: rules.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Put, "connections/second/rules", new { scedule = "off" })).Refuses(HttpStatusCode.BadRequest, "not-understood");

        (await api.SendAsync(HttpMethod.Delete, "connections/second")).Refuses(HttpStatusCode.Forbidden, "scope-too-small");
        using var admin = await ApiClient.OfAsync(company, ApiScope.Admin);
        (await admin.SendAsync(HttpMethod.Delete, "connections/second")).Expect(HttpStatusCode.NoContent);
        (await admin.SendAsync(HttpMethod.Delete, "connections/second")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Which_connection_wins_is_read_and_set_R18()
    {
        await api.SendAsync(HttpMethod.Post, "connections", new { name = "second", provider = "bamboohr", settings = Settings, secrets = new Dictionary<string, string> { ["api-key"] = ApiKey } });
        var standing = await api.GetAsync("precedence");
        standing.Json.GetProperty("connections").EnumerateArray().Select(c => c.GetString()).ShouldBe(["hr", "second"]);

        var wanted = new { connections = new[] { "second", "hr" }, targets = new[] { new { target = "title", connections = new[] { "hr" } } } };
        (await api.SendAsync(HttpMethod.Put, "precedence", wanted, ifMatch: standing.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("targets")[0].GetProperty("target").GetString().ShouldBe("title");
        (await api.SendAsync(HttpMethod.Put, "precedence", wanted, ifMatch: standing.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        Places((await api.SendAsync(HttpMethod.Put, "precedence", new { connections = new[] { "hr" } })).Refuses(HttpStatusCode.BadRequest, "not-understood")).ShouldBe(["connections"]);
        Places((await api.SendAsync(HttpMethod.Put, "precedence", new { connections = new[] { "hr", "second" }, targets = new[] { new { target = "titel", connections = new[] { "hr" } } } })).Refuses(HttpStatusCode.BadRequest, "not-understood")).ShouldBe(["titel"]);
        Places((await api.SendAsync(HttpMethod.Put, "precedence", new { connections = new[] { "hr", "second" }, targets = new[] { new { target = "level", connections = new[] { "hr", "hr" } } } })).Refuses(HttpStatusCode.BadRequest, "not-understood")).ShouldBe(["level"]);
        (await api.GetAsync("precedence")).Json.GetProperty("connections")[0].GetString().ShouldBe("second", "what is refused stores nothing");
    }

    [Fact]
    public async Task What_the_hris_offers_is_mapped_and_a_wrong_mapping_is_refused_whole()
    {
        var offered = (await api.GetAsync("connections/hr/attributes")).Json.EnumerateArray().ToList();
        offered.Single(a => a.GetProperty("key").GetString() == "customShirtsize").GetProperty("goesTo")[0].GetString().ShouldBe("custom:shirt-size");
        offered.ShouldContain(a => a.GetProperty("goesTo").GetArrayLength() == 0);
        offered.ShouldContain(a => a.GetProperty("suggestion").ValueKind == JsonValueKind.Object);

        var standing = await api.GetAsync("connections/hr/mapping");
        (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", standing.Text, ifMatch: standing.Etag)).Expect(HttpStatusCode.OK).Text.ShouldBe(standing.Text, "what is read can be written");

        var wrong = (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", """
            {
              "mappings": [ { "from": ["jobTitle"], "to": "titel" }, { "from": ["x"], "to": "custom:none" } ],
              "exclusions": { "exclude": { "any": [ { "attribute": "department", "is": ["Legal"], "was": "x" } ] } }
            }
            """)).Refuses(HttpStatusCode.BadRequest, "configuration-invalid");
        wrong.GetProperty("errors").GetArrayLength().ShouldBe(3);
        wrong.GetProperty("errors")[0].GetProperty("at").GetString()!.ShouldStartWith("2:");
        wrong.GetProperty("errors")[0].GetProperty("fix").GetString()!.ShouldContain("title");
        (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", "no json")).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", """{ "mappings": [], "exclusions": { "exclude": { "any": [ { "attribute": "hireDate", "before": "some day" } ] } } }""")).Refuses(HttpStatusCode.BadRequest, "not-understood");

        var mappings = standing.Json.GetProperty("mappings");
        var excluding = JsonSerializer.Serialize(new { mappings, exclusions = new { exclude = new { any = new[] { new { attribute = "department", isEmpty = false } } }, people = new[] { company.Company.Somebody().Email } } });
        excluding = excluding.Replace("\"isEmpty\":false", "\"isNot\":\"no such department \\uD83D\\uDE00\"", StringComparison.Ordinal);
        var count = (await api.SendAsync(HttpMethod.Post, "connections/hr/exclusions/count", excluding)).Expect(HttpStatusCode.OK).Json;
        count.GetProperty("people").GetInt32().ShouldBeGreaterThan(0);
        count.GetProperty("excluded").GetInt32().ShouldBe(count.GetProperty("people").GetInt32());
        (await api.GetAsync("connections/hr/mapping")).Etag.ShouldBe(standing.Etag, "counting stores nothing");
        (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", excluding, ifMatch: standing.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("exclusions").GetProperty("people").GetArrayLength().ShouldBe(1);
        (await api.SendAsync(HttpMethod.Put, "connections/hr/mapping", standing.Text, ifMatch: standing.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
    }

    [Fact]
    public async Task Teams_are_made_changed_filled_merged_and_removed()
    {
        (await api.SendAsync(HttpMethod.Post, "teams", new { name = "A", kind = "crowd" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Post, "teams", new { name = " ", kind = "team" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        var made = (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers", kind = "team" })).Expect(HttpStatusCode.Created);
        var id = made.Json.GetProperty("id").GetGuid();
        made.Location!.ToString().ShouldBe($"/api/v1/teams/{id}");
        (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" })).Refuses(HttpStatusCode.Conflict, "name-taken");

        var person = await SomebodyAsync();
        var edit = new { name = "Lions", parent = (Guid?)null, aliases = new[] { "Cats" }, leads = new[] { person } };
        var saved = (await api.SendAsync(HttpMethod.Put, $"teams/{id}", edit, ifMatch: made.Etag)).Expect(HttpStatusCode.OK);
        saved.Json.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()).ShouldBe(["Cats", "Tigers"]);
        (await api.SendAsync(HttpMethod.Put, $"teams/{id}", edit, ifMatch: made.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Put, $"teams/{id}", edit with { parent = id })).Refuses(HttpStatusCode.Conflict, "circle");

        (await api.SendAsync(HttpMethod.Put, $"teams/{id}/members/{person}")).Expect(HttpStatusCode.NoContent);
        (await api.GetAsync($"teams/{id}")).Json.GetProperty("members").GetInt32().ShouldBe(1);
        (await api.SendAsync(HttpMethod.Put, $"teams/{id}/members/{Guid.Empty}")).Refuses(HttpStatusCode.NotFound, "not-found");
        (await api.SendAsync(HttpMethod.Delete, $"teams/{id}")).Refuses(HttpStatusCode.Conflict, "in-use");

        var bears = (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Bears", kind = "team" })).Expect(HttpStatusCode.Created).Json.GetProperty("id").GetGuid();
        (await api.SendAsync(HttpMethod.Post, $"teams/{id}/merge", new { into = bears }, ifMatch: made.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        var merged = (await api.SendAsync(HttpMethod.Post, $"teams/{id}/merge", new { into = bears })).Expect(HttpStatusCode.OK).Json;
        merged.GetProperty("members").GetInt32().ShouldBe(1);
        merged.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()).ShouldContain("Lions");
        (await api.SendAsync(HttpMethod.Delete, $"teams/{bears}/members/{person}")).Expect(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"teams/{bears}")).Expect(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Get, $"teams/{bears}")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Levels_are_made_renamed_ordered_merged_and_removed()
    {
        var one = (await api.SendAsync(HttpMethod.Post, "levels", new { name = "Apprentice" })).Expect(HttpStatusCode.Created);
        var two = (await api.SendAsync(HttpMethod.Post, "levels", new { name = "Fellow" })).Expect(HttpStatusCode.Created).Json.GetProperty("id").GetGuid();
        var id = one.Json.GetProperty("id").GetGuid();
        (await api.SendAsync(HttpMethod.Put, $"levels/{id}", new { name = "Trainee", aliases = new[] { "Azubi" } }, ifMatch: one.Etag)).Expect(HttpStatusCode.OK)
            .Json.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()).ShouldBe(["Azubi", "Apprentice"]);
        (await api.SendAsync(HttpMethod.Put, $"levels/{id}", new { name = "Trainee", aliases = Array.Empty<string>() }, ifMatch: one.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Put, $"levels/{id}", new { name = "Fellow", aliases = Array.Empty<string>() })).Refuses(HttpStatusCode.Conflict, "name-taken");

        var order = (await api.GetAsync("levels")).Json.EnumerateArray().Select(l => l.GetProperty("id").GetGuid()).Reverse().ToList();
        (await api.SendAsync(HttpMethod.Put, "level-order", new { levels = order })).Expect(HttpStatusCode.OK).Json.EnumerateArray().Select(l => l.GetProperty("id").GetGuid()).ShouldBe(order);
        (await api.SendAsync(HttpMethod.Put, "level-order", new { levels = order.Skip(1) })).Refuses(HttpStatusCode.Conflict, "changed-meanwhile");

        (await api.SendAsync(HttpMethod.Post, $"levels/{id}/merge", new { into = two })).Expect(HttpStatusCode.OK).Json.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()).ShouldContain("Trainee");
        (await api.SendAsync(HttpMethod.Delete, $"levels/{two}")).Expect(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"levels/{two}")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Attributes_are_made_changed_and_take_their_values_along()
    {
        (await api.SendAsync(HttpMethod.Post, "attributes", new { name = "Desk", type = "furniture" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        var made = (await api.SendAsync(HttpMethod.Post, "attributes", new { name = "Desk side", type = "single-select", options = new[] { new { label = "Left" }, new { label = "Right" } } })).Expect(HttpStatusCode.Created);
        made.Json.GetProperty("key").GetString().ShouldBe("desk-side");
        var person = await SomebodyAsync();
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/custom:desk-side", new { value = "Left" })).Expect(HttpStatusCode.OK);

        (await api.SendAsync(HttpMethod.Put, "attributes/desk-side", new { name = "Side", options = new[] { new { label = "Left" } }, section = (string?)null, access = "admins", description = (string?)null }))
            .Refuses(HttpStatusCode.BadRequest, "not-understood").GetProperty("title").GetString()!.ShouldContain("1 options are missing");
        var edit = new { name = "Side", options = new[] { new { label = "Right", archived = true }, new { label = "Left", archived = false } }, section = "Office", access = "admins", description = (string?)null };
        var saved = (await api.SendAsync(HttpMethod.Put, "attributes/desk-side", edit, ifMatch: made.Etag)).Expect(HttpStatusCode.OK);
        (saved.Json.GetProperty("section").GetString(), saved.Json.GetProperty("filled").GetInt32(), saved.Json.GetProperty("options")[0].GetProperty("archived").GetBoolean()).ShouldBe(("Office", 1, true));
        (await api.SendAsync(HttpMethod.Put, "attributes/desk-side", edit, ifMatch: made.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");

        (await api.SendAsync(HttpMethod.Post, "attributes/desk-side/options/rename", new { from = "Left", to = "Port" })).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "custom:desk-side")).Value.ShouldBe("Port");
        (await api.SendAsync(HttpMethod.Post, "attributes/desk-side/options/rename", new { from = "Left", to = "Port" })).Refuses(HttpStatusCode.NotFound, "not-found");
        (await api.SendAsync(HttpMethod.Post, "attributes/desk-side/options/merge", new { from = "Port", into = "Right" })).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "custom:desk-side")).Value.ShouldBe("Right");

        var preview = (await api.GetAsync("attributes/desk-side/type-change?type=number")).Json;
        preview.GetProperty("lost").GetInt32().ShouldBe(1);
        (await api.SendAsync(HttpMethod.Post, "attributes/desk-side/type-change", new { type = "number", lost = 0 })).Refuses(HttpStatusCode.Conflict, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Post, "attributes/desk-side/type-change", new { type = "number", lost = 1 })).Expect(HttpStatusCode.OK).Json.GetProperty("type").GetString().ShouldBe("number");
        (await ValueAsync(person, "custom:desk-side")).Value.ShouldBeNull();

        (await api.SendAsync(HttpMethod.Delete, "attributes/shirt-size")).Refuses(HttpStatusCode.Conflict, "in-use");
        (await api.SendAsync(HttpMethod.Delete, "attributes/desk-side")).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Values_that_no_hris_owns_are_written_and_owned_ones_only_pinned()
    {
        var person = await SomebodyAsync();
        var before = await api.GetAsync($"employees/{person}");
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/title", new { value = "Chief" })).Refuses(HttpStatusCode.Conflict, "owned-by-hris");
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/custom:none", new { value = "x" })).Refuses(HttpStatusCode.NotFound, "not-found");
        var pinned = (await api.SendAsync(HttpMethod.Put, $"employees/{person}/pins/title", new { keepsStanding = false, value = "Chief" }, ifMatch: before.Etag)).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "title")).ShouldBe(("Chief", "pinned"));
        (await api.SendAsync(HttpMethod.Delete, $"employees/{person}/pins/title", ifMatch: before.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Delete, $"employees/{person}/pins/title", ifMatch: pinned.Etag)).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "title")).Source.ShouldBe("hris");
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/pins/title", new { })).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "title")).ShouldBe(("Chief", "pinned"));

        (await api.SendAsync(HttpMethod.Post, "attributes", new { name = "Locker", type = "number" })).Expect(HttpStatusCode.Created);
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/custom:locker", new { value = "many" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/custom:locker", new { value = "12" })).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "custom:locker")).ShouldBe(("12", "manual"));
        (await api.SendAsync(HttpMethod.Delete, $"employees/{person}/values/custom:locker")).Expect(HttpStatusCode.OK);
        (await ValueAsync(person, "custom:locker")).Value.ShouldBeNull();
        (await api.SendAsync(HttpMethod.Put, $"employees/{person}/values/level", new { value = "x" })).Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
    }

    private static IEnumerable<string> Places(JsonElement problem) => problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("at").GetString()!);

    private async Task<Guid> SomebodyAsync() =>
        (await api.GetAsync($"employees?search={Uri.EscapeDataString(company.Company.Somebody().Email!)}")).Json.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid();

    private async Task<(string? Value, string? Source)> ValueAsync(Guid person, string field)
    {
        var value = (await api.GetAsync($"employees/{person}")).Json.GetProperty("values").EnumerateArray().Single(v => v.GetProperty("field").GetString() == field);
        return (value.GetProperty("value").GetString(), value.GetProperty("source").GetString());
    }
}
