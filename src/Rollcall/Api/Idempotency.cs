using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>A request with an <c>Idempotency-Key</c> is done once, however often it is sent: who lost the answer gets it again.</summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";
    public const int LongestKey = 200;
    private const int LargestBody = 1_000_000;

    /// <summary>Stands after authorization: a key belongs to a token.</summary>
    public static void Use(WebApplication app) =>
        app.UseWhen(http => http.Request.Headers.ContainsKey(Header) && http.GetEndpoint()?.Metadata.GetMetadata<IdempotentMetadata>() is not null, branch => branch.Use(OnceAsync));

    private static async Task OnceAsync(HttpContext http, RequestDelegate next)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length is 0 or > LongestKey)
        {
            await RefuseAsync(http, ApiProblems.Wrong($"{Header} has 1 to {LongestKey} characters.", "Send a random one, such as a UUID, and the same again only to repeat this request."));
            return;
        }

        var token = (((ApiToken Token, Workspace Workspace))http.Items[ApiAccess.SchemeName]!).Token.Id;
        if (await HashOfAsync(http.Request) is not { } hash)
        {
            await RefuseAsync(http, ApiProblems.Wrong("The body is too large for a request with a key.", "Send it without one."));
            return;
        }

        var answers = http.RequestServices.GetRequiredService<ApiAnswerStore>();
        switch (await answers.BeginAsync(token, key, hash, http.RequestAborted))
        {
            case ApiAnswerStart.Begun:
                await DoAsync(http, next, answers, token, key);
                break;
            case ApiAnswerStart.Answered answered:
                await RepeatAsync(http, answered);
                break;
            case ApiAnswerStart.OtherRequest:
                await RefuseAsync(http, ApiProblems.Of(StatusCodes.Status422UnprocessableEntity, "key-used", "Nothing was done: this key stands for another request.", "Take a new key for each new request."));
                break;
            case ApiAnswerStart.Running:
                await RefuseAsync(http, ApiProblems.Of(StatusCodes.Status409Conflict, "still-running", "The same request is being worked on.", "Send it again in a moment; the answer is kept."));
                break;
            case ApiAnswerStart.Unknown:
                await RefuseAsync(http, ApiProblems.Of(StatusCodes.Status409Conflict, "outcome-unknown", "The request was begun and broke off; what came of it is not known.", "Look whether it was done (the list of runs says so) before you send it with a new key."));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Whoever is gone meanwhile may come back for the answer: the work does not stop with them.</summary>
    private static async Task DoAsync(HttpContext http, RequestDelegate next, ApiAnswerStore answers, Guid token, string key)
    {
        var (real, kept, isDone) = (http.Response.Body, new MemoryStream(), false);
        var gone = http.RequestAborted;
        http.RequestAborted = CancellationToken.None;
        http.Response.Body = kept;
        try
        {
            await next(http);
            var body = Encoding.UTF8.GetString(kept.ToArray());
            if (http.Response.StatusCode < StatusCodes.Status300MultipleChoices)
            {
                var answer = new KeptAnswer(http.Response.ContentType, http.Response.Headers.Location.ToString(), http.Response.Headers.ETag.ToString(), body);
                await answers.AnswerAsync(token, key, http.Response.StatusCode, JsonSerializer.Serialize(answer), CancellationToken.None);
            }
            else
            {
                // A refused request did nothing. Asked again, it is judged again.
                await answers.ForgetAsync(token, key, CancellationToken.None);
            }

            isDone = true;
        }
        catch (BadHttpRequestException)
        {
            await answers.ForgetAsync(token, key, CancellationToken.None);
            isDone = true;
            throw;
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (real, gone);
            if (!isDone)
            {
                await answers.BrokeOffAsync(token, key, CancellationToken.None);
            }
        }

        kept.Position = 0;
        await kept.CopyToAsync(real, gone);
    }

    private static async Task RepeatAsync(HttpContext http, ApiAnswerStart.Answered answered)
    {
        var answer = JsonSerializer.Deserialize<KeptAnswer>(answered.Answer)!;
        var headers = http.Response.Headers;
        http.Response.StatusCode = answered.Status;
        headers[Replayed] = "true";
        foreach (var (name, value) in new[] { (HeaderNames.ContentType, answer.ContentType), (HeaderNames.Location, answer.Location), (HeaderNames.ETag, answer.Etag) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                headers[name] = value;
            }
        }

        if (answer.Body.Length > 0)
        {
            await http.Response.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    private static Task RefuseAsync(HttpContext http, Microsoft.AspNetCore.Mvc.ProblemDetails problem) => Results.Problem(problem).ExecuteAsync(http);

    private static async Task<byte[]?> HashOfAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[8192];
        var total = 0;
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            total += read;
            if (total > LargestBody)
            {
                return null;
            }

            hash.AppendData(buffer, 0, read);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private sealed record KeptAnswer(string? ContentType, string Location, string Etag, string Body)
    {
        public override string ToString() => nameof(KeptAnswer);
    }
}

/// <summary>The endpoint takes an <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotentMetadata;
