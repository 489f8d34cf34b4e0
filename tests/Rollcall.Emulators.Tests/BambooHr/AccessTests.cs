using System.Net;

namespace Rollcall.Emulators.Tests.BambooHr;

public sealed class AccessTests
{
    [Fact]
    public async Task A_missing_key_is_refused_with_an_empty_page_and_the_reason_in_headers()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Get, "/api/v1/meta/fields", key: null));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=UTF-8");
        answer.Headers.GetValues("X-BambooHR-Error-Message").ShouldBe(["API key not provided or invalid"]);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Basic realm=\"https://api.bamboohr.com/acme\"");
    }

    [Theory]
    [InlineData("/api/v1/employees/0")]
    [InlineData("/api/v1/employees/0/")]
    [InlineData("/api/gateway.php/acme/v1/employees/0")]
    [InlineData("/api/gateway.php/acme/v1_2/employees/0")]
    public async Task The_probe_answers_the_callers_own_id_on_both_mounts(string path)
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.CallerEmployeeId = 8);

        (await account.JsonAsync(path)).ToJsonString().ShouldBe("""{"id":"8"}""");
    }

    [Fact]
    public async Task A_user_without_an_employee_record_is_nobody()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.CallerEmployeeId = 0);

        (await account.JsonAsync("/api/v1/employees/0")).ToJsonString().ShouldBe("""{"id":"0"}""");
    }

    [Fact]
    public async Task Another_companys_gateway_path_is_not_found()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/gateway.php/globex/v1/employees/0");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Answers_carry_the_recorded_headers()
    {
        await using var account = await BambooHrAccount.StartAsync();

        using var answer = await account.GetAsync("/api/v1/meta/fields");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        answer.Headers.GetValues("x-request-id").Single().ShouldMatch("^[0-9]{39}$");
        answer.Headers.GetValues("Cache-Control").Single().ShouldBe("no-cache, private");
        answer.Headers.Vary.ShouldBe(["Authorization", "User-Agent"]);
    }

    [Fact]
    public async Task Repeated_unknown_keys_lock_the_whole_company_for_a_while()
    {
        await using var account = await BambooHrAccount.StartAsync(shape: switches => switches.LockOutAfter = 3);
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Get, "/api/v1/employees/0", key: "nobody"));
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var locked = await account.GetAsync("/api/v1/employees/0");
        account.Clock.Advance(TimeSpan.FromMinutes(11));
        using var open = await account.GetAsync("/api/v1/employees/0");

        locked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Too_many_calls_are_told_how_long_to_wait(int status)
    {
        await using var account = await BambooHrAccount.StartAsync(rateLimits: true, shape: switches =>
        {
            switches.RequestsPerMinute = 2;
            switches.RateLimitStatus = status;
        });
        (await account.GetAsync("/api/v1/employees/0")).Dispose();
        account.Clock.Advance(TimeSpan.FromSeconds(20));
        (await account.GetAsync("/api/v1/employees/0")).Dispose();

        using var limited = await account.GetAsync("/api/v1/employees/0");
        account.Clock.Advance(limited.Headers.RetryAfter!.Delta!.Value);
        using var served = await account.GetAsync("/api/v1/employees/0");

        ((int)limited.StatusCode).ShouldBe(status);
        limited.Headers.RetryAfter.Delta.ShouldBe(TimeSpan.FromSeconds(40));
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_does_not_ask_for_json_by_name_gets_xml()
    {
        await using var account = await BambooHrAccount.StartAsync();
        foreach (var path in new[] { "employees/1?fields=firstName", "employees/directory", "meta/fields", "meta/lists", "meta/users", "employees/all/tables/jobInfo" })
        {
            foreach (var accept in new[] { "", "*/*", "application/xml" })
            {
                using var answer = await account.SendAsync(BambooHrAccount.Request(HttpMethod.Get, "/api/v1/" + path, accept: accept));

                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                answer.Content.Headers.ContentType!.ToString().ShouldBe("text/xml; charset=UTF-8", path);
                System.Xml.Linq.XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root.ShouldNotBeNull(path);
            }
        }
    }
}
