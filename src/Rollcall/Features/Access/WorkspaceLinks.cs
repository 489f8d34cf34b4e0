using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Rollcall.Storage;

namespace Rollcall.Features.Access;

/// <summary>A link to a page can name the workspace that it is of: whoever is a member there sees the page of that one, whichever they looked at last.</summary>
internal static class WorkspaceLinks
{
    public const string Query = "workspace";

    /// <summary>A page of the server, in this workspace.</summary>
    public static Uri Of(Uri server, string path, string workspace) => new(server, QueryHelpers.AddQueryString(path, Query, workspace));

    /// <summary>Goes on to the same page without the word. A workspace that the visitor is no member of changes nothing, and looks like one that is not there.
    /// Whoever is not signed in keeps the word until they are.</summary>
    public static async Task ChooseAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || !http.Request.Query.TryGetValue(Query, out var named) || http.User.Identity is not { IsAuthenticated: true })
        {
            await next(http);
            return;
        }

        var members = http.RequestServices.GetRequiredService<MemberStore>();
        var signIn = http.RequestServices.GetRequiredService<SignInManager<AccountRow>>();
        var cancellationToken = http.RequestAborted;
        if (await signIn.UserManager.GetUserAsync(http.User) is { } account
            && (await members.OfAccountAsync(account.Id, cancellationToken)).FirstOrDefault(m => m.Workspace.Name == named.ToString()) is { } member
            && (await Visitor.MemberAsync(http.User, members, cancellationToken))?.Workspace.Id != member.Workspace.Id)
        {
            await signIn.SignInWithClaimsAsync(account, isPersistent: true, [new Claim(Visitor.WorkspaceClaim, member.Workspace.Name)]);
        }

        var there = http.Request.Path.ToUriComponent() + QueryString.Create(http.Request.Query.Where(q => !string.Equals(q.Key, Query, StringComparison.OrdinalIgnoreCase))).ToUriComponent();
        http.Response.Redirect(AccessEndpoints.IsLocal(there) ? there : "/");
    }
}
