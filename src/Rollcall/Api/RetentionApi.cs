using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Settings;
using Rollcall.Storage;
using Rollcall.Upkeep;

namespace Rollcall.Api;

/// <summary>How many days what is kept.</summary>
/// <param name="HistoryDays">Changes of the directory; null keeps all.</param>
/// <param name="RunDays">Runs that wrote nothing; null keeps all.</param>
/// <param name="FindingDays">What runs found that is not current; null keeps all.</param>
/// <param name="WebhookDays">Deliveries of HR systems that were seen to, with their raw bodies; 7 when left out.</param>
/// <param name="DeliveryDays">The log of deliveries to other programs that were taken; 30 when left out.</param>
/// <param name="AlertDays">Alerts that are over; 90 when left out.</param>
public sealed record ApiRetentionEdit(int? HistoryDays = null, int? RunDays = null, int? FindingDays = null, int? WebhookDays = null, int? DeliveryDays = null, int? AlertDays = null);

/// <summary>How many days what is kept, and how far that has come.</summary>
/// <param name="HistoryDays">Changes of the directory; null keeps all.</param>
/// <param name="RunDays">Runs that wrote nothing; null keeps all.</param>
/// <param name="FindingDays">What runs found that is not current; null keeps all.</param>
/// <param name="WebhookDays">Deliveries of HR systems that were seen to, with their raw bodies.</param>
/// <param name="DeliveryDays">The log of deliveries to other programs that were taken.</param>
/// <param name="AlertDays">Alerts that are over.</param>
/// <param name="HistoryKeptSince">All changes after it are there; null when all ever are.</param>
/// <param name="HeldBy">Subscriptions that have not taken older changes yet: for their sake they stay.</param>
public sealed record ApiRetention(
    int? HistoryDays, int? RunDays, int? FindingDays, int WebhookDays, int DeliveryDays, int AlertDays, DateTimeOffset? HistoryKeptSince, IReadOnlyList<string> HeldBy);

/// <summary>What would go.</summary>
/// <param name="Changes">Entries of the change log that go, or of which only the value that stands remains.</param>
/// <param name="Runs">Runs that wrote nothing.</param>
/// <param name="Findings">Runs that lose what they found.</param>
/// <param name="Webhooks">Deliveries of HR systems.</param>
/// <param name="Deliveries">Lines of the delivery log.</param>
/// <param name="Alerts">Alerts.</param>
public sealed record ApiRetentionCounts(int Changes, int Runs, int Findings, int Webhooks, int Deliveries, int Alerts);

/// <summary>How long the workspace keeps what.</summary>
internal static class RetentionApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var retention = api.MapGroup("/retention").WithTags("Retention");
        retention.MapGet("", GetAsync).As("getRetention", ApiScope.Configure, "See how long what is kept");
        retention.MapPut("", SaveAsync).Edits().As("putRetention", ApiScope.Configure, "Decide how long what is kept; what is too old goes within a minute, and does not come back");
        retention.MapPost("/preview", PreviewAsync).ProducesProblem(400).As("previewRetention", ApiScope.Configure, "See what would go, without saving");
    }

    private static async Task<Ok<ApiRetention>> GetAsync(RetentionService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var (retention, since, heldBy, _) = await service.FindAsync(cancellationToken);
        ApiEtags.Tag(response, retention);
        return TypedResults.Ok(new ApiRetention(retention.History, retention.Runs, retention.Findings, retention.Webhooks, retention.Deliveries, retention.Alerts, since, heldBy));
    }

    private static async Task<Results<Ok<ApiRetention>, ProblemHttpResult>> SaveAsync(ApiRetentionEdit body, RetentionService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (ApiEtags.Refused(http.Request, (await service.FindAsync(cancellationToken)).Retention) is { } refused)
        {
            return refused;
        }

        return await service.SaveAsync(Of(body), cancellationToken) ? await GetAsync(service, http.Response, cancellationToken) : Wrong();
    }

    private static async Task<Results<Ok<ApiRetentionCounts>, ProblemHttpResult>> PreviewAsync(ApiRetentionEdit body, RetentionService service, CancellationToken cancellationToken) =>
        await service.PreviewAsync(Of(body), cancellationToken) is { } going
            ? TypedResults.Ok(new ApiRetentionCounts(going.Changes, going.Runs, going.Findings, going.Webhooks, going.Deliveries, going.Alerts)) : Wrong();

    private static ProblemHttpResult Wrong() => TypedResults.Problem(ApiProblems.Wrong($"Each time is 1 to {RetentionRules.MostDays} days.", "Leave historyDays, runDays or findingDays out, or null, to keep all."));

    private static Retention Of(ApiRetentionEdit body) => new(
        body.HistoryDays, body.RunDays, body.FindingDays, body.WebhookDays ?? Retention.Usual.Webhooks, body.DeliveryDays ?? Retention.Usual.Deliveries, body.AlertDays ?? Retention.Usual.Alerts);
}
