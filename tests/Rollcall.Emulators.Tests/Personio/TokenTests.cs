using System.Net;

namespace Rollcall.Emulators.Tests.Personio;

public sealed class TokenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_token_for_a_day_from_both_endpoints()
    {
        await using var account = await PersonioAccount.StartAsync();
        var first = account.Bearer;
        account.Clock.Advance(TimeSpan.FromHours(1));

        var old = await account.PostJsonAsync("/v1/auth", $$"""{"client_id":"{{PersonioAccount.ClientId}}","client_secret":"{{PersonioAccount.ClientSecret}}"}""");
        account.Clock.Advance(TimeSpan.FromHours(23));
        using var late = await account.GetAsync("/v1/company/employees?limit=1");

        ((string?)old["data"]!["token"]).ShouldBe(first);
        old["data"]!["expires_in"]!.GetValue<int>().ShouldBe(23 * 3600);
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await account.NewTokenAsync()).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("wrong", "client_credentials", "invalid_client")]
    [InlineData(PersonioAccount.ClientSecret, "password", "unsupported_grant_type")]
    public async Task A_refused_token_says_why(string secret, string grant, string error)
    {
        await using var account = await PersonioAccount.StartAsync();
        using var form = PersonioAccount.TokenForm(secret: secret, grant: grant);

        using var answer = await account.SendAsync(HttpMethod.Post, "/v2/auth/token", content: form);

        ((string?)(await account.ReadAsync(answer, 400))["error"]).ShouldBe(error);
    }

    [Fact]
    public async Task A_token_asked_for_in_json_or_in_the_query_is_refused()
    {
        await using var account = await PersonioAccount.StartAsync();

        var json = await account.PostJsonAsync("/v2/auth/token", """{"grant_type":"client_credentials"}""", 400);
        using var query = await account.SendAsync(HttpMethod.Post, $"/v1/auth?client_id={PersonioAccount.ClientId}&client_secret={PersonioAccount.ClientSecret}");

        ((string?)json["error"]).ShouldBe("invalid_request");
        query.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_withdrawn_area_is_403_in_version_1_and_401_in_version_2()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Workforce.Access.Withdraw("employees:read");
        account.Workforce.Access.Withdraw("personio:persons:read");

        var first = await account.JsonAsync("/v1/company/employees", 403);
        var second = await account.JsonAsync("/v2/persons", 401);
        using var form = PersonioAccount.TokenForm();
        using var token = await account.SendAsync(HttpMethod.Post, "/v2/auth/token", content: form);

        first["error"]!["code"]!.GetValue<int>().ShouldBe(0);
        ((string?)second["errors"]![0]!["detail"]).ShouldBe("Unauthorized Request");
        (await token.Content.ReadAsStringAsync(Token)).ShouldNotContain("persons:read");
    }

    [Fact]
    public async Task Without_a_token_401_with_a_wrong_one_403_then_401()
    {
        await using var account = await PersonioAccount.StartAsync();
        account.Bearer = null;
        using var none = await account.GetAsync("/v1/company/employees");
        account.Bearer = "papi-wrong";
        using var wrong = await account.GetAsync("/v1/company/employees");
        using var second = await account.GetAsync("/v2/persons");

        (none.StatusCode, wrong.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized));
    }
}
