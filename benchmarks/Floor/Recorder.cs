using System.Net;
using System.Text.Json;

namespace Rollcall.Benchmarks.Floor;

/// <summary>A proxy that notes every request, so that the floor downloads exactly what the sync downloads. Never part of what is measured.</summary>
internal static class Recorder
{
    private static readonly string[] Hop = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Keep-Alive"];

    public static async Task RunAsync(Uri listen, Uri target, string file)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(listen.ToString());
        listener.Start();
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        await using var notes = new StreamWriter(file) { AutoFlush = true };
        await notes.WriteLineAsync(target.ToString());
        Console.WriteLine("ready");
        using var order = new SemaphoreSlim(1);
        while (true)
        {
            var context = await listener.GetContextAsync();
            _ = ServeAsync(context, client, target, notes, order);
        }
    }

    // One at a time: the notes are in the order of the requests.
    private static async Task ServeAsync(HttpListenerContext context, HttpClient client, Uri target, StreamWriter notes, SemaphoreSlim order)
    {
        await order.WaitAsync();
        try
        {
            var headers = context.Request.Headers.AllKeys.OfType<string>().Where(k => !Hop.Contains(k, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(k => k, k => context.Request.Headers[k]!, StringComparer.Ordinal);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var request = new Recorded(context.Request.HttpMethod, context.Request.RawUrl!, headers, context.Request.HasEntityBody ? body.ToArray() : null, IsWhole: true);
            var isWhole = await ForwardAsync(context, client, target, request);
            await notes.WriteLineAsync(JsonSerializer.Serialize(request with { IsWhole = isWhole }));
        }
        finally
        {
            order.Release();
        }
    }

    private static async Task<bool> ForwardAsync(HttpListenerContext context, HttpClient client, Uri target, Recorded request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, request.Path));
        message.Content = request.Body is null ? null : new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var (name, values) in response.Headers.Where(h => !Hop.Contains(h.Key, StringComparer.OrdinalIgnoreCase) && h.Key is not ("Date" or "Server")))
        {
            context.Response.Headers[name] = string.Join(", ", values);
        }

        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.CopyToAsync(context.Response.OutputStream);
            context.Response.Close();
            return true;
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client had read enough.
            context.Response.Abort();
            return false;
        }
    }
}
