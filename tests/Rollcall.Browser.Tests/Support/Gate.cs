using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rollcall.Browser.Tests.Support;

/// <summary>Stands before an HRIS and lets nobody's data through while it is closed: a sync waits as long as a test looks at it.</summary>
public sealed class Gate : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler());
    private readonly WebApplication app;
    private readonly string held;
    private readonly Uri hris;
    private TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Gate(Uri hris, string held)
    {
        this.hris = hris;
        this.held = held;
        open.SetResult();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(PassAsync);
    }

    public Uri Address => new(app.Urls.First());

    /// <summary>Ends when somebody waits at the closed gate.</summary>
    public Task Reached => reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <param name="hris">What is behind it.</param>
    /// <param name="held">A part of the paths that wait.</param>
    public static async Task<Gate> StartAsync(Uri hris, string held)
    {
        var gate = new Gate(hris, held);
        await gate.app.StartAsync();
        return gate;
    }

    public void Close()
    {
        open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        await app.DisposeAsync();
    }

    private async Task PassAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.Contains(held, StringComparison.Ordinal) && !open.Task.IsCompleted)
        {
            reached.TrySetResult();
            await open.Task.WaitAsync(http.RequestAborted);
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(hris, http.Request.Path + http.Request.QueryString.ToUriComponent()));
        request.Content = http.Request.ContentLength > 0 ? new StreamContent(http.Request.Body) : null;
        foreach (var (name, values) in http.Request.Headers.Where(h => h.Key is "Authorization" or "Accept" or "Content-Type"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
