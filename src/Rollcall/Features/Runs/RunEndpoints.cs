using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Runs;

/// <summary>The changes of a run as a file.</summary>
internal static class RunEndpoints
{
    public static void Map(WebApplication app) =>
        app.MapGet("/runs/{id:guid}/changes.{format:regex(^(csv|xlsx|json|md)$)}", DownloadAsync).RequireAuthorization(RolePolicy.Viewer);

    private static async Task<Results<PushStreamHttpResult, NotFound>> DownloadAsync(
        Guid id, string format, HttpContext http, MemberStore members, RunStore runs, RunChangesReader reader, CancellationToken cancellationToken)
    {
        if (await Visitor.MemberAsync(http.User, members, cancellationToken) is not { Role: >= MemberRole.Viewer } member
            || await runs.GetAsync(member.Workspace.Id, new RunId(id), cancellationToken) is not { } run)
        {
            return TypedResults.NotFound();
        }

        var changes = await reader.OfRunAsync(member.Workspace, run, cancellationToken);
        if (changes.KeptSince is not null)
        {
            // A file of nothing would say that nothing was changed.
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            target => ChangeFiles.WriteAsync(format, changes.Lines, target, http.RequestAborted), ChangeFiles.TypeOf(format), $"rollcall-run-{id:N}-changes.{format}");
    }
}
