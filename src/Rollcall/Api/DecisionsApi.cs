using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Features.Findings;
using Rollcall.Features.Integrations;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>What only a person can say about an HRIS' records: who somebody is, and that a fill rate is right as it is.</summary>
internal static class DecisionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{name}").WithTags("Mappings");
        group.MapGet("/coverage", CoverageAsync).ProducesProblem(404).As("getCoverage", ApiScope.Read, "See how many people have a value, by attribute, as the last good run left it");
        group.MapPost("/coverage/{attribute}/accept", AcceptAsync).Produces(204).ProducesProblem(404).As("acceptCoverage", ApiScope.Configure, "Take a lower fill rate as it is: the next sync writes the blanks");
        group.MapPut("/matches/{externalId}", MatchAsync).Produces(204).ProducesProblem(404).As("decideMatch", ApiScope.Configure, "Decide who a held record is: an employee, or somebody new");
    }

    private static async Task<Results<Ok<IReadOnlyList<ApiCoverage>>, ProblemHttpResult>> CoverageAsync(string name, IntegrationService service, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is { } view
            ? TypedResults.Ok<IReadOnlyList<ApiCoverage>>([.. (await service.CoverageAsync(view.Entry.Id, cancellationToken)).Select(c => new ApiCoverage(c.Attribute, c.Filled, c.Total))])
            : Gone("connection");

    private static async Task<IResult> AcceptAsync(string name, string attribute, IntegrationService service, FindingFixes fixes, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is not { } view ? Gone("connection")
        : await fixes.AcceptCoverageAsync(view.Entry.Id, attribute, cancellationToken) == FixOutcome.Done ? TypedResults.NoContent() : Gone("fill rate");

    private static async Task<IResult> MatchAsync(string name, string externalId, ApiMatch body, IntegrationService service, FindingFixes fixes, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is not { } view ? Gone("connection")
        : await fixes.DecideMatchAsync(view.Entry.Id, externalId, body.Employee is { } employee ? new EmployeeId(employee) : null, cancellationToken) == FixOutcome.Done ? TypedResults.NoContent()
        : Gone("held record, or employee");

    private static ProblemHttpResult Gone(string what) => TypedResults.Problem(ApiProblems.Gone(what));
}

/// <summary>The fill rate of an attribute.</summary>
/// <param name="Attribute">Its key.</param>
/// <param name="Filled">People who have a value.</param>
/// <param name="People">People who were read.</param>
public sealed record ApiCoverage(string Attribute, int Filled, int People);

/// <summary>Who a record is.</summary>
/// <param name="Employee">An employee's id; null for somebody new.</param>
public sealed record ApiMatch(Guid? Employee);
