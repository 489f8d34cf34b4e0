using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>Browsers of people who have signed in, for what is asked for by address and not by a page.</summary>
internal static class SignedIn
{
    /// <summary>Follows no redirects, so that a refusal is seen. Nobody signs in when the role is null.</summary>
    public static async Task<HttpClient> BrowserAsync(this WebCompany company, MemberRole? role)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() }) { BaseAddress = company.Server.Address };
        if (role is { } given)
        {
            using var scope = await company.AsAsync(given);
            var account = await scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>().FindByEmailAsync($"{given}@acme.example");
            var link = company.Get<OneTimeLinks>().Create(AccessEndpoints.DemoPurpose + account!.Id);
            using var signedIn = await client.GetAsync(new Uri("/sign-in/" + link, UriKind.Relative), cancellationToken);
            signedIn.Headers.Location!.OriginalString.ShouldBe("/");
        }

        return client;
    }
}
