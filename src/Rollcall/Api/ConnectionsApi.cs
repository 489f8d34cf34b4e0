using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Features.Employees;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Api;

/// <summary>Connections, and runs that are asked for.</summary>
internal static class ConnectionsApi
{
    private const int ShortestDigest = 12;

    public static void Map(RouteGroupBuilder api)
    {
        var connections = api.MapGroup("/connections").WithTags("Connections");
        connections.MapGet("", ListAsync).As("listConnections", ApiScope.Read, "List the HRIS accounts");
        connections.MapGet("/{name}", FindAsync).ProducesProblem(404).As("getConnection", ApiScope.Read, "Look at one HRIS account");
        connections.MapPost("/{name}/previews", PreviewAsync).Produces<ApiStarted>(202).ProducesProblem(404).ProducesProblem(409).Once().As("startPreview", ApiScope.Sync, "Read and plan, and write nothing");
        connections.MapPost("/{name}/syncs", SyncAsync).Produces<ApiStarted>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(400).Once().As("startSync", ApiScope.Sync, "Sync everybody, or one employee");
        connections.MapPost("/{name}/pause", (string name, IntegrationService service, CancellationToken token) => PauseAsync(name, paused: true, service, token)).Produces(204).ProducesProblem(404).As("pauseConnection", ApiScope.Configure, "Let nothing be written until it is resumed");
        connections.MapPost("/{name}/resume", (string name, IntegrationService service, CancellationToken token) => PauseAsync(name, paused: false, service, token)).Produces(204).ProducesProblem(404).As("resumeConnection", ApiScope.Configure, "Let syncs go on");
    }

    private static async Task<Ok<IReadOnlyList<ApiConnection>>> ListAsync(IntegrationService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiConnection>>([.. (await service.OverviewAsync(cancellationToken)).SelectMany(t => t.Connections).OrderBy(c => c.Entry.Position).Select(c => Of(c.Entry))]);

    private static async Task<Results<Ok<ApiConnection>, ProblemHttpResult>> FindAsync(string name, IntegrationService service, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is { } view ? TypedResults.Ok(Of(view.Entry)) : TypedResults.Problem(ApiProblems.Gone("connection"));

    private static async Task<IResult> PreviewAsync(string name, IntegrationService service, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is { } view ? Started(await service.PreviewAsync(view.Entry.Id, cancellationToken)) : Gone();

    private static async Task<IResult> SyncAsync(string name, ApiSyncRequest? body, IntegrationService service, EmployeeEditService people, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        if (body is { Employee: not null, Key: not null } or { OnlyChanges: true, Employee: not null } or { OnlyChanges: true, Key: not null })
        {
            return TypedResults.Problem(ApiProblems.Wrong("employee, key and onlyChanges say three different things.", "Send one of them, or none for everybody."));
        }

        if (body?.Digest is { } digest && (digest.Length < ShortestDigest || !digest.All(Uri.IsHexDigit)))
        {
            return TypedResults.Problem(ApiProblems.Wrong("This is no digest of a plan.", $"Send at least {ShortestDigest} characters of the digest that a preview has."));
        }

        if (body?.Employee is not { } employee)
        {
            return await service.ReadingAsync(view.Entry, body?.Key, body?.OnlyChanges ?? false, cancellationToken) switch
            {
                AskedReading.Fits fits => Started(await service.SyncAsync(view.Entry.Id, fits.Mode, body?.Digest?.ToLowerInvariant(), cancellationToken)),
                AskedReading.NotCarried => TypedResults.Problem(ApiProblems.Of(404, "not-found", $"{name} does not carry this person.", "Give the id that the HRIS has for them.")),
                AskedReading.NoChanges => TypedResults.Problem(ApiProblems.Wrong(
                    $"{view.Entry.Config.Provider} cannot say what changed since the last read.", "Leave onlyChanges out; unchanged people cost next to nothing.")),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return await people.SyncNowAsync(new EmployeeId(employee), view.Entry.Id, cancellationToken) switch
            {
                RunStart.Begun begun => Started(new StartOutcome.Started(begun.Run)),
                RunStart.Busy busy => Started(new StartOutcome.Busy(busy.Run, WillFollow: true)),
                _ => view.Entry.Paused || !view.Entry.Config.Enabled ? Started(new StartOutcome.NotNow(view.Entry.Paused)) : TypedResults.Problem(ApiProblems.Gone("employee of this connection")),
            };
    }

    private static async Task<IResult> PauseAsync(string name, bool paused, IntegrationService service, CancellationToken cancellationToken) =>
        await service.FindAsync(name, cancellationToken) is { } view && await service.SetPausedAsync(view.Entry.Id, paused, cancellationToken) == ChangeOutcome.Done ? TypedResults.NoContent() : Gone();

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("connection"));

    private static IResult Started(StartOutcome outcome) => outcome switch
    {
        StartOutcome.Started started => TypedResults.Accepted($"{RollcallApi.Base}/runs/{started.Run}", new ApiStarted(started.Run.Value, "started")),
        StartOutcome.Busy { WillFollow: true } busy => TypedResults.Accepted($"{RollcallApi.Base}/runs/{busy.Run}", new ApiStarted(busy.Run.Value, "following")),
        StartOutcome.Busy => TypedResults.Problem(ApiProblems.Of(409, "busy", "A run of the connection is going on.", "Ask again when it has ended.")),
        StartOutcome.NotNow => TypedResults.Problem(ApiProblems.Of(409, "not-now", "The connection is paused or disabled.", "Resume it first, or ask for a preview.")),
        StartOutcome.Gone => Gone(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static ApiConnection Of(ConnectionEntry entry) => new(
        entry.Id.Value, entry.Config.Name, entry.Config.Provider, entry.Paused ? "paused" : entry.Config.Enabled ? "enabled" : "disabled", entry.Config.Schedule.ToString(), entry.LastReadAt, entry.LastFullReadAt, entry.Config.Mappings.Count);
}
