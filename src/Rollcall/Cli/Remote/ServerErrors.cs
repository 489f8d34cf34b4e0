using System.Net;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text.Json;

namespace Rollcall.Cli.Remote;

/// <summary>What a server's refusal, or its silence, means for a person and for a script.</summary>
internal static class ServerErrors
{
    public static CommandError Unreachable(ServerChoice server, HttpRequestException exception, bool wasWrite)
    {
        var why = exception switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => "there is no server of this name",
            { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } => "its certificate is not one that this machine trusts, or it does not speak TLS",
            { HttpRequestError: HttpRequestError.ConnectionError } => "nobody answers at this address and port",
            _ => "the connection broke off",
        };
        return new CommandError(ExitCodes.ConnectionFailed, $"{server.Address.Authority} cannot be reached: {why}.{Unknown(wasWrite && exception.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError))}", "Check the address, and that “rollcall serve” runs there.", "server-unreachable");
    }

    public static CommandError Silent(ServerChoice server, bool wasWrite) =>
        new(ExitCodes.ConnectionFailed, $"{server.Address.Authority} did not answer in time.{Unknown(wasWrite)}", "Look at “rollcall runs” or at what you changed, then try again.", "server-unreachable");

    public static CommandError NotAwaited(ServerChoice server) =>
        new(ExitCodes.Failed, $"You stopped waiting for {server.Address.Authority}.{Unknown(wasWrite: true)}", "Look at “rollcall runs” or at what you changed.");

    public static CommandError NotRollcall(ServerChoice server) =>
        new(ExitCodes.ConnectionFailed, $"What answers at {server.Address.Authority} is no Rollcall server, or something stands in front of its API.", "Check the address: it is the one that the web app has, without a path of a page.", "not-rollcall");

    public static CommandError NotUnderstood(ServerChoice server, string path) =>
        new(ExitCodes.ConnectionFailed, $"{server.Address.Authority} answered “{PathOf(path)}” with something that this version does not understand.", "Use the version of the command line that the server has.", "not-rollcall");

    /// <summary>What the server refused, in its own words.</summary>
    public static async Task<CommandError> OfAsync(ServerChoice server, HttpResponseMessage answer, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest)
        {
            var where = answer.Headers.Location is { IsAbsoluteUri: true } there ? there.Authority : "another address";
            return new CommandError(ExitCodes.ConnectionFailed, $"{server.Address.Authority} sends on to {where}; the token was not sent there.", "Name the right address with --server, if you know that one.", "not-rollcall");
        }

        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return new CommandError(ExitCodes.Refused, $"{server.Address.Authority} takes no more requests of this token for now; nothing was done.", "Wait a minute, or use a token of its own for each program.", "too-many-requests");
        }

        if (await ProblemAsync(answer, cancellationToken) is not { } problem)
        {
            return (int)answer.StatusCode >= 500
                ? new CommandError(ExitCodes.Failed, $"{server.Address.Authority} failed (status {(int)answer.StatusCode}).{Unknown(method != HttpMethod.Get)}", "Look at the server's log, then try again.")
                : NotRollcall(server);
        }

        return (answer.StatusCode == HttpStatusCode.MethodNotAllowed ? "no-such-operation" : problem.Code) switch
        {
            "no-such-operation" => new CommandError(
                ExitCodes.Usage, $"{server.Address.Authority} does not know how to do this: it is older than this command line ({method} {PathOf(path)}).", "Update the server, or run the command there.", problem.Code),
            "not-understood" or "configuration-invalid" => new CommandError(
                problem.Code == "not-understood" ? ExitCodes.Usage : ExitCodes.ConfigInvalid, $"{problem.What}{string.Concat(problem.Details.Select(d => $"\n  {d}"))}", problem.Fix, problem.Code),
            _ => new CommandError(ExitOf(answer.StatusCode, problem.Code), problem.What, problem.Fix, problem.Code == "not-found" ? null : problem.Code),
        };
    }

    private static int ExitOf(HttpStatusCode status, string code) => (status, code) switch
    {
        (_, "busy" or "still-running") => ExitCodes.Busy,
        (_, "credential-refused" or "permission-missing" or "connection-failed" or "test-failed") => ExitCodes.ConnectionFailed,
        (HttpStatusCode.NotFound, _) => ExitCodes.NotFound,
        (>= HttpStatusCode.InternalServerError, _) => ExitCodes.Failed,
        _ => ExitCodes.Refused,
    };

    private static async Task<(string What, string Fix, string Code, IReadOnlyList<string> Details)?> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType is not { MediaType: MediaTypeNames.Application.ProblemJson })
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
            var root = json.RootElement;
            return Text(root, "code") is { Length: > 0 } code && Text(root, "title") is { Length: > 0 } what
                ? (what, Text(root, "detail"), code, root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                    ? [.. errors.EnumerateArray().Select(e => $"{Text(e, "at")}: {Text(e, "what")} {Text(e, "fix")}")]
                    : [])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Unknown(bool wasWrite) => wasWrite ? " Whether it was done is not known." : "";

    private static string PathOf(string path) => path.Split('?')[0];
}
