using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Subscriptions;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>A subscription to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where deliveries go, http or https.</param>
/// <param name="EmployeesOnly">Leave out teams, levels and custom attributes themselves.</param>
/// <param name="Fields">These fields alone; all when left out.</param>
/// <param name="FromBeginning">Begin with the first change that is kept instead of the next one.</param>
public sealed record ApiNewSubscription(string? Name, string? Url, bool EmployeesOnly = false, IReadOnlyList<string>? Fields = null, bool FromBeginning = false)
{
    public override string ToString() => nameof(ApiNewSubscription);
}

/// <summary>A subscription as it is to be.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where deliveries go, http or https; what waits goes there too.</param>
/// <param name="EmployeesOnly">Leave out teams, levels and custom attributes themselves.</param>
/// <param name="Fields">These fields alone; all when left out.</param>
public sealed record ApiSubscriptionEdit(string Name, string Url, bool EmployeesOnly = false, IReadOnlyList<string>? Fields = null)
{
    public override string ToString() => nameof(ApiSubscriptionEdit);
}

/// <summary>A subscription that was made, or whose secret was rolled.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="Secret">What its deliveries are signed with; it is not shown again.</param>
public sealed record ApiSubscriptionSecret(Guid Id, string Secret)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Another program that hears of changes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where deliveries go.</param>
/// <param name="EmployeesOnly">Whether teams, levels and custom attributes themselves are left out.</param>
/// <param name="Fields">These fields alone; all when empty.</param>
/// <param name="State">active or paused.</param>
/// <param name="PauseReason">gone when the program answered 410; null when a person paused it.</param>
/// <param name="Cursor">The place in the change log up to which deliveries were made.</param>
/// <param name="LastDeliveredAt">When changes were last taken.</param>
/// <param name="Waiting">Deliveries that were not taken yet.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="NextTryAt">When a refused delivery is tried again.</param>
/// <param name="OldSecretUntil">How long the secret before this one signs too.</param>
public sealed record ApiSubscription(
    Guid Id, string Name, string Url, bool EmployeesOnly, IReadOnlyList<string> Fields, string State, string? PauseReason, long Cursor, DateTimeOffset? LastDeliveredAt,
    int Waiting, int Dead, DateTimeOffset? NextTryAt, DateTimeOffset? OldSecretUntil)
{
    public override string ToString() => Id.ToString();
}

/// <summary>One line of the delivery log.</summary>
/// <param name="Id">Its id, without the prefix that the header has.</param>
/// <param name="IsTest">Whether it was a test without changes.</param>
/// <param name="State">waiting, delivered or dead.</param>
/// <param name="From">The piece of the change log begins after this place.</param>
/// <param name="To">And ends with this one.</param>
/// <param name="Changes">How many changes it carries.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="LastStatus">The HTTP status of the last answer.</param>
/// <param name="LastError">status, redirect, timeout, unreachable, name, tls or refused.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastTriedAt">When it was last tried.</param>
/// <param name="EndedAt">When it was taken or given up.</param>
public sealed record ApiDelivery(
    Guid Id, bool IsTest, string State, long From, long To, int Changes, int Attempts, int? LastStatus, string? LastError, DateTimeOffset CreatedAt, DateTimeOffset? LastTriedAt,
    DateTimeOffset? EndedAt);

/// <summary>What came of a test.</summary>
/// <param name="IsDelivered">Whether it was taken.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Error">Why not, in a word as in the delivery log.</param>
/// <param name="IsLeft">A mail was left in the server's folder, because no mail server is set.</param>
public sealed record ApiTestOutcome(bool IsDelivered, int? Status, string? Error, bool IsLeft = false)
{
    internal static ApiTestOutcome Of(DeliveryOutcome outcome) => new(outcome.IsDelivered && !outcome.IsLeft, outcome.Status, outcome.Error, outcome.IsLeft);
}

/// <summary>Which dead letters are meant.</summary>
/// <param name="Delivery">One; all when left out.</param>
public sealed record ApiDeadLetters(Guid? Delivery = null);

/// <summary>How many there were.</summary>
/// <param name="Count">Of them.</param>
public sealed record ApiCount(int Count);

/// <summary>Other programs that hear of changes.</summary>
internal static class SubscriptionsApi
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder api)
    {
        var all = api.MapGroup("/subscriptions").WithTags("Subscriptions");
        all.MapGet("", ListAsync).As("listSubscriptions", ApiScope.Configure, "List the programs that hear of changes");
        all.MapPost("", AddAsync).Once().Produces<ApiSubscriptionSecret>(201).ProducesProblem(400).ProducesProblem(409).As("addSubscription", ApiScope.Configure, "Send changes to another program; the secret is in this answer alone");
        all.MapGet("/{id:guid}", FindAsync).ProducesProblem(404).As("getSubscription", ApiScope.Configure, "Look at one subscription");
        all.MapPut("/{id:guid}", SaveAsync).Edits().ProducesProblem(409).As("putSubscription", ApiScope.Configure, "Change name, address, and what it hears of; its secret stays");
        all.MapDelete("/{id:guid}", RemoveAsync).Produces(204).ProducesProblem(404).As("removeSubscription", ApiScope.Configure, "Send nothing any more, and forget the delivery log");
        all.MapPost("/{id:guid}/pause", (Guid id, SubscriptionService service, CancellationToken token) => PauseAsync(id, paused: true, service, token)).Produces(204).ProducesProblem(404).As("pauseSubscription", ApiScope.Configure, "Send nothing until it is resumed; nothing is lost");
        all.MapPost("/{id:guid}/resume", (Guid id, SubscriptionService service, CancellationToken token) => PauseAsync(id, paused: false, service, token)).Produces(204).ProducesProblem(404).As("resumeSubscription", ApiScope.Configure, "Go on with what waited");
        all.MapPost("/{id:guid}/secret", RollAsync).Once().ProducesProblem(404).As("rollSubscriptionSecret", ApiScope.Configure, "Make a new secret; the old one signs too for a day");
        all.MapPost("/{id:guid}/test", TestAsync).Once().ProducesProblem(404).As("testSubscription", ApiScope.Configure, "Send a delivery without changes, now and once");
        all.MapGet("/{id:guid}/deliveries", LogAsync).ProducesProblem(400).ProducesProblem(404).As("listDeliveries", ApiScope.Configure, "See the delivery log, the newest first");
        all.MapPost("/{id:guid}/replay", ReplayAsync).Once().ProducesProblem(404).As("replayDeliveries", ApiScope.Configure, "Send dead letters again, one or all");
        all.MapPost("/{id:guid}/drop", DropAsync).ProducesProblem(404).As("dropDeliveries", ApiScope.Configure, "Forget dead letters, one or all");
    }

    private static async Task<Ok<IReadOnlyList<ApiSubscription>>> ListAsync(SubscriptionService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiSubscription>>([.. (await service.ListAsync(cancellationToken)).Select(Of)]);

    private static async Task<Results<Ok<ApiSubscription>, ProblemHttpResult>> FindAsync(Guid id, SubscriptionService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(id, cancellationToken) is not { } found)
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(found));
        return TypedResults.Ok(Of(found));
    }

    private static async Task<Results<Ok<ApiSubscription>, ProblemHttpResult>> SaveAsync(
        Guid id, ApiSubscriptionEdit body, SubscriptionService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(id, cancellationToken) is not { } standing)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, EditOf(standing)) is { } refused)
        {
            return refused;
        }

        var problem = await service.EditAsync(id, body.Name, body.Url, new SubscriptionFilter(body.EmployeesOnly, body.Fields ?? []), cancellationToken);
        return problem is null ? await FindAsync(id, service, http.Response, cancellationToken) : Refused(problem);
    }

    private static async Task<IResult> AddAsync(ApiNewSubscription body, SubscriptionService service, CancellationToken cancellationToken)
    {
        var made = await service.AddAsync(body.Name ?? "", body.Url ?? "", new SubscriptionFilter(body.EmployeesOnly, body.Fields ?? []), body.FromBeginning, cancellationToken);
        return made.Problem is { } problem ? Refused(problem) : TypedResults.Created($"{RollcallApi.Base}/subscriptions/{made.Id}", new ApiSubscriptionSecret(made.Id, made.Secret));
    }

    private static ProblemHttpResult Refused(string problem) => problem switch
    {
        "taken" => TypedResults.Problem(ApiProblems.Of(409, "name-taken", "There is a subscription of this name.", "Take another name, or remove that one first.")),
        "name" => TypedResults.Problem(ApiProblems.Wrong("A subscription needs a name of 1 to 100 characters.", "Give one without blanks around it.")),
        "url" => TypedResults.Problem(ApiProblems.Wrong("This is no address that deliveries can go to.", "Give an absolute http or https address without user name and fragment.")),
        "fields" => TypedResults.Problem(ApiProblems.Wrong("One of the fields is not known.", "Fields are those of the change log, such as title, manager, status, team or custom:KEY.")),
        "gone" => Gone(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<IResult> RemoveAsync(Guid id, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.RemoveAsync(id, cancellationToken) ? TypedResults.NoContent() : Gone();

    private static async Task<IResult> PauseAsync(Guid id, bool paused, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.SetPausedAsync(id, paused, cancellationToken) ? TypedResults.NoContent() : Gone();

    private static async Task<Results<Ok<ApiSubscriptionSecret>, ProblemHttpResult>> RollAsync(Guid id, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.RollAsync(id, cancellationToken) is { } secret ? TypedResults.Ok(new ApiSubscriptionSecret(id, secret)) : Gone();

    private static async Task<Results<Ok<ApiTestOutcome>, ProblemHttpResult>> TestAsync(Guid id, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.TestAsync(id, cancellationToken) is { } outcome ? TypedResults.Ok(ApiTestOutcome.Of(outcome)) : Gone();

    private static async Task<Results<Ok<IReadOnlyList<ApiDelivery>>, ProblemHttpResult>> LogAsync(Guid id, SubscriptionService service, CancellationToken cancellationToken, int take = 100)
    {
        if (take is < 1 or > Most)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"take is 1 to {Most}.", "Ask for fewer deliveries."));
        }

        return await service.FindAsync(id, cancellationToken) is null ? Gone() : TypedResults.Ok<IReadOnlyList<ApiDelivery>>([.. (await service.LogAsync(id, take, cancellationToken)).Select(d => new ApiDelivery(
            d.Id, d.IsTest, RollcallApi.Word(d.State), d.From, d.To, d.Changes, d.Attempts, d.LastStatus, d.LastError, d.CreatedAt, d.LastTriedAt, d.EndedAt))]);
    }

    private static async Task<Results<Ok<ApiCount>, ProblemHttpResult>> ReplayAsync(Guid id, ApiDeadLetters? body, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.FindAsync(id, cancellationToken) is null ? Gone() : TypedResults.Ok(new ApiCount(await service.ReplayAsync(id, body?.Delivery, cancellationToken)));

    private static async Task<Results<Ok<ApiCount>, ProblemHttpResult>> DropAsync(Guid id, ApiDeadLetters? body, SubscriptionService service, CancellationToken cancellationToken) =>
        await service.FindAsync(id, cancellationToken) is null ? Gone() : TypedResults.Ok(new ApiCount(await service.DropAsync(id, body?.Delivery, cancellationToken)));

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("subscription"));

    private static ApiSubscriptionEdit EditOf(SubscriptionEntry entry) => new(entry.Name, entry.Url, entry.Filter.EmployeesOnly, entry.Filter.Fields);

    private static ApiSubscription Of(SubscriptionEntry entry) => new(
        entry.Id, entry.Name, entry.Url, entry.Filter.EmployeesOnly, entry.Filter.Fields, entry.IsPaused ? "paused" : "active", entry.PauseReason, entry.Cursor,
        entry.LastDeliveredAt, entry.Waiting, entry.Dead, entry.NextTryAt, entry.OldSecretUntil);
}
