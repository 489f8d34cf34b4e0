using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Core.Mapping;
using Rollcall.Core.Suggesting;
using Rollcall.Features.Mapping;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>What an HRIS offers, where it goes, and who is left alone. Read by the same code as a configuration file.</summary>
internal static class MappingsApi
{
    /// <summary>Stands for all attributes where some can be named.</summary>
    public const string EveryAttribute = "*";

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{name}").WithTags("Mappings");
        group.MapGet("/attributes", DiscoverAsync).ProducesProblem(404).ProducesProblem(409).As("discoverAttributes", ApiScope.Configure, "Ask the HRIS which attributes it offers, and see where each goes or could go");
        group.MapGet("/mapping", GetAsync).Produces<ApiMapping>().ProducesProblem(404).As("getMapping", ApiScope.Configure, "Look at where values go and who is left alone");
        group.MapPut("/mapping", PutAsync).Accepts<ApiMapping>("application/json").Produces<ApiMapping>().Edits().As("putMapping", ApiScope.Configure, "Replace where values go and who is left alone");
        group.MapPost("/exclusions/count", CountAsync).Accepts<ApiMapping>("application/json").Produces<ApiAudience>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .As("countExclusions", ApiScope.Configure, "Read everybody, and count whom a mapping with these criteria would leave out; nothing is stored");
    }

    private static async Task<Results<Ok<IReadOnlyList<ApiSourceAttribute>>, ProblemHttpResult>> DiscoverAsync(string name, MappingService service, CancellationToken cancellationToken, [FromQuery(Name = "sample")] string[]? sample = null)
    {
        if (await service.OpenAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        var asked = await service.DiscoverAsync(view.Entry.Id, cancellationToken);
        if (asked.Answer is not { } schema)
        {
            return asked.Fault is { } silence ? NotAnswered(silence) : Gone();
        }

        IReadOnlyDictionary<string, IReadOnlyCollection<string>>? samples = null;
        if (sample is { Length: > 0 })
        {
            var wanted = sample.Contains(EveryAttribute) ? schema.Attributes.Select(a => a.Key) : schema.Attributes.Select(a => a.Key).Intersect(sample, StringComparer.Ordinal);
            var read = await service.SamplesAsync(view.Entry.Id, [.. wanted], cancellationToken);
            if (read.Fault is { } fault)
            {
                return NotAnswered(fault);
            }

            samples = read.Answer;
        }

        var targets = view.Entry.Config.Mappings.SelectMany(m => m.From.Select(f => (From: f, m.To))).ToLookup(p => p.From, p => p.To.ToString(), StringComparer.Ordinal);
        var suggestions = MappingSuggestions.For(schema, view.Entry.Config, view.Directory).ToLookup(s => s.Attribute.Key, StringComparer.Ordinal);
        return TypedResults.Ok<IReadOnlyList<ApiSourceAttribute>>([.. schema.Attributes.Select(a => new ApiSourceAttribute(
            a.Key, a.Label, RollcallApi.Word(a.Type), a.VendorType, a.IsCustom, [.. a.Options.Select(o => o.Label)], RollcallApi.Word(a.Readable), a.HowToGrant, [.. targets[a.Key]],
            suggestions[a.Key].FirstOrDefault() is { } s ? new ApiSuggestion(s.Target.ToString(), s.Create?.Name, s.Create is { } made ? ConfigWords.AttributeTypes.For(made.Type) : null, Math.Round(s.Confidence, 2), s.Reason) : null) { Samples = samples?.GetValueOrDefault(a.Key) })]);
    }

    private static async Task<IResult> GetAsync(string name, MappingService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.OpenAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        var mapping = ConfigWriter.MappingOf(view.Entry.Config);
        ApiEtags.Tag(response, mapping);
        return TypedResults.Ok(mapping);
    }

    private static async Task<IResult> PutAsync(string name, MappingService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (await service.OpenAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, ConfigWriter.MappingOf(view.Entry.Config)) is { } refused)
        {
            return refused;
        }

        var (edited, problem) = await ReadAsync(http.Request, view, cancellationToken);
        if (edited is null)
        {
            return problem!;
        }

        return await service.SaveAsync(view.Entry.Id, MappingDraft.Restore(view.Entry.Config, edited, []), isOver: false, cancellationToken) switch
        {
            SaveOutcome.Saved => await GetAsync(name, service, http.Response, cancellationToken),
            SaveOutcome.ChangedMeanwhile => ApiEtags.Meanwhile(),
            SaveOutcome.HalfDone => TypedResults.Problem(ApiProblems.Wrong("Nothing was stored: a rule or a criterion is not whole.", "Before and after compare dates such as 2026-01-31; a default is not empty.")),
            SaveOutcome.Gone => Gone(),
        };
    }

    private static async Task<IResult> CountAsync(string name, MappingService service, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await service.OpenAsync(name, cancellationToken) is not { } view)
        {
            return Gone();
        }

        var (edited, problem) = await ReadAsync(request, view, cancellationToken);
        if (edited is null)
        {
            return problem!;
        }

        var asked = await service.AudienceAsync(view.Entry.Id, edited, progress: null, cancellationToken);
        if (asked.Answer is not { } audience)
        {
            return asked.Fault is { } fault ? NotAnswered(fault) : Gone();
        }

        var count = audience.Count(edited, key => key);
        return TypedResults.Ok(new ApiAudience(count.People, count.Excluded, count.Held));
    }

    /// <summary>JSON is YAML: the reader of configuration files says what is wrong, with line and column.</summary>
    private static async Task<(ConnectionConfig? Edited, ProblemHttpResult? Problem)> ReadAsync(HttpRequest request, MappingView view, CancellationToken cancellationToken)
    {
        var (text, problem) = await ConfigurationApi.TextAsync(request, cancellationToken);
        if (text is null)
        {
            return (null, problem);
        }

        try
        {
            var (mappings, exclusions) = ConfigReader.ReadMapping(view.Entry.Config.Name, text, [.. view.Directory.Attributes]);
            return (view.Entry.Config with { Mappings = mappings, Exclusions = exclusions }, null);
        }
        catch (ConfigException exception)
        {
            return (null, TypedResults.Problem(ConfigurationApi.ProblemOf(exception)));
        }
    }

    private static ProblemHttpResult NotAnswered(ConnectorFault fault) =>
        TypedResults.Problem(ApiProblems.Of(StatusCodes.Status409Conflict, Core.Runs.FaultFinding.Of(fault).Code, fault.What, fault.Fix));

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("connection"));
}
