using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Connecting;
using Rollcall.Features.Integrations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>The webhook of a connection, and how it is doing.</summary>
/// <param name="HasSecret">Whether deliveries can be proven; all are refused until then.</param>
/// <param name="CreatedAt">When its address was made.</param>
/// <param name="LastReceivedAt">When the last genuine delivery came.</param>
/// <param name="Received">Genuine deliveries so far.</param>
/// <param name="Waiting">Deliveries that no read has seen to yet.</param>
/// <param name="Refused">Deliveries that were not proven to be the HRIS's.</param>
/// <param name="LastRefusedAt">When the last one was refused.</param>
public sealed record ApiWebhook(bool HasSecret, DateTimeOffset CreatedAt, DateTimeOffset? LastReceivedAt, long Received, int Waiting, long Refused, DateTimeOffset? LastRefusedAt);

/// <summary>A webhook to be made.</summary>
/// <param name="Server">Where the HRIS reaches the server, such as https://rollcall.example.com; what the workspace's mail settings say, when left out, else how the request came here.</param>
/// <param name="Renew">Replace the address that is there: the old one stops working.</param>
public sealed record ApiNewWebhook(string? Server = null, bool Renew = false);

/// <summary>A webhook that was made. Its address and secret are not shown again.</summary>
/// <param name="Address">Where the HRIS sends to.</param>
/// <param name="Secret">What the HRIS is to send along or sign with; null when it makes the secret itself.</param>
/// <param name="SecretLabel">The vendor's word for the secret.</param>
/// <param name="IsSecretTheirs">The HRIS makes the secret: bring it here, nothing is taken before.</param>
/// <param name="Steps">What to do in the HRIS, in order.</param>
public sealed record ApiMadeWebhook(string Address, string? Secret, string SecretLabel, bool IsSecretTheirs, IReadOnlyList<ApiSetupStep> Steps)
{
    public override string ToString() => nameof(ApiMadeWebhook);
}

/// <summary>The secret that the HRIS made.</summary>
/// <param name="Secret">It is kept encrypted and never shown again.</param>
public sealed record ApiWebhookSecret(string Secret)
{
    public override string ToString() => nameof(ApiWebhookSecret);
}

/// <summary>Webhooks of connections: an HRIS says when somebody changes, and that one person is read.</summary>
internal static class WebhooksApi
{
    /// <summary>What to do with a secret that Rollcall made.</summary>
    public const string WhereSecretIs = "Take the one that came with the address there. Whoever lost it renews the address, and gets a new one.";

    /// <summary>Why a secret from elsewhere is not kept.</summary>
    public static string SecretIsOurs(string vendor) => $"The secret of {vendor}'s webhooks is made here.";

    public static void Map(RouteGroupBuilder api)
    {
        var webhook = api.MapGroup("/connections/{name}/webhook").WithTags("Connections");
        webhook.MapGet("", GetAsync).ProducesProblem(404).As("getWebhook", ApiScope.Read, "See what came through the webhook of an HRIS, and what waits");
        webhook.MapPost("", CreateAsync).Once().ProducesProblem(400).ProducesProblem(404).As("createWebhook", ApiScope.Configure, "Make the address for the HRIS, or a new one; it is in this answer alone");
        webhook.MapPut("/secret", SetSecretAsync).Produces(204).ProducesProblem(400).ProducesProblem(404).As("putWebhookSecret", ApiScope.Configure, "Keep the secret that the HRIS made");
        webhook.MapDelete("", RemoveAsync).Produces(204).ProducesProblem(404).As("removeWebhook", ApiScope.Configure, "Take nothing from the HRIS any more");
    }

    public static ApiWebhook Of(WebhookEntry entry) =>
        new(entry.HasSecret, entry.CreatedAt, entry.LastReceivedAt, entry.Received, entry.Waiting, entry.Refused, entry.LastRefusedAt);

    public static ApiMadeWebhook Of(MadeWebhook made, WebhookFormat format) =>
        new(made.Address.ToString(), made.Secret, format.SecretLabel, format.IsSecretTheirs, [.. format.Steps.Select(s => new ApiSetupStep(s.Title, s.Text))]);

    private static async Task<Results<Ok<ApiWebhook>, ProblemHttpResult>> GetAsync(string name, IntegrationService connections, WebhookService service, CancellationToken cancellationToken) =>
        await connections.FindAsync(name, cancellationToken) is not { } found ? Gone()
        : (await service.FindAsync(found.Entry.Id, cancellationToken))?.Entry is { } entry ? TypedResults.Ok(Of(entry)) : None(name);

    private static async Task<Results<Created<ApiMadeWebhook>, ProblemHttpResult>> CreateAsync(
        string name, ApiNewWebhook? body, IntegrationService connections, WebhookService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (ServerAddress.Of(body?.Server) is not { } asked)
        {
            return TypedResults.Problem(ApiProblems.Wrong("This is no address of a server.", "Write it like https://rollcall.example.com, or leave it out."));
        }

        if (await connections.FindAsync(name, cancellationToken) is not { } found || await service.FindAsync(found.Entry.Id, cancellationToken) is not { } view)
        {
            return Gone();
        }

        if (view.Entry is not null && body is not { Renew: true })
        {
            return TypedResults.Problem(ApiProblems.Of(409, "in-use", $"{name} has a webhook already; a new address makes the old one stop.", "Send renew: true to replace it."));
        }

        var server = asked.Given ?? await service.ServerAsync(cancellationToken) ?? InvitationsApi.ServerOf(request);
        return await service.CreateAtAsync(found.Entry.Id, server, cancellationToken) is { } made ? TypedResults.Created((string?)null, Of(made, view.Format)) : Gone();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetSecretAsync(
        string name, ApiWebhookSecret body, IntegrationService connections, WebhookService service, CancellationToken cancellationToken)
    {
        if (await connections.FindAsync(name, cancellationToken) is not { } found)
        {
            return Gone();
        }

        if (string.IsNullOrWhiteSpace(body.Secret))
        {
            return TypedResults.Problem(ApiProblems.Wrong("The secret is empty.", "Send the one that the HRIS shows."));
        }

        return await service.SetSecretAsync(found.Entry.Id, body.Secret, cancellationToken) switch
        {
            KeptSecret.Kept => TypedResults.NoContent(),
            KeptSecret.Ours => TypedResults.Problem(ApiProblems.Wrong(SecretIsOurs(found.Connector.Name), WhereSecretIs)),
            KeptSecret.Gone => None(name),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, IntegrationService connections, WebhookService service, CancellationToken cancellationToken) =>
        await connections.FindAsync(name, cancellationToken) is not { } found ? Gone()
        : await service.RemoveAsync(found.Entry.Id, cancellationToken) ? TypedResults.NoContent() : None(name);

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("connection"));

    private static ProblemHttpResult None(string name) => TypedResults.Problem(ApiProblems.Of(404, "not-found", $"{name} has no webhook.", "Make one with POST on the same address."));
}
