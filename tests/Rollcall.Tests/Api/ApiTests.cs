using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Rollcall.Cli;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>The API through HTTP, as a program uses it: with its token, and with one that is too weak.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private HttpClient http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(employees: 20);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = company.Server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task Every_endpoint_of_the_document_refuses_strangers_and_too_weak_tokens_and_takes_the_right_one()
    {
        var document = await JsonAsync(await SendAsync(HttpMethod.Get, "/openapi/v1.json", null));
        document.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        var tokens = new Dictionary<ApiScope, string>();
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            tokens[scope] = await TokenAsync(scope);
        }

        var operations = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                operations++;
                var what = $"{operation.Name} {path.Name}";
                operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty(what);
                operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(what);
                var words = operation.Value.GetProperty("description").GetString()!;
                var needed = Enum.GetValues<ApiScope>().Single(s => words.Contains($"scope {s.ToString().ToLowerInvariant()} ", StringComparison.Ordinal));
                var method = new HttpMethod(operation.Name.ToUpperInvariant());
                var address = path.Name.Replace("{name}", "none", StringComparison.Ordinal).Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{key}", "nobody@acme.example", StringComparison.Ordinal)
                    .Replace("{field}", "title", StringComparison.Ordinal).Replace("{employee}", Guid.Empty.ToString(), StringComparison.Ordinal)
                    .Replace("{attribute}", "none", StringComparison.Ordinal).Replace("{externalId}", "none", StringComparison.Ordinal);
                object? body = operation.Value.TryGetProperty("requestBody", out _) ? new { digest = "none", reason = "a test", name = "laptops", url = "https://inventory.acme.example/hook" } : null;

                await RefusedAsync(await SendAsync(method, address, null, body), HttpStatusCode.Unauthorized, "token-refused", what);
                await RefusedAsync(await SendAsync(method, address, "rollcall_" + new string('0', 64), body), HttpStatusCode.Unauthorized, "token-refused", what);
                if (needed > ApiScope.Read)
                {
                    await RefusedAsync(await SendAsync(method, address, tokens[needed - 1], body), HttpStatusCode.Forbidden, "scope-too-small", what);
                }

                using var answer = await SendAsync(method, address, tokens[needed], body);
                ((int)answer.StatusCode).ShouldBeOneOf([200, 201, 404, 400], what);
                operation.Value.GetProperty("responses").TryGetProperty($"{(int)answer.StatusCode}", out _).ShouldBeTrue($"{what} answers {(int)answer.StatusCode}, which the document does not say");
            }
        }

        operations.ShouldBe(115);
    }

    [Fact]
    public async Task A_program_previews_applies_looks_and_takes_back()
    {
        var token = await TokenAsync(ApiScope.Sync);
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");

        var started = await JsonAsync(await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/previews", token), HttpStatusCode.Accepted);
        var preview = await EndedAsync(token, started.GetProperty("run").GetGuid());
        (preview.GetProperty("state").GetString(), preview.GetProperty("hasPlan").GetBoolean()).ShouldBe(("previewed", true));
        var run = preview.GetProperty("id").GetGuid();
        var changes = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/runs/{run}/changes", token));
        changes.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("after").GetString()).ShouldBe(["Ada", "Stone"], ignoreOrder: true);
        var digest = changes.GetProperty("digest").GetString();

        (await SendAsync(HttpMethod.Post, $"/api/v1/runs/{run}/apply", token, new { digest = digest + "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another plan than was shown");
        (await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/runs/{run}/apply", token, new { digest }))).GetProperty("changes").GetInt32().ShouldBe(2);

        var people = await JsonAsync(await SendAsync(HttpMethod.Get, "/api/v1/employees?search=Ada%20Stone&show=title&show=custom:shirt-size", token));
        people.GetProperty("total").GetInt32().ShouldBe(1);
        var person = people.GetProperty("items")[0];
        person.GetProperty("values").EnumerateObject().Select(v => v.Name).ShouldBe(["title", "custom:shirt-size"]);
        var id = person.GetProperty("id").GetGuid();
        var profile = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/employees/{id}", token));
        profile.GetProperty("values").EnumerateArray().Single(v => v.GetProperty("field").GetString() == "first-name").GetProperty("source").GetString().ShouldBe("hris");
        var why = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/explain/{id}?target=first-name", token));
        why[0].GetProperty("value").GetString().ShouldBe("Ada");
        why[0].GetProperty("steps").GetArrayLength().ShouldBe(5);

        var undo = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/runs/{run}/undo", token));
        (await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/runs/{run}/undo", token, new { digest = undo.GetProperty("digest").GetString() }))).GetProperty("changes").GetInt32().ShouldBe(2);
        (await JsonAsync(await SendAsync(HttpMethod.Get, "/api/v1/connections/hr", token))).GetProperty("state").GetString().ShouldBe("paused");
        (await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/syncs", token, new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict, "it is paused");
        (await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/resume", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/resume", await TokenAsync(ApiScope.Configure))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var one = await JsonAsync(await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/syncs", token, new { employee = id }), HttpStatusCode.Accepted);
        var single = await EndedAsync(token, one.GetProperty("run").GetGuid());
        (single.GetProperty("reading").GetString(), single.GetProperty("changes").GetInt32()).ShouldBe(("single", 2));
        (await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/employees/{id}/history", token))).GetArrayLength().ShouldBeGreaterThanOrEqualTo(7);
        (await company.Get<RunStore>().GetAsync(company.Workspace.Id, new Core.Directory.RunId(run), Token))!.ApprovedBy.ShouldBe($"token “{ApiScope.Sync}”");
    }

    [Fact]
    public async Task A_program_subscribes_another_one()
    {
        var token = await TokenAsync(ApiScope.Configure);
        (await SendAsync(HttpMethod.Post, "/api/v1/subscriptions", token, new { name = "laptops", url = "nowhere" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Post, "/api/v1/subscriptions", token, new { name = "laptops", url = "https://x.example", fields = new[] { "titel" } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var made = await JsonAsync(await SendAsync(HttpMethod.Post, "/api/v1/subscriptions", token, new { name = "laptops", url = "http://127.0.0.1:9/hook", fields = new[] { "title" }, employeesOnly = true }), HttpStatusCode.Created);
        var (id, secret) = (made.GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);
        secret.ShouldStartWith("whsec_");
        (await SendAsync(HttpMethod.Post, "/api/v1/subscriptions", token, new { name = "laptops", url = "https://x.example" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        var found = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/subscriptions/{id}", token));
        (found.GetProperty("state").GetString(), found.GetProperty("fields")[0].GetString(), found.GetProperty("cursor").GetInt64() > 0).ShouldBe(("active", "title", true));
        found.ToString().ShouldNotContain(secret);
        (await JsonAsync(await SendAsync(HttpMethod.Get, "/api/v1/subscriptions", token))).GetArrayLength().ShouldBe(1);
        var test = await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/test", token));
        (test.GetProperty("isDelivered").GetBoolean(), test.GetProperty("error").GetString()).ShouldBe((false, "refused"));
        var log = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/subscriptions/{id}/deliveries", token));
        (log.GetArrayLength(), log[0].GetProperty("isTest").GetBoolean()).ShouldBe((1, true));
        (await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/replay", token, new { }))).GetProperty("count").GetInt32().ShouldBe(0, "a test is no dead letter");
        (await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/drop", token, new { delivery = log[0].GetProperty("id").GetGuid() }))).GetProperty("count").GetInt32().ShouldBe(0);
        (await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/pause", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/subscriptions/{id}", token))).GetProperty("state").GetString().ShouldBe("paused");
        (await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/resume", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await JsonAsync(await SendAsync(HttpMethod.Post, $"/api/v1/subscriptions/{id}/secret", token))).GetProperty("secret").GetString().ShouldNotBe(secret);
        (await SendAsync(HttpMethod.Delete, $"/api/v1/subscriptions/{id}", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(HttpMethod.Delete, $"/api/v1/subscriptions/{id}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_change_log_is_followed_by_a_cursor_and_nothing_comes_twice()
    {
        var token = await TokenAsync(ApiScope.Read);
        var (cursor, seen) = (0L, new List<long>());
        bool hasMore;
        do
        {
            var page = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/changes?after={cursor}&take=7", token));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("cursor").GetInt64()));
            (cursor, hasMore) = (page.GetProperty("cursor").GetInt64(), page.GetProperty("hasMore").GetBoolean());
        }
        while (hasMore);

        seen.Count.ShouldBeGreaterThan(20);
        seen.ShouldBeUnique();
        seen.ShouldBeInOrder();
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var news = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/changes?after={cursor}", token));
        news.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("after").GetString()).ShouldBe(["Ada", "Stone"], ignoreOrder: true);
        var nothing = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/changes?after={news.GetProperty("cursor").GetInt64()}", token));
        nothing.GetProperty("items").GetArrayLength().ShouldBe(0);
        nothing.GetProperty("cursor").GetInt64().ShouldBe(news.GetProperty("cursor").GetInt64());
    }

    [Theory]
    [InlineData("/api/v1/employees?take=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?take=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?where=no-such-field=1", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?show=no-such-field", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?sort=manager", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/changes?after=-1", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?key=nobody&status=active", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/employees?status=fine", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/no-such-thing", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/level-order", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/runs?connection=none", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/runs/not-an-id", HttpStatusCode.NotFound)]
    public async Task What_is_asked_wrongly_is_said_in_words(string address, HttpStatusCode status)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, await TokenAsync(ApiScope.Admin));

        answer.StatusCode.ShouldBe(status);
        var problem = await JsonAsync(answer, status);
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_in_words_and_none_at_all_is_fine_where_none_is_needed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/teams", UriKind.Relative)) { Content = new StringContent("name: x", Encoding.UTF8, "text/plain") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(ApiScope.Configure));
        using var answer = await http.SendAsync(request, Token);
        (await JsonAsync(answer, HttpStatusCode.UnsupportedMediaType)).GetProperty("code").GetString().ShouldBe("not-understood");

        (await SendAsync(HttpMethod.Post, "/api/v1/connections/hr/syncs", await TokenAsync(ApiScope.Sync))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_token_is_good_for_its_workspace_until_it_is_revoked_and_is_kept_nowhere()
    {
        var made = await company.Company.Cli.JsonAsync(0, "tokens", "create", "nightly", "--scope", "sync");
        var token = made.GetProperty("token").GetString()!;
        (await SendAsync(HttpMethod.Get, "/api/v1/teams", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await company.Company.Cli.ExpectAsync(ExitCodes.Refused, "tokens", "create", "nightly")).Errors.ShouldContain("already");

        var listed = (await company.Company.Cli.JsonAsync(0, "tokens", "list"))[0];
        listed.GetProperty("lastUsed").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        listed.ToString().ShouldNotContain(token);
        (await company.Company.Cli.ExpectAsync(0, "tokens", "list")).Output.ShouldContain(token[..15]);
        await using var bytes = File.Open(Path.Combine(company.Company.DataFolder, "rollcall.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(bytes, Encoding.Latin1);
        (await reader.ReadToEndAsync(Token)).ShouldNotContain(token);

        await company.Company.Cli.ExpectAsync(0, "tokens", "revoke", "nightly");
        (await SendAsync(HttpMethod.Get, "/api/v1/teams", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await company.Company.Cli.ExpectAsync(ExitCodes.NotFound, "tokens", "revoke", "nightly");
        await company.Company.Cli.ExpectAsync(ExitCodes.Usage, "tokens", "create", "x", "--days", "0");

        var short_ = (await company.Get<ApiTokenStore>().CreateAsync(company.Workspace.Id, "expired", ApiScope.Read, TimeSpan.FromSeconds(-1), Token))!;
        (await SendAsync(HttpMethod.Get, "/api/v1/teams", short_)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string what)
    {
        using (answer)
        {
            answer.StatusCode.ShouldBe(status, what);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", what);
            (await JsonAsync(answer, status)).GetProperty("code").GetString().ShouldBe(code, what);
        }
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        answer.StatusCode.ShouldBe(status);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
    }

    private async Task<string> TokenAsync(ApiScope scope)
    {
        await company.Get<ApiTokenStore>().RevokeAsync(company.Workspace.Id, $"{scope}", Token);
        return (await company.Get<ApiTokenStore>().CreateAsync(company.Workspace.Id, $"{scope}", scope, TimeSpan.FromHours(1), Token))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return await http.SendAsync(request, Token);
    }

    private async Task<JsonElement> EndedAsync(string token, Guid run)
    {
        JsonElement now = default;
        await Eventually.TrueAsync(async () =>
        {
            now = await JsonAsync(await SendAsync(HttpMethod.Get, $"/api/v1/runs/{run}", token));
            return now.GetProperty("state").GetString() != "running";
        }, "the run's end");
        return now;
    }
}
