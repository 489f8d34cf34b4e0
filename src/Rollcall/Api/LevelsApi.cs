using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Features.Levels;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Levels and their order.</summary>
internal static class LevelsApi
{
    private const int LongestName = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var levels = api.MapGroup("/levels").WithTags("Levels");
        levels.MapGet("", ListAsync).As("listLevels", ApiScope.Read, "List levels, the lowest first");
        levels.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createLevel", ApiScope.Configure, "Create a level, at the end of the order");
        api.MapPut("/level-order", ReorderAsync).WithTags("Levels").ProducesProblem(409).As("orderLevels", ApiScope.Configure, "Put all levels into an order, the lowest first");
        levels.MapGet("/{id:guid}", GetAsync).ProducesProblem(404).As("getLevel", ApiScope.Read, "Look at one level");
        levels.MapPut("/{id:guid}", SaveAsync).Edits().ProducesProblem(409).As("putLevel", ApiScope.Configure, "Rename a level or change its aliases; the name it had goes on meaning it");
        levels.MapDelete("/{id:guid}", DeleteAsync).Edits().ProducesProblem(409).As("deleteLevel", ApiScope.Configure, "Remove a level that nobody has");
        levels.MapPost("/{id:guid}/merge", MergeAsync).Once().Edits().As("mergeLevel", ApiScope.Configure, "Put the level into another one, whose aliases its names become");
    }

    private static async Task<Ok<IReadOnlyList<ApiLevel>>> ListAsync(LevelService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiLevel>>([.. (await service.ListAsync(cancellationToken)).Levels.OrderBy(l => l.Level.Order).Select(Of)]);

    private static async Task<Results<Ok<ApiLevel>, ProblemHttpResult>> GetAsync(Guid id, LevelService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { } line)
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Level));
        return TypedResults.Ok(Of(line));
    }

    private static async Task<Results<Created<ApiLevel>, ProblemHttpResult>> CreateAsync(ApiNewLevel body, LevelService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        var came = await service.CreateAsync(body.Name, cancellationToken);
        if (came != SchemaEdit.Done)
        {
            return Refused(came);
        }

        if ((await service.ListAsync(cancellationToken)).Levels.FirstOrDefault(l => l.Level.Name == body.Name.Trim()) is not { } line)
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Level));
        return TypedResults.Created($"{RollcallApi.Base}/levels/{line.Level.Id}", Of(line));
    }

    private static async Task<Results<Ok<IReadOnlyList<ApiLevel>>, ProblemHttpResult>> ReorderAsync(ApiOrder body, LevelService service, CancellationToken cancellationToken)
    {
        var came = await service.ReorderAsync([.. body.Levels.Select(l => new LevelId(l))], cancellationToken);
        return came == SchemaEdit.Done
            ? await ListAsync(service, cancellationToken)
            : TypedResults.Problem(ApiProblems.Of(409, "changed-meanwhile", "Nothing was written: these are not all the levels there are, each once.", "List the levels again, and name every one."));
    }

    private static async Task<Results<Ok<ApiLevel>, ProblemHttpResult>> SaveAsync(Guid id, ApiLevelEdit body, LevelService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { Level: var shown })
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, EditOf(shown)) is { } refused)
        {
            return refused;
        }

        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        var came = await service.SaveAsync(shown, body.Name, body.Aliases, cancellationToken);
        return came == SchemaEdit.Done ? await GetAsync(id, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid id, LevelService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, service, cancellationToken) is not { Level: var shown })
        {
            return Gone();
        }

        if (ApiEtags.Refused(request, EditOf(shown)) is { } refused)
        {
            return refused;
        }

        var came = await service.DeleteAsync(shown, cancellationToken);
        return came == SchemaEdit.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static async Task<Results<Ok<ApiLevel>, ProblemHttpResult>> MergeAsync(Guid id, ApiMerge body, LevelService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (id == body.Into || await FindAsync(id, service, cancellationToken) is not { Level: var goes } || await FindAsync(body.Into, service, cancellationToken) is not { Level: var stays })
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, EditOf(goes)) is { } refused)
        {
            return refused;
        }

        var came = await service.MergeAsync(goes, stays, cancellationToken);
        return came == SchemaEdit.Done ? await GetAsync(body.Into, service, http.Response, cancellationToken) : Refused(came);
    }

    private static async Task<LevelLine?> FindAsync(Guid id, LevelService service, CancellationToken cancellationToken) =>
        (await service.ListAsync(cancellationToken)).Levels.FirstOrDefault(l => l.Level.Id == new LevelId(id));

    private static ProblemHttpResult Refused(SchemaEdit came) =>
        ApiOutcomes.Refused(came, "level", "level", "People still have the level.", "Merge it into another one instead.");

    private static ProblemHttpResult? BadName(string name) => ApiOutcomes.BadName("A level", name, LongestName);

    private static ApiLevel Of(LevelLine line) => new(line.Level.Id.Value, line.Level.Name, line.Level.Order, [.. line.Level.Aliases], line.People);

    private static ApiLevelEdit EditOf(LevelState level) => new(level.Name, [.. level.Aliases]);

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("level"));
}

/// <summary>A level to be made.</summary>
public sealed record ApiNewLevel(string Name);

/// <summary>A level as it is to be.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Aliases">Other spellings a source may send for it.</param>
public sealed record ApiLevelEdit(string Name, IReadOnlyList<string> Aliases);

/// <summary>All levels in order.</summary>
/// <param name="Levels">Their ids, the lowest first.</param>
public sealed record ApiOrder(IReadOnlyList<Guid> Levels);
