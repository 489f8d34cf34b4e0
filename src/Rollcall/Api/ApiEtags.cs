using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Rollcall.Api;

/// <summary>An edit that names what it was made from. The tag covers what can be edited, not what syncs count: a busy directory refuses nobody.</summary>
internal static class ApiEtags
{
    private const int Length = 16;

    /// <summary>The tag of what can be edited.</summary>
    public static string Of<T>(T editable) => $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(editable)).AsSpan(0, Length))}\"";

    /// <summary>Sends the tag along with the answer.</summary>
    public static void Tag<T>(HttpResponse response, T editable) => response.Headers.ETag = Of(editable);

    /// <summary>Null when the request says nothing, or names what stands; else why it is refused.</summary>
    public static ProblemHttpResult? Refused<T>(HttpRequest request, T standing)
    {
        var given = request.Headers.IfMatch.ToString();
        return given.Length == 0 || given.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == EntityTagHeaderValue.Any.ToString() || tag == Of(standing)) ? null : Meanwhile();
    }

    public static ProblemHttpResult Meanwhile() => TypedResults.Problem(ApiProblems.Of(
        StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "Nothing was written: somebody else changed it since it was read.", "Read it again, make the edit on what is there now, and send its ETag as If-Match."));
}

/// <summary>The endpoint takes If-Match.</summary>
internal sealed record IfMatchMetadata;
