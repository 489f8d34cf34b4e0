using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Configuration;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Integrations;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Which connection wins where several carry the same employee.</summary>
/// <param name="Connections">Every connection of the workspace by name: the first that has a value wins.</param>
/// <param name="Targets">Targets with another order; none when left out.</param>
public sealed record ApiPrecedence(IReadOnlyList<string> Connections, IReadOnlyList<ApiTargetOrder>? Targets = null);

/// <summary>Another order for one target.</summary>
/// <param name="Target">title, level, manager, team:department, custom:KEY and so on.</param>
/// <param name="Connections">Names of connections, first wins; those that are not named come last.</param>
public sealed record ApiTargetOrder(string Target, IReadOnlyList<string> Connections);

/// <summary>Reads and sets which connection wins.</summary>
internal static class PrecedenceApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/precedence").WithTags("Connections");
        group.MapGet("", GetAsync).As("getPrecedence", ApiScope.Read, "Look at which connection wins where several carry somebody");
        group.MapPut("", PutAsync).Edits().As("putPrecedence", ApiScope.Configure, "Set which connection wins; it counts from the next sync on");
    }

    private static async Task<Ok<ApiPrecedence>> GetAsync(PrecedenceService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var standing = Of(await service.ReadAsync(cancellationToken));
        ApiEtags.Tag(response, standing);
        return TypedResults.Ok(standing);
    }

    private static async Task<Results<Ok<ApiPrecedence>, ProblemHttpResult>> PutAsync(ApiPrecedence body, PrecedenceService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (ApiEtags.Refused(http.Request, Of(await service.ReadAsync(cancellationToken))) is { } refused)
        {
            return refused;
        }

        var targets = (body.Targets ?? []).Select(t => (Word: t.Target, Target: Target.Parse(t.Target), t.Connections)).ToList();
        List<ApiMistake> wrong = [.. targets.Where(t => t.Target is null).Select(t => Mistake(t.Word, $"“{t.Word}” is no target.", "Write title, level, manager, team:department, custom:KEY and so on, as mappings do."))];
        if (wrong.Count == 0)
        {
            var wanted = new Precedence(body.Connections.ToValueList(), targets.Select(t => new PrecedenceEntry(t.Target!, t.Connections.ToValueList())).ToValueList());
            wrong = [.. (await service.SaveAsync(wanted, cancellationToken)).Select(p => Mistake(p.At, p.What, p.Fix))];
        }

        return wrong.Count == 0 ? await GetAsync(service, http.Response, cancellationToken) : TypedResults.Problem(ApiProblems.Wrong("Nothing was stored: the order is not whole.", "Correct what errors lists.", wrong));
    }

    private static ApiMistake Mistake(string at, string what, string fix) => new(at, "precedence-invalid", what, fix);

    private static ApiPrecedence Of(Precedence precedence) => new(precedence.Connections, [.. precedence.Targets.Select(t => new ApiTargetOrder(t.Target.ToString(), t.Connections))]);
}
