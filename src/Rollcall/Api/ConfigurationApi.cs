using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Configuration;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>The whole configuration as one document: one call that can be repeated.</summary>
internal static class ConfigurationApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/configuration").WithTags("Configuration");
        group.MapGet("", GetAsync).As("getConfiguration", ApiScope.Configure, "Read connections, mappings, attributes and levels as one document, without secrets");
        group.MapPut("", PutAsync).Edits().ProducesProblem(409).As("putConfiguration", ApiScope.Configure, "Store what a document says, or with dryRun only say what that would change");
    }

    /// <summary>The body of a request, if it is JSON.</summary>
    public static async Task<(string? Text, ProblemHttpResult? Problem)> TextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? (text, null) : (null, NoJson("not an object"));
        }
        catch (JsonException exception)
        {
            return (null, NoJson($"line {(exception.LineNumber ?? 0) + 1}"));
        }
    }

    /// <summary>Everything that is wrong with a document, with where it is.</summary>
    public static ProblemDetails ProblemOf(ConfigException exception) => ApiProblems.Many(
        StatusCodes.Status400BadRequest, "configuration-invalid", $"Nothing was stored. {exception.Message}", "Correct what errors lists; docs/configuration.md says what can be written.",
        [.. exception.Problems.Select(p => new ApiMistake($"{p.Line}:{p.Column}", "configuration-invalid", p.Text, p.Fix))]);

    private static async Task<Ok<JsonElement>> GetAsync(ConfigurationService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var document = await service.ReadAsync(cancellationToken);
        ApiEtags.Tag(response, document);
        return TypedResults.Ok(JsonSerializer.SerializeToElement(document));
    }

    private static async Task<Results<Ok<ApiStored>, ProblemHttpResult>> PutAsync(ApiConfiguration body, ConfigurationService service, HttpContext http, CancellationToken cancellationToken, bool dryRun = false)
    {
        if (ApiEtags.Refused(http.Request, await service.ReadAsync(cancellationToken)) is { } refused)
        {
            return refused;
        }

        try
        {
            var changes = await service.StoreAsync(body.Document.GetRawText(), body.Secrets ?? new Dictionary<string, string>(), dryRun, cancellationToken);
            ApiEtags.Tag(http.Response, await service.ReadAsync(cancellationToken));
            return TypedResults.Ok(new ApiStored(!dryRun, [.. changes.Select(c => new ApiConfigChange(c.Verb, c.What))]));
        }
        catch (ConfigException exception)
        {
            return TypedResults.Problem(ProblemOf(exception));
        }
    }

    private static ProblemHttpResult NoJson(string where) => TypedResults.Problem(ApiProblems.Wrong($"The body is no JSON object ({where}).", "Send the mapping as GET gives it."));
}

/// <summary>A configuration to be stored.</summary>
/// <param name="Document">The document, as GET gives it and docs/configuration.md describes it.</param>
/// <param name="Secrets">Values of secrets, by the name that the document gives them: “api-key: ${HR_API_KEY}” takes the value of HR_API_KEY from here. Those that are stored and not sent stay.</param>
public sealed record ApiConfiguration(JsonElement Document, IReadOnlyDictionary<string, string>? Secrets = null)
{
    public override string ToString() => nameof(ApiConfiguration);
}

/// <summary>What storing a configuration came to.</summary>
/// <param name="Stored">False for a dry run.</param>
/// <param name="Changes">What it changes; none when all of it stood already.</param>
public sealed record ApiStored(bool Stored, IReadOnlyList<ApiConfigChange> Changes);

/// <summary>One change of a configuration.</summary>
/// <param name="Verb">create, change or remove.</param>
/// <param name="What">In words.</param>
public sealed record ApiConfigChange(string Verb, string What);
