using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.Sockets;
using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>Sends deliveries. Nothing of an answer is kept but its status.</summary>
internal sealed class DeliverySender : IDisposable
{
    /// <summary>Consumers that answer with much are not read to the end.</summary>
    private const int MostAnswerBytes = 64 * 1024;

    private readonly DeliveryStore store;
    private readonly DeliveryPace pace;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public DeliverySender(DeliveryStore store, TargetRule rule, DeliveryPace pace, TimeProvider time)
    {
        (this.store, this.pace, this.time) = (store, pace, time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy would resolve names by itself, past the rule.
            UseProxy = false,
            ConnectCallback = rule.ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseDrainSize = MostAnswerBytes,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Tries a delivery once.</summary>
    public Task<DeliveryOutcome> SendAsync(SubscriptionWork work, DeliveryWork delivery, CancellationToken cancellationToken) =>
        PostAsync(work.Url, work.Secrets, delivery.Id, DeliveryBody.Of(delivery), cancellationToken);

    /// <summary>Sends a delivery without changes, once, and writes down what came of it. Null when there is no such subscription.</summary>
    public async Task<DeliveryOutcome?> TestAsync(WorkspaceId workspace, Guid subscription, CancellationToken cancellationToken)
    {
        if (await store.RevealAsync(workspace, subscription, cancellationToken) is not { } work)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var outcome = await PostAsync(work.Url, work.Secrets, id, DeliveryBody.OfTest(work.Cursor, now), cancellationToken);
        await store.RecordTestAsync(work, id, outcome, cancellationToken);
        return outcome;
    }

    /// <summary>Posts a signed message once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secrets">What to sign with.</param>
    /// <param name="delivery">Names the message: the same at every try.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<DeliveryOutcome> PostAsync(string url, IReadOnlyList<string> secrets, Guid delivery, byte[] body, CancellationToken cancellationToken)
    {
        var (id, now) = (StandardWebhook.IdOf(delivery), time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        request.Headers.UserAgent.ParseAdd("Rollcall");
        request.Headers.Add(StandardWebhook.IdHeader, id);
        request.Headers.Add(StandardWebhook.TimestampHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhook.SignatureHeader, StandardWebhook.Sign(secrets, id, now, body));
        using var patience = new CancellationTokenSource(pace.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)answer.StatusCode;
            return new DeliveryOutcome(status, answer.IsSuccessStatusCode ? null : status is >= 300 and < 400 ? DeliveryFault.Redirect : DeliveryFault.Status);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome(null, DeliveryFault.Timeout);
        }
        catch (HttpRequestException exception)
        {
            return new DeliveryOutcome(null, FaultOf(exception));
        }
    }

    public void Dispose() => http.Dispose();

    private static string FaultOf(HttpRequestException exception) => (exception.InnerException, exception.HttpRequestError) switch
    {
        (TargetRefusedException, _) => DeliveryFault.Refused,
        (_, HttpRequestError.SecureConnectionError) => DeliveryFault.Tls,
        (SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }, _) or (_, HttpRequestError.NameResolutionError) => DeliveryFault.Name,
        _ => DeliveryFault.Unreachable,
    };
}
