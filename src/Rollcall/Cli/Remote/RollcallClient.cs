using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Rollcall.Api;

namespace Rollcall.Cli.Remote;

/// <summary>Talks to a server's API. Whatever goes wrong is a <see cref="CommandError"/> that says what happened and what to do.</summary>
internal sealed class RollcallClient : IDisposable
{
    private const int Tries = 4;

    /// <summary>How long a look is repeated while nobody answers: a server that is started anew is back by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(70);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ServerChoice server;
    private readonly HttpClient http;
    private readonly TimeSpan patience;

    private RollcallClient(ServerChoice server, TimeSpan patience)
    {
        this.server = server;
        this.patience = patience;

        // A redirect is not followed: the token is for this server and no other.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) }) { Timeout = TimeSpan.FromMinutes(10), BaseAddress = server.Address };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("rollcall");
        http.DefaultRequestHeaders.Accept.ParseAdd(MediaTypeNames.Application.Json);
    }

    /// <summary>The workspace that the token is of.</summary>
    public ApiWorkspace Workspace { get; private set; } = null!;

    public string Host => server.Address.Host;

    /// <summary>Opens the door once: whoever cannot come in hears of it before anything is asked.</summary>
    public static Task<RollcallClient> OpenAsync(ServerChoice server, string? workspace, CancellationToken cancellationToken) => OpenAsync(server, workspace, Patience, cancellationToken);

    public static async Task<RollcallClient> OpenAsync(ServerChoice server, string? workspace, TimeSpan patience, CancellationToken cancellationToken)
    {
        var client = new RollcallClient(server, patience);
        try
        {
            client.Workspace = await client.GetAsync<ApiWorkspace>("workspaces/current", cancellationToken);
            return workspace is null || workspace == client.Workspace.Name
                ? client
                : throw new CommandError(ExitCodes.NotFound, $"The token is of the workspace “{client.Workspace.Name}”, not of “{workspace}”.", "Take a token of that workspace, or leave --workspace out.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => (await SendAsync<T>(HttpMethod.Get, path, null, cancellationToken)).Value;

    /// <summary>What is there, with the tag that an edit of it names.</summary>
    public Task<(T Value, string? Etag)> GetTaggedAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) => (await SendAsync<T>(HttpMethod.Post, path, body, cancellationToken)).Value;

    public async Task<T> PutAsync<T>(string path, object body, string? etag, CancellationToken cancellationToken) => (await SendAsync<T>(HttpMethod.Put, path, body, cancellationToken, etag)).Value;

    /// <summary>A request whose answer has nothing in it.</summary>
    public Task DoAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) => SendAsync<JsonElement?>(method, path, body, cancellationToken);

    /// <summary>The same; false when what it is about is not there.</summary>
    public async Task<bool> TryDoAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(method, path, body, cancellationToken);
            return true;
        }
        catch (CommandError error) when (error.ExitCode == ExitCodes.NotFound)
        {
            return false;
        }
    }

    /// <summary>The whole list, page by page.</summary>
    public async Task<(IReadOnlyList<T> Items, int Total)> PagesAsync<T>(string path, int skip, int take, int page, CancellationToken cancellationToken)
    {
        var (all, total) = (new List<T>(), 0);
        while (all.Count < take)
        {
            var asked = Math.Min(page, take - all.Count);
            var answer = await GetAsync<ApiPage<T>>(string.Create(CultureInfo.InvariantCulture, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}skip={skip + all.Count}&take={asked}"), cancellationToken);
            all.AddRange(answer.Items);
            total = answer.Total;
            if (answer.Items.Count < asked)
            {
                break;
            }
        }

        return (all, total);
    }

    public void Dispose() => http.Dispose();

    private async Task<(T Value, string? Etag)> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? etag = null)
    {
        // The same key each time: a request whose answer was lost is not done twice. Only what starts something looks at it.
        var key = method == HttpMethod.Post ? Guid.CreateVersion7().ToString() : null;
        var began = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(RollcallApi.Base.TrimStart('/') + "/" + path, UriKind.Relative));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
                if (key is not null)
                {
                    request.Headers.Add(Idempotency.Header, key);
                }

                if (etag is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", etag);
                }

                if (body is not null)
                {
                    request.Content = new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, MediaTypeNames.Application.Json);
                }

                using var answer = await http.SendAsync(request, cancellationToken);
                if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < Tries)
                {
                    await Task.Delay(Wait(answer, attempt), TimeProvider.System, cancellationToken);
                    continue;
                }

                return (await ReadAsync<T>(answer, method, path, cancellationToken), answer.Headers.ETag?.ToString());
            }
            catch (HttpRequestException) when (method == HttpMethod.Get && Workspace is not null && TimeProvider.System.GetElapsedTime(began) < patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 3)), TimeProvider.System, cancellationToken);
            }
            catch (HttpRequestException exception)
            {
                throw ServerErrors.Unreachable(server, exception, method != HttpMethod.Get);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && method != HttpMethod.Get)
            {
                throw ServerErrors.NotAwaited(server);
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ServerErrors.Silent(server, method != HttpMethod.Get);
            }
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw await ServerErrors.OfAsync(server, answer, method, path, cancellationToken);
        }

        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return default!;
        }

        if (answer.Content.Headers.ContentType?.MediaType != MediaTypeNames.Application.Json)
        {
            throw ServerErrors.NotRollcall(server);
        }

        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(stream, Json, cancellationToken) ?? throw ServerErrors.NotRollcall(server);
        }
        catch (JsonException)
        {
            throw ServerErrors.NotUnderstood(server, path);
        }
    }

    private static TimeSpan Wait(HttpResponseMessage answer, int attempt)
    {
        var asked = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(Math.Pow(2, attempt));
        return asked < LongestWait ? asked : LongestWait;
    }
}
