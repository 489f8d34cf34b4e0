using System.Text.Json;

namespace Rollcall.Benchmarks.Floor;

/// <summary>One request as the sync made it.</summary>
internal sealed record Recorded(string Method, string Path, Dictionary<string, string> Headers, byte[]? Body, bool IsWhole);

/// <summary>Makes recorded requests again, one ahead of the one that is being tokenised, as the sync does.</summary>
internal static class Replay
{
    public static async Task<(long Bytes, long Tokens)> RunAsync(string file)
    {
        var lines = await File.ReadAllLinesAsync(file);
        var address = new Uri(lines[0]);
        var requests = lines.Skip(1).Select(line => JsonSerializer.Deserialize<Recorded>(line)!).Where(r => r.IsWhole).ToList();
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        long bytes = 0, tokens = 0;
        var buffer = new byte[256 * 1024];
        var next = SendAsync(client, address, requests[0]);
        for (var i = 0; i < requests.Count; i++)
        {
            using var response = await next;
            next = i + 1 < requests.Count ? SendAsync(client, address, requests[i + 1]) : next;
            await using var stream = await response.Content.ReadAsStreamAsync();
            var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            var (read, found) = await TokeniseAsync(stream, buffer, isJson);
            bytes += read;
            tokens += found;
        }

        return (bytes, tokens);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Uri address, Recorded request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(address, request.Path));
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<(long Bytes, long Tokens)> TokeniseAsync(Stream stream, byte[] buffer, bool isJson)
    {
        long bytes = 0, tokens = 0;
        var kept = 0;
        var state = default(JsonReaderState);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(kept));
            bytes += read;
            if (isJson)
            {
                var used = Tokenise(buffer.AsSpan(0, kept + read), read == 0, ref state, ref tokens);
                kept = kept + read - used;
                Buffer.BlockCopy(buffer, used, buffer, 0, kept);
            }

            if (read == 0)
            {
                return (bytes, tokens);
            }
        }
    }

    private static int Tokenise(ReadOnlySpan<byte> data, bool isFinal, ref JsonReaderState state, ref long tokens)
    {
        var reader = new Utf8JsonReader(data, isFinal, state);
        while (reader.Read())
        {
            tokens++;
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }
}
