using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Api;

/// <summary>Tokens, members and invitations by a program, with the rules that hold for people.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private ApiClient api = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync(employees: 5, isSynced: false);
        api = await ApiClient.OfAsync(company, ApiScope.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_shown_once_does_no_more_than_its_scope_and_ends_when_it_is_revoked()
    {
        var body = new { name = "nightly", scope = "sync", days = 30 };
        var made = (await api.SendAsync(HttpMethod.Post, "tokens", body, key: "one")).Expect(HttpStatusCode.Created);
        var token = made.Json.GetProperty("token").GetString()!;
        (await api.SendAsync(HttpMethod.Post, "tokens", body, key: "one")).IsReplayed.ShouldBeTrue();
        (await api.SendAsync(HttpMethod.Post, "tokens", body)).Refuses(HttpStatusCode.Conflict, "name-taken");
        (await api.SendAsync(HttpMethod.Post, "tokens", new { name = "more", scope = "server" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Post, "tokens", new { name = "long", days = 9999 })).Refuses(HttpStatusCode.BadRequest, "not-understood");

        using var program = new ApiClient(company.Server.Address, token);
        await program.GetAsync("runs");
        (await program.SendAsync(HttpMethod.Get, "tokens")).Refuses(HttpStatusCode.Forbidden, "scope-too-small").GetProperty("title").GetString()!.ShouldContain("“admin”");
        var list = await api.GetAsync("tokens");
        list.Text.ShouldNotContain(token);
        var entry = list.Json.EnumerateArray().Single(t => t.GetProperty("name").GetString() == "nightly");
        (entry.GetProperty("scope").GetString(), token.StartsWith(entry.GetProperty("begins").GetString()!, StringComparison.Ordinal)).ShouldBe(("sync", true));

        (await api.SendAsync(HttpMethod.Delete, "tokens/nightly")).Expect(HttpStatusCode.NoContent);
        (await program.SendAsync(HttpMethod.Get, "runs")).Refuses(HttpStatusCode.Unauthorized, "token-refused");
        (await api.SendAsync(HttpMethod.Delete, "tokens/nightly")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_last_owner_stays_and_an_edit_on_old_ground_is_refused()
    {
        var (owner, viewer) = (await MemberAsync(MemberRole.Owner), await MemberAsync(MemberRole.Viewer));
        (await api.GetAsync("members")).Json.GetArrayLength().ShouldBe(2);
        (await api.SendAsync(HttpMethod.Put, $"members/{owner}", new { role = "admin" })).Refuses(HttpStatusCode.Conflict, "last-owner");
        (await api.SendAsync(HttpMethod.Delete, $"members/{owner}")).Refuses(HttpStatusCode.Conflict, "last-owner");
        var shown = await api.GetAsync($"members/{viewer}");
        (await api.SendAsync(HttpMethod.Put, $"members/{viewer}", new { role = "king" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Put, $"members/{viewer}", new { role = "owner" }, ifMatch: shown.Etag)).Expect(HttpStatusCode.OK).Json.GetProperty("role").GetString().ShouldBe("owner");
        (await api.SendAsync(HttpMethod.Put, $"members/{viewer}", new { role = "admin" }, ifMatch: shown.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Delete, $"members/{owner}", ifMatch: shown.Etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await api.SendAsync(HttpMethod.Delete, $"members/{owner}")).Expect(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Get, $"members/{owner}")).Refuses(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_invitation_is_a_link_that_is_shown_once_and_stops_working_when_it_is_revoked()
    {
        var made = (await api.SendAsync(HttpMethod.Post, "invitations", new { email = "mara@acme.example", role = "admin" })).Expect(HttpStatusCode.Created).Json;
        var link = new Uri(made.GetProperty("link").GetString()!);
        var list = await api.GetAsync("invitations");
        list.Text.ShouldNotContain(link.Segments[^1]);
        var entry = list.Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (entry.GetProperty("role").GetString(), entry.GetProperty("state").GetString()).ShouldBe(("admin", "open"));
        using var browser = new HttpClient(new SocketsHttpHandler());
        (await browser.GetStringAsync(link, Token)).ShouldContain("Create account");

        (await api.SendAsync(HttpMethod.Delete, $"invitations/{made.GetProperty("id").GetGuid()}")).Expect(HttpStatusCode.NoContent);
        (await browser.GetStringAsync(link, Token)).ShouldNotContain("Create account");
        (await api.SendAsync(HttpMethod.Delete, $"invitations/{made.GetProperty("id").GetGuid()}")).Refuses(HttpStatusCode.NotFound, "not-found");
        (await api.SendAsync(HttpMethod.Post, "invitations", new { email = "nobody", role = "admin" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await api.SendAsync(HttpMethod.Post, "invitations", new { email = "mara@acme.example", role = "employee" })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        await MemberAsync(MemberRole.Viewer);
        (await api.SendAsync(HttpMethod.Post, "invitations", new { email = "Viewer@acme.example" })).Refuses(HttpStatusCode.Conflict, "name-taken");
    }

    private async Task<Guid> MemberAsync(MemberRole role)
    {
        using var scope = await company.AsAsync(role);
        return (await scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>().FindByEmailAsync($"{role}@acme.example"))!.Id;
    }
}
