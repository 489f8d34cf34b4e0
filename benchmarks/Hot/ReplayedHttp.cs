using System.Net;

namespace Rollcall.Benchmarks.Hot;

/// <summary>Keeps every answer it was given, and once <see cref="Replays"/> is set gives them again without a network.</summary>
internal sealed class ReplayedHttp : DelegatingHandler
{
    private readonly Dictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private readonly Lock one = new();

    public ReplayedHttp()
        : base(new SocketsHttpHandler())
    {
    }

    public bool Replays { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var question = $"{request.Method} {request.RequestUri} {body}";
        if (!Replays)
        {
            using var response = await base.SendAsync(request, cancellationToken);
            var answer = new Answer(
                response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), [.. response.Headers.NonValidated.Select(Header)],
                [.. response.Content.Headers.NonValidated.Select(Header)]);
            lock (one)
            {
                answers[question] = answer;
            }

            return answer.ToResponse();
        }

        return answers.TryGetValue(question, out var known) ? known.ToResponse() : throw new InvalidOperationException($"Not asked while recording: {request.Method} {request.RequestUri}");
    }

    private static (string, string) Header(KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues> header) => (header.Key, header.Value.ToString());

    private sealed record Answer(HttpStatusCode Status, byte[] Body, (string Name, string Value)[] Headers, (string Name, string Value)[] ContentHeaders)
    {
        public HttpResponseMessage ToResponse()
        {
            var response = new HttpResponseMessage(Status) { Content = new ByteArrayContent(Body) };
            foreach (var (name, value) in Headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            foreach (var (name, value) in ContentHeaders)
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        }
    }
}
