using System.Globalization;
using System.Net;
using Rollcall.Emulators.Faults;
using Rollcall.Emulators.HiBob;

namespace Rollcall.Emulators.Tests.HiBob;

public sealed class AccessTests
{
    [Theory]
    [InlineData("/v1/company/people/fields")]
    [InlineData("/v1/profiles")]
    public async Task Without_credentials_the_answer_is_401_with_an_empty_body_and_the_limits(string path)
    {
        await using var account = await HiBobAccount.StartAsync();

        using var answer = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, path, user: null));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        answer.Headers.Contains("X-RateLimit-Limit").ShouldBeTrue();
        answer.Headers.Contains("X-RateLimit-Remaining").ShouldBeTrue();
        answer.Headers.Contains("X-RateLimit-Reset").ShouldBeTrue();
    }

    [Theory]
    [InlineData("SERVICE-1234:wrong")]
    [InlineData("SERVICE-9:aVeryMadeUpTokenOfFortyLettersOrAboutThat")]
    public async Task A_wrong_token_is_401_and_says_so(string user)
    {
        await using var account = await HiBobAccount.StartAsync();

        using var answer = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, "/v1/company/people/fields", user: user));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"key\":\"tokenNotMatch\"");
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("aVeryMadeUpTokenOfFortyLettersOrAboutThat")]
    [InlineData("Basic not-base64!")]
    public async Task Retired_and_broken_schemes_are_refused(string authorization)
    {
        await using var account = await HiBobAccount.StartAsync();
        using var request = HiBobAccount.Request(HttpMethod.Get, "/v1/company/people/fields", user: null);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await account.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Fifty_refusals_in_ten_seconds_make_the_firewall_block_for_five_minutes()
    {
        await using var account = await HiBobAccount.StartAsync();
        for (var i = 0; i < 51; i++)
        {
            using var refused = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, "/v1/profiles", user: "SERVICE-1:no"));
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var blocked = await account.GetAsync("/v1/company/people/fields");
        account.Clock.Advance(TimeSpan.FromMinutes(5));
        using var open = await account.GetAsync("/v1/company/people/fields");

        blocked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        blocked.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusals_spread_over_time_block_nobody()
    {
        await using var account = await HiBobAccount.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            using var refused = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, "/v1/profiles", user: "SERVICE-1:no"));
            account.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var open = await account.GetAsync("/v1/company/people/fields");

        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Repeated_403_blocks_the_service_user_and_nobody_else()
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.BlockForm = BobBlockForm.Empty);
        account.Workforce.Access.Withdraw("/people/search");
        for (var i = 0; i < 51; i++)
        {
            (await account.PostJsonAsync("/v1/people/search", "{}", 403))["key"].ShouldNotBeNull();
        }

        using var blocked = await account.GetAsync("/v1/company/people/fields");
        using var other = await account.SendAsync(HiBobAccount.Request(HttpMethod.Get, "/v1/company/people/fields", user: "SERVICE-1:no"));

        blocked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        other.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("GET", "/v1/company/people/field")]
    [InlineData("GET", "/v1/people/search/")]
    [InlineData("GET", "/v2/people/search")]
    [InlineData("GET", "/v1/company/named-lists/site/extra")]
    [InlineData("PATCH", "/v1/profiles")]
    [InlineData("GET", "/")]
    public async Task An_unknown_path_answers_200_with_the_login_page(string method, string path)
    {
        await using var account = await HiBobAccount.StartAsync();

        using var answer = await account.SendAsync(HiBobAccount.Request(new HttpMethod(method), path));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("<!DOCTYPE html>");
    }

    [Theory]
    [InlineData(BobRetiredAnswer.LoginPage, HttpStatusCode.OK)]
    [InlineData(BobRetiredAnswer.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(BobRetiredAnswer.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(BobRetiredAnswer.NotFound, HttpStatusCode.NotFound)]
    public async Task The_retired_reads_serve_no_employees(BobRetiredAnswer retired, HttpStatusCode status)
    {
        await using var account = await HiBobAccount.StartAsync(shape: switches => switches.RetiredPeople = retired);

        foreach (var path in new[] { "/v1/people", "/v1/people?showInactive=true", "/v1/people/" + account.Id(1) })
        {
            using var answer = await account.GetAsync(path);

            answer.StatusCode.ShouldBe(status, path);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("employees", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task Each_endpoint_has_its_own_minute_and_says_when_it_resets()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 2, rateLimits: true, shape: switches => switches.SearchesPerMinute = 2);
        using var first = await account.PostAsync("/v1/people/search", "{}");
        account.Clock.Advance(TimeSpan.FromSeconds(20));
        using var second = await account.PostAsync("/v1/people/search", "{}");

        using var limited = await account.PostAsync("/v1/people/search", "{}");
        using var elsewhere = await account.GetAsync("/v1/company/people/fields");
        account.Clock.Advance(TimeSpan.FromSeconds(40));
        using var served = await account.PostAsync("/v1/people/search", "{}");

        first.Headers.GetValues("X-RateLimit-Limit").ShouldBe(["2"]);
        first.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["1"]);
        ((int)limited.StatusCode).ShouldBe(429);
        limited.Headers.RetryAfter.ShouldBeNull();
        limited.Headers.GetValues("X-RateLimit-Reset").ShouldBe([HiBobAccount.Start.AddMinutes(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]);
        elsewhere.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["49"]);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/v1/profiles", "40")]
    [InlineData("/v1/company/named-lists", "50")]
    [InlineData("/v1/bulk/people/salaries", "10")]
    public async Task Limits_are_the_published_ones(string path, string limit)
    {
        await using var account = await HiBobAccount.StartAsync(employees: 2);

        using var answer = await account.GetAsync(path);

        answer.Headers.GetValues("X-RateLimit-Limit").ShouldBe([limit]);
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, 429)]
    [InlineData(FaultKind.RateLimitedBare, 429)]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.Unauthorized, 401)]
    [InlineData(FaultKind.Forbidden, 403)]
    public async Task Faults_are_refusals_of_this_vendor(FaultKind kind, int status)
    {
        await using var account = await HiBobAccount.StartAsync(employees: 2);
        account.Host.Faults.Add(new FaultRule { Kind = kind, Endpoint = "/v1/people/*", Times = 1 });

        using var struck = await account.PostAsync("/v1/people/search", "{}");
        using var served = await account.PostAsync("/v1/people/search", "{}");

        ((int)struck.StatusCode).ShouldBe(status);
        struck.Headers.Contains("X-RateLimit-Reset").ShouldBe(kind == FaultKind.RateLimited);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Spoilt_pages_repeat_a_row_or_swap_types()
    {
        await using var account = await HiBobAccount.StartAsync(employees: 10);
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.DuplicateRows });

        var twice = await account.FieldsAsync("root.id");
        account.Host.Faults.Clear();
        account.Host.Faults.Add(new FaultRule { Kind = FaultKind.WrongTypes });
        var wrong = await account.FieldsAsync("root.firstName", "work.employeeIdInCompany");

        twice.Count.ShouldBe(11);
        twice.DistinctBy(employee => (string)employee["id"]!).Count().ShouldBe(10);
        wrong[0]["/root/firstName"]!["value"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        wrong[0]["/work/employeeIdInCompany"]!["value"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.String);
    }
}
