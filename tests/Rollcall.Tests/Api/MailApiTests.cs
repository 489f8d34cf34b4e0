using System.Net;
using Rollcall.Storage;
using Rollcall.Tests.Web;
using Rollcall.Tests.Web.Invitations;

namespace Rollcall.Tests.Api;

/// <summary>The mail server of a workspace, set and tried by a program.</summary>
public sealed class MailApiTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private ApiClient api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(employees: 5, isSynced: false);
        api = await ApiClient.OfAsync(company, ApiScope.Configure);
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task A_password_goes_in_and_never_comes_out_and_goes_to_no_other_server()
    {
        var fresh = await api.GetAsync("mail");
        (fresh.Json.GetProperty("host").GetString(), fresh.Json.GetProperty("port").GetInt32(), fresh.Json.GetProperty("security").GetString()).ShouldBe((null, 587, "start-tls"));
        fresh.Json.GetProperty("folder").GetString().ShouldBe(Path.Combine(company.Company.DataFolder, "mail"));

        var saved = (await SaveAsync("smtp.acme.example", "secret words", ifMatch: fresh.Etag)).Expect(HttpStatusCode.OK);
        saved.Text.ShouldNotContain("secret words");
        (saved.Json.GetProperty("hasPassword").GetBoolean(), saved.Json.GetProperty("from").GetString()).ShouldBe((true, "people@acme.example"));
        (await SaveAsync("smtp.acme.example", null, ifMatch: fresh.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await SaveAsync("smtp.acme.example", null)).Expect(HttpStatusCode.OK);
        (await company.Get<MailStore>().PasswordAsync(company.Workspace.Id, Token)).ShouldBe("secret words");
        (await SaveAsync("smtp.other.example", null)).Expect(HttpStatusCode.OK).Json.GetProperty("hasPassword").GetBoolean().ShouldBeFalse();
        (await SaveAsync("smtp.other.example", "x")).Expect(HttpStatusCode.OK);
        (await SaveAsync("smtp.other.example", "")).Expect(HttpStatusCode.OK).Json.GetProperty("hasPassword").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"host":"smtp acme"}""")]
    [InlineData("""{"host":"smtp.acme.example"}""")]
    [InlineData("""{"host":"smtp.acme.example","from":"people@acme.example"}""")]
    [InlineData("""{"port":0}""")]
    [InlineData("""{"security":"ssl"}""")]
    [InlineData("""{"address":"rollcall"}""")]
    [InlineData("""{"host":"smtp.acme.example","from":"people@acme.example","address":"https://rollcall.acme.example","security":"none","userName":"me"}""")]
    [InlineData("""{"hots":"smtp.acme.example"}""")]
    public async Task What_cannot_work_is_not_stored(string body)
    {
        (await api.SendAsync(HttpMethod.Put, "mail", body)).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await company.Get<MailStore>().SettingsAsync(company.Workspace.Id, Token)).ShouldBe(MailSettings.None);
    }

    [Fact]
    public async Task A_test_mail_is_left_in_the_folder_or_taken_by_the_server_or_refused_in_words()
    {
        (await api.SendAsync(HttpMethod.Post, "mail/test", new { to = "nobody" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        var left = (await api.SendAsync(HttpMethod.Post, "mail/test", new { to = "it@acme.example" })).Expect(HttpStatusCode.OK).Json;
        (left.GetProperty("isTaken").GetBoolean(), left.GetProperty("folder").GetString()).ShouldBe((true, Path.Combine(company.Company.DataFolder, "mail")));
        (await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(company.Company.DataFolder, "mail")).ShouldHaveSingleItem(), Token)).ShouldContain("To: it@acme.example");

        await using var inbox = new SmtpInbox();
        var local = new { host = "localhost", port = inbox.Port, security = "none", from = "people@acme.example", address = "https://rollcall.acme.example" };
        (await api.SendAsync(HttpMethod.Put, "mail", local)).Expect(HttpStatusCode.OK);
        var sent = (await api.SendAsync(HttpMethod.Post, "mail/test", new { to = "it@acme.example" }, key: "once")).Expect(HttpStatusCode.OK).Json;
        (sent.GetProperty("isTaken").GetBoolean(), sent.GetProperty("folder").GetString()).ShouldBe((true, null));
        (await api.SendAsync(HttpMethod.Post, "mail/test", new { to = "it@acme.example" }, key: "once")).IsReplayed.ShouldBeTrue();
        inbox.Mails.ShouldHaveSingleItem().To.ShouldBe("it@acme.example");

        inbox.IsBusy = true;
        var refused = (await api.SendAsync(HttpMethod.Post, "mail/test", new { to = "it@acme.example" })).Expect(HttpStatusCode.OK).Json;
        (refused.GetProperty("isTaken").GetBoolean(), refused.GetProperty("error").GetString()).ShouldBe((false, "refused"));
        refused.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
    }

    private Task<ApiAnswer> SaveAsync(string host, string? password, string? ifMatch = null) => api.SendAsync(
        HttpMethod.Put, "mail", new { host, userName = "rollcall", password, from = "people@acme.example", address = "https://rollcall.acme.example" }, ifMatch: ifMatch);
}
