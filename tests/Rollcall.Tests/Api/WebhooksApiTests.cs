using System.Net;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>Webhooks of HR systems, made and looked at by a program.</summary>
public sealed class WebhooksApiTests
{
    private const string At = "connections/hr/webhook";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_is_shown_once_renewed_only_when_that_is_asked_for_and_removed()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.HiBob, employees: 5, isSynced: false);
        using var api = await ApiClient.OfAsync(company, ApiScope.Configure);
        (await api.SendAsync(HttpMethod.Get, At)).Refuses(HttpStatusCode.NotFound, "not-found").GetProperty("title").GetString()!.ShouldContain("no webhook");
        (await api.SendAsync(HttpMethod.Get, "connections/none/webhook")).Refuses(HttpStatusCode.NotFound, "not-found");
        (await api.SendAsync(HttpMethod.Put, $"{At}/secret", new { secret = "s3cret" })).Refuses(HttpStatusCode.NotFound, "not-found");
        (await api.SendAsync(HttpMethod.Post, At, new { server = "ftp://acme.example" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Post, At, new { server = "https://acme.example/somewhere" })).Refuses(HttpStatusCode.BadRequest, "not-understood");

        var made = (await api.SendAsync(HttpMethod.Post, At, key: "one")).Expect(HttpStatusCode.Created);
        var address = made.Json.GetProperty("address").GetString()!;
        address.ShouldStartWith($"{company.Server.Address}hooks/");
        (made.Json.GetProperty("isSecretTheirs").GetBoolean(), made.Json.GetProperty("secret").GetString(), made.Json.GetProperty("steps").GetArrayLength() > 0).ShouldBe((true, null, true));
        (await api.SendAsync(HttpMethod.Post, At, key: "one")).IsReplayed.ShouldBeTrue();
        (await api.SendAsync(HttpMethod.Post, At)).Refuses(HttpStatusCode.Conflict, "in-use").GetProperty("detail").GetString()!.ShouldContain("renew");
        (await PostAsync(address)).ShouldBe(HttpStatusCode.Unauthorized, "there is no secret yet");

        (await api.SendAsync(HttpMethod.Put, $"{At}/secret", new { secret = " " })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Put, $"{At}/secret", new { secret = "s3cret" })).Expect(HttpStatusCode.NoContent);
        var shown = await api.GetAsync(At);
        shown.Text.ShouldNotContain("s3cret");
        shown.Text.ShouldNotContain(address.Split('/')[^1]);
        (shown.Json.GetProperty("hasSecret").GetBoolean(), shown.Json.GetProperty("refused").GetInt32(), shown.Json.GetProperty("waiting").GetInt32()).ShouldBe((true, 1, 0));

        await company.Get<MailStore>().SaveAsync(company.Workspace.Id, MailSettings.None with { Address = "https://rollcall.acme.example" }, null, Token);
        (await api.SendAsync(HttpMethod.Post, At, new { renew = true })).Expect(HttpStatusCode.Created).Json.GetProperty("address").GetString()!.ShouldStartWith("https://rollcall.acme.example/hooks/");
        (await PostAsync(address)).ShouldBe(HttpStatusCode.NotFound, "the old address is gone");
        (await api.SendAsync(HttpMethod.Post, At, new { renew = true, server = "https://other.acme.example" })).Expect(HttpStatusCode.Created).Json.GetProperty("address").GetString()!.ShouldStartWith("https://other.acme.example/hooks/");
        (await api.SendAsync(HttpMethod.Delete, At)).Expect(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, At)).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_secret_that_is_made_here_comes_with_the_address_and_no_other_is_brought()
    {
        await using var company = await WebCompany.StartAsync(HrisUnderTest.Personio, employees: 5, isSynced: false);
        using var api = await ApiClient.OfAsync(company, ApiScope.Configure);
        var made = (await api.SendAsync(HttpMethod.Post, At)).Expect(HttpStatusCode.Created).Json;
        made.GetProperty("isSecretTheirs").GetBoolean().ShouldBeFalse();
        made.GetProperty("secret").GetString()!.Length.ShouldBeGreaterThan(20);
        (await api.SendAsync(HttpMethod.Put, $"{At}/secret", new { secret = "mine" })).Refuses(HttpStatusCode.BadRequest, "not-understood").GetProperty("title").GetString()!.ShouldContain("Personio");
        company.Company.Cli.Environment["ROLLCALL_TEST_OWN_SECRET"] = "mine";
        (await company.Company.Cli.ExpectAsync(4, "webhooks", "secret", "hr", "ROLLCALL_TEST_OWN_SECRET")).Errors.ShouldContain("Personio");
        (await api.GetAsync(At)).Json.GetProperty("hasSecret").GetBoolean().ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> PostAsync(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var body = new StringContent("""{"type":"employee.updated","data":{"employeeId":"1"}}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(address), body, Token);
        return answer.StatusCode;
    }
}
