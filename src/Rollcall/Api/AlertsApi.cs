using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Alerts;
using Rollcall.Features.Alerts;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Who is told when something needs somebody.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Recipients">Mail addresses; left out for a webhook.</param>
/// <param name="Url">Where the webhook goes, http or https; left out for mail.</param>
/// <param name="Kinds">What it hears of: run-failed, awaiting-approval, stale, coverage, webhooks-silent, deliveries-dead; all when left out.</param>
public sealed record ApiAlertChannelEdit(string? Name, IReadOnlyList<string>? Recipients = null, string? Url = null, IReadOnlyList<string>? Kinds = null)
{
    public override string ToString() => nameof(ApiAlertChannelEdit);
}

/// <summary>A channel that was made.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Secret">What its webhook is signed with; it is not shown again. Null for mail.</param>
public sealed record ApiMadeAlertChannel(Guid Id, string? Secret)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A secret that was renewed.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Secret">What its webhook is signed with from now on; it is not shown again.</param>
public sealed record ApiAlertSecret(Guid Id, string Secret)
{
    public override string ToString() => Id.ToString();
}

/// <summary>A channel and how it is doing.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Recipients">Mail addresses; empty for a webhook.</param>
/// <param name="Url">Where the webhook goes; null for mail.</param>
/// <param name="Kinds">What it hears of; all when empty.</param>
/// <param name="LastSentAt">When something was last taken.</param>
/// <param name="LastFailedAt">When a try last failed.</param>
/// <param name="LastError">Why the last try failed, in a word; null when it did not.</param>
/// <param name="LastStatus">The HTTP status of the last answer of a webhook.</param>
/// <param name="Waiting">Notices that were not taken yet.</param>
/// <param name="Dead">Notices that were given up.</param>
/// <param name="NextTryAt">When the next is tried again.</param>
/// <param name="OldSecretUntil">How long the secret before this one signs too.</param>
public sealed record ApiAlertChannel(
    Guid Id, string Name, IReadOnlyList<string> Recipients, string? Url, IReadOnlyList<string> Kinds, DateTimeOffset? LastSentAt, DateTimeOffset? LastFailedAt, string? LastError,
    int? LastStatus, int Waiting, int Dead, DateTimeOffset? NextTryAt, DateTimeOffset? OldSecretUntil)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Something that was told, or is about to be.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">run-failed, awaiting-approval, stale, coverage, webhooks-silent or deliveries-dead.</param>
/// <param name="State">open, solved, or not-watched: what it was about was removed, disabled or paused, and nobody can say.</param>
/// <param name="Subject">The connection or subscription that it is about.</param>
/// <param name="Code">The finding's code, if there is one.</param>
/// <param name="Attribute">The source attribute, if it is about one.</param>
/// <param name="Count">People or deliveries that it concerns.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="What">What happened.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Page">The page of the web app where to do it.</param>
/// <param name="BeganAt">When it was first seen.</param>
/// <param name="EndedAt">When it was seen to be over.</param>
/// <param name="Sent">Notices of it that were taken.</param>
/// <param name="Waiting">Notices that were not taken yet.</param>
/// <param name="Dead">Notices that were given up.</param>
public sealed record ApiAlert(
    Guid Id, string Kind, string State, string Subject, string? Code, string? Attribute, int Count, string Title, string What, string Fix, string Page, DateTimeOffset BeganAt,
    DateTimeOffset? EndedAt, int Sent, int Waiting, int Dead);

/// <summary>What is told of beyond the channels.</summary>
/// <param name="StaleAfterHours">A connection without a good sync for so many hours is told of; null goes by its schedule.</param>
public sealed record ApiAlertSettings(int? StaleAfterHours);

/// <summary>Alerts: what began and is not over, who is told, and by which way.</summary>
internal static class AlertsApi
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder api)
    {
        var alerts = api.MapGroup("").WithTags("Alerts");
        alerts.MapGet("/alerts", RecentAsync).ProducesProblem(400).As("listAlerts", ApiScope.Configure, "See what was told: open ones first, then the newest");
        alerts.MapGet("/alert-settings", SettingsAsync).As("getAlertSettings", ApiScope.Configure, "Look at when a connection counts as stale");
        alerts.MapPut("/alert-settings", SaveSettingsAsync).Edits().As("putAlertSettings", ApiScope.Configure, "Set when a connection counts as stale");
        alerts.MapGet("/alert-channels", ListAsync).As("listAlertChannels", ApiScope.Configure, "List who is told, and how that is doing");
        alerts.MapPost("/alert-channels", AddAsync).Once().ProducesProblem(400).Produces<ApiMadeAlertChannel>(201).As("createAlertChannel", ApiScope.Configure, "Tell people by mail, or another program by a signed webhook");
        alerts.MapGet("/alert-channels/{id:guid}", GetAsync).ProducesProblem(404).As("getAlertChannel", ApiScope.Configure, "Look at one channel");
        alerts.MapPut("/alert-channels/{id:guid}", SaveAsync).Edits().ProducesProblem(409).As("putAlertChannel", ApiScope.Configure, "Change a channel; a webhook keeps its secret");
        alerts.MapDelete("/alert-channels/{id:guid}", RemoveAsync).Edits().Produces(204).As("deleteAlertChannel", ApiScope.Configure, "Tell it nothing any more");
        alerts.MapPost("/alert-channels/{id:guid}/secret", RollAsync).Once().ProducesProblem(400).ProducesProblem(404).As("rollAlertSecret", ApiScope.Configure, "Make a new secret for a webhook; the old one signs too for a day");
        alerts.MapPost("/alert-channels/{id:guid}/test", TestAsync).Once().ProducesProblem(404).As("testAlertChannel", ApiScope.Configure, "Send a test, now and once");
    }

    private static async Task<Results<Ok<IReadOnlyList<ApiAlert>>, ProblemHttpResult>> RecentAsync(AlertService service, CancellationToken cancellationToken, int take = 100) => take is < 1 or > Most
        ? TypedResults.Problem(ApiProblems.Wrong($"take is 1 to {Most}.", "Ask for fewer alerts."))
        : TypedResults.Ok<IReadOnlyList<ApiAlert>>([.. (await service.RecentAsync(take, cancellationToken)).Select(Of)]);

    private static async Task<Ok<ApiAlertSettings>> SettingsAsync(AlertService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var settings = new ApiAlertSettings(await service.StaleAfterHoursAsync(cancellationToken));
        ApiEtags.Tag(response, settings);
        return TypedResults.Ok(settings);
    }

    private static async Task<Results<Ok<ApiAlertSettings>, ProblemHttpResult>> SaveSettingsAsync(ApiAlertSettings body, AlertService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (ApiEtags.Refused(http.Request, new ApiAlertSettings(await service.StaleAfterHoursAsync(cancellationToken))) is { } refused)
        {
            return refused;
        }

        return await service.SetStaleAfterHoursAsync(body.StaleAfterHours, cancellationToken) ? await SettingsAsync(service, http.Response, cancellationToken)
            : TypedResults.Problem(ApiProblems.Wrong($"staleAfterHours is 1 to {AlertChannelRules.MostStaleHours}, or null.", "Give hours, or null to go by each connection's schedule."));
    }

    private static async Task<Ok<IReadOnlyList<ApiAlertChannel>>> ListAsync(AlertService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiAlertChannel>>([.. (await service.ListAsync(cancellationToken)).Select(Of)]);

    private static async Task<IResult> AddAsync(ApiAlertChannelEdit body, AlertService service, CancellationToken cancellationToken)
    {
        if (ChannelOf(body) is not { } channel)
        {
            return UnknownKind();
        }

        var made = await service.AddAsync(channel, cancellationToken);
        return made.Problem is { } problem ? Refused(problem) : TypedResults.Created($"{RollcallApi.Base}/alert-channels/{made.Id}", new ApiMadeAlertChannel(made.Id, made.Secret));
    }

    private static async Task<Results<Ok<ApiAlertChannel>, ProblemHttpResult>> GetAsync(Guid id, AlertService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(id, cancellationToken) is not { } found)
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(found));
        return TypedResults.Ok(Of(found));
    }

    private static async Task<Results<Ok<ApiAlertChannel>, ProblemHttpResult>> SaveAsync(Guid id, ApiAlertChannelEdit body, AlertService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(id, cancellationToken) is not { } standing)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, EditOf(standing)) is { } refused)
        {
            return refused;
        }

        return ChannelOf(body) is not { } channel ? UnknownKind()
            : await service.SaveAsync(id, channel, cancellationToken) is { } problem ? Refused(problem)
            : await GetAsync(id, service, http.Response, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, AlertService service, HttpRequest request, CancellationToken cancellationToken) =>
        await service.FindAsync(id, cancellationToken) is not { } standing ? Gone()
        : ApiEtags.Refused(request, EditOf(standing)) is { } refused ? refused
        : await service.RemoveAsync(id, cancellationToken) ? TypedResults.NoContent() : Gone();

    private static async Task<Results<Ok<ApiAlertSecret>, ProblemHttpResult>> RollAsync(Guid id, AlertService service, CancellationToken cancellationToken) =>
        await service.RollAsync(id, cancellationToken) is var rolled && rolled.Secret is { } secret ? TypedResults.Ok(new ApiAlertSecret(id, secret)) : Refused(rolled.Problem!);

    private static async Task<Results<Ok<ApiTestOutcome>, ProblemHttpResult>> TestAsync(Guid id, AlertService service, CancellationToken cancellationToken) =>
        await service.TestAsync(id, cancellationToken) is { } outcome ? TypedResults.Ok(ApiTestOutcome.Of(outcome)) : Gone();

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("alert channel"));

    private static ProblemHttpResult UnknownKind() => TypedResults.Problem(ApiProblems.Wrong("One of the kinds is not known.", $"The kinds are {string.Join(", ", AlertChannelRules.Kinds)}."));

    private static ProblemHttpResult Refused(string problem) => TypedResults.Problem(problem switch
    {
        "gone" => ApiProblems.Gone("alert channel"),
        "taken" => ApiProblems.Of(StatusCodes.Status409Conflict, "name-taken", "There is an alert channel of this name.", "Take another name, or remove that one first."),
        "name" => ApiProblems.Wrong($"An alert channel needs a name of 1 to {AlertChannelRules.MostName} characters.", "Give one without blanks around it."),
        "target" => ApiProblems.Wrong("An alert channel is either mail or a webhook.", "Give recipients or url, not both and not neither."),
        "sort" => ApiProblems.Wrong("Mail does not become a webhook, nor a webhook mail.", "Remove the channel and make another one."),
        "mail" => ApiProblems.Wrong("This channel is mail, which is not signed: it has no secret.", "Renew the secrets of webhooks only."),
        "url" => ApiProblems.Wrong("This is no address that a webhook can go to.", "Give an absolute http or https address without user name and fragment."),
        "recipients" => ApiProblems.Wrong("One of the recipients is no mail address, stands there twice, or is one too many.", $"Give 1 to {AlertChannelRules.MostRecipients} addresses such as it@example.com."),
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private static AlertChannel? ChannelOf(ApiAlertChannelEdit body)
    {
        var kinds = (body.Kinds ?? []).Select(AlertChannelRules.KindOf).ToList();
        return kinds.Contains(null) ? null : new AlertChannel(body.Name ?? "", body.Recipients ?? [], body.Url, [.. kinds.OfType<AlertKind>().Distinct()]);
    }

    private static ApiAlertChannelEdit EditOf(AlertChannelEntry entry) => new(entry.Channel.Name, entry.Channel.Recipients, entry.Channel.Url, [.. entry.Channel.Kinds.Select(RollcallApi.Word)]);

    internal static ApiAlertChannel Of(AlertChannelEntry entry) => new(
        entry.Id, entry.Channel.Name, entry.Channel.Recipients, entry.Channel.Url, [.. entry.Channel.Kinds.Select(RollcallApi.Word)], entry.LastSentAt, entry.LastFailedAt, entry.LastError,
        entry.LastStatus, entry.Waiting, entry.Dead, entry.NextTryAt, entry.OldSecretUntil);

    internal static ApiAlert Of(AlertEntry alert) => new(
        alert.Id, RollcallApi.Word(alert.Kind), AlertWords.StateOf(alert.Ending), alert.Subject, alert.Code, alert.Attribute, alert.Count, AlertWords.TitleOf(alert), alert.What, alert.Fix,
        alert.Path, alert.BeganAt, alert.EndedAt, alert.Sent, alert.Waiting, alert.Dead);
}
