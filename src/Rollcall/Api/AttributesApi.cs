using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Configuration;
using Rollcall.Core.Directory;
using Rollcall.Features.Attributes;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>Custom attributes, their options, and their type.</summary>
internal static class AttributesApi
{
    private const int LongestName = 80;

    public static void Map(RouteGroupBuilder api)
    {
        var attributes = api.MapGroup("/attributes").WithTags("Attributes");
        attributes.MapGet("", ListAsync).As("listAttributes", ApiScope.Read, "List custom attributes with their fill rates");
        attributes.MapPost("", CreateAsync).Once().ProducesProblem(400).As("createAttribute", ApiScope.Configure, "Create a custom attribute; its key is made from the name, and stays");
        attributes.MapGet("/{key}", GetAsync).ProducesProblem(404).As("getAttribute", ApiScope.Read, "Look at one custom attribute with its options");
        attributes.MapPut("/{key}", SaveAsync).Edits().ProducesProblem(409).As("putAttribute", ApiScope.Configure, "Change name, section, readers and description; add, order and archive options");
        attributes.MapDelete("/{key}", DeleteAsync).Edits().ProducesProblem(409).As("deleteAttribute", ApiScope.Configure, "Remove an attribute with its values, unless a mapping writes it");
        attributes.MapPost("/{key}/options/rename", RenameAsync).Once().Edits().As("renameOption", ApiScope.Configure, "Rename an option and the values with it; the old name becomes an alias");
        attributes.MapPost("/{key}/options/merge", MergeAsync).Once().Edits().As("mergeOption", ApiScope.Configure, "Put an option into another one, and the values with it");
        attributes.MapGet("/{key}/type-change", PreviewTypeAsync).ProducesProblem(400).ProducesProblem(404).As("previewTypeChange", ApiScope.Configure, "See how many values would fit another type");
        attributes.MapPost("/{key}/type-change", ChangeTypeAsync).Once().Edits().As("changeType", ApiScope.Configure, "Give the attribute another type; values that do not fit are cleared, and stay in the history");
    }

    private static async Task<Ok<IReadOnlyList<ApiAttribute>>> ListAsync(AttributeService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiAttribute>>([.. (await service.ListAsync(cancellationToken)).Attributes.Select(a => new ApiAttribute(
            a.Attribute.Key, a.Attribute.Name, RollcallApi.Word(a.Attribute.Type), [.. a.Attribute.Options.Where(o => !o.Archived).Select(o => o.Label)], a.Filled, a.People))]);

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> GetAsync(string key, AttributeService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await service.FindAsync(key, cancellationToken) is not { Line: var line })
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Attribute));
        return TypedResults.Ok(Of(line));
    }

    private static async Task<Results<Created<ApiAttributeDetail>, ProblemHttpResult>> CreateAsync(ApiNewAttribute body, AttributeService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        if (!ConfigWords.AttributeTypes.TryGetValue(body.Type, out var type))
        {
            return NoType(body.Type);
        }

        if (!ConfigWords.Access.TryGetValue(body.Access, out var access))
        {
            return NoAccess(body.Access);
        }

        var (came, key) = await service.CreateAsync(
            new CustomAttribute { Key = "new", Name = body.Name, Type = type, Options = OptionsOf(body.Options ?? []), Section = body.Section, Access = access, Description = body.Description }, cancellationToken);
        if (came != SchemaEdit.Done)
        {
            return Refused(came);
        }

        if (await service.FindAsync(key, cancellationToken) is not { Line: var line })
        {
            return Gone();
        }

        ApiEtags.Tag(response, EditOf(line.Attribute));
        return TypedResults.Created($"{RollcallApi.Base}/attributes/{key}", Of(line));
    }

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> SaveAsync(string key, ApiAttributeEdit body, AttributeService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (shown, refused) = await ShownAsync(key, service, http.Request, cancellationToken);
        if (shown is null)
        {
            return refused!;
        }

        if (BadName(body.Name) is { } badName)
        {
            return badName;
        }

        if (!ConfigWords.Access.TryGetValue(body.Access, out var access))
        {
            return NoAccess(body.Access);
        }

        var missing = shown.Options.Select(o => o.Label).Except(body.Options.Select(o => o.Label), StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            return TypedResults.Problem(ApiProblems.Wrong(
                $"Nothing was written: {missing.Count} options are missing, and people may have them.", "Send every option that is there. Archive one, or merge it into another, instead of leaving it out."));
        }

        return await CameAsync(
            await service.SaveAsync(shown, shown with { Name = body.Name, Section = body.Section, Access = access, Description = body.Description, Options = OptionsOf(body.Options) }, cancellationToken),
            key, service, http, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string key, AttributeService service, HttpRequest request, CancellationToken cancellationToken)
    {
        var (shown, refused) = await ShownAsync(key, service, request, cancellationToken);
        if (shown is null)
        {
            return refused!;
        }

        var came = await service.DeleteAsync(shown, shown.Name, cancellationToken);
        return came == SchemaEdit.Done ? TypedResults.NoContent() : Refused(came);
    }

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> RenameAsync(string key, ApiOptionRename body, AttributeService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (shown, refused) = await ShownAsync(key, service, http.Request, cancellationToken);
        return shown is null ? refused!
            : shown.Options.All(o => o.Label != body.From) ? NoOption()
            : await CameAsync(await service.RenameOptionAsync(shown, body.From, body.To, cancellationToken), key, service, http, cancellationToken);
    }

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> MergeAsync(string key, ApiOptionMerge body, AttributeService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (shown, refused) = await ShownAsync(key, service, http.Request, cancellationToken);
        return shown is null ? refused!
            : body.From == body.Into || new[] { body.From, body.Into }.Any(label => shown.Options.All(o => o.Label != label)) ? NoOption()
            : await CameAsync(await service.MergeOptionAsync(shown, body.From, body.Into, cancellationToken), key, service, http, cancellationToken);
    }

    private static async Task<Results<Ok<ApiTypeChange>, ProblemHttpResult>> PreviewTypeAsync(string key, string type, AttributeService service, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!ConfigWords.AttributeTypes.TryGetValue(type, out var to))
        {
            return NoType(type);
        }

        if (await service.FindAsync(key, cancellationToken) is not { Line.Attribute: var shown })
        {
            return Gone();
        }

        if (await service.PreviewTypeAsync(shown, to, cancellationToken) is not { } change)
        {
            return TooMany();
        }

        ApiEtags.Tag(response, EditOf(shown));
        return TypedResults.Ok(new ApiTypeChange(type, change.Fits, change.Lost));
    }

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> ChangeTypeAsync(string key, ApiTypeDecision body, AttributeService service, HttpContext http, CancellationToken cancellationToken)
    {
        if (!ConfigWords.AttributeTypes.TryGetValue(body.Type, out var to))
        {
            return NoType(body.Type);
        }

        var (shown, refused) = await ShownAsync(key, service, http.Request, cancellationToken);
        if (shown is null)
        {
            return refused!;
        }

        if (await service.PreviewTypeAsync(shown, to, cancellationToken) is not { } change)
        {
            return TooMany();
        }

        return change.Lost != body.Lost
            ? TypedResults.Problem(ApiProblems.Of(409, "changed-meanwhile", $"Nothing was written: {change.Lost} values do not fit the type, not {body.Lost}.", "Look at the preview again, and send its lost."))
            : await CameAsync(await service.ChangeTypeAsync(shown, change, cancellationToken), key, service, http, cancellationToken);
    }

    private static async Task<(CustomAttribute? Shown, ProblemHttpResult? Refused)> ShownAsync(string key, AttributeService service, HttpRequest request, CancellationToken cancellationToken) =>
        await service.FindAsync(key, cancellationToken) is not { Line.Attribute: var shown } ? (null, Gone())
        : ApiEtags.Refused(request, EditOf(shown)) is { } refused ? (null, refused) : (shown, null);

    private static async Task<Results<Ok<ApiAttributeDetail>, ProblemHttpResult>> CameAsync(SchemaEdit came, string key, AttributeService service, HttpContext http, CancellationToken cancellationToken) =>
        came == SchemaEdit.Done ? await GetAsync(key, service, http.Response, cancellationToken) : Refused(came);

    private static ProblemHttpResult Refused(SchemaEdit came) =>
        ApiOutcomes.Refused(came, "attribute", "attribute or option", "A mapping writes the attribute.", "Take it out of the mappings first.");

    private static ValueList<AttributeOption> OptionsOf(IReadOnlyList<ApiOption> options) => [.. options.Select(o => new AttributeOption(o.Label, [.. o.Aliases ?? []], o.Archived))];

    private static ProblemHttpResult? BadName(string name) => ApiOutcomes.BadName("An attribute", name, LongestName);

    private static ProblemHttpResult NoType(string type) => TypedResults.Problem(ApiProblems.Wrong($"“{type}” is no type.", $"Write one of {string.Join(", ", ConfigWords.AttributeTypes.Keys)}."));

    private static ProblemHttpResult NoAccess(string access) => TypedResults.Problem(ApiProblems.Wrong($"“{access}” says nothing about readers.", $"Write one of {string.Join(", ", ConfigWords.Access.Keys)}."));

    private static ProblemHttpResult NoOption() => TypedResults.Problem(ApiProblems.Gone("option"));

    private static ProblemHttpResult TooMany() => TypedResults.Problem(ApiProblems.Wrong("There are too many different values for a list of options.", "Take another type."));

    private static ApiAttributeDetail Of(AttributeLine line) => new(
        line.Attribute.Key, line.Attribute.Name, ConfigWords.AttributeTypes.For(line.Attribute.Type), OptionsOf(line.Attribute), line.Attribute.Section, ConfigWords.Access.For(line.Attribute.Access),
        line.Attribute.Description, line.Filled, line.People, line.Pinned, line.Connections);

    private static ApiAttributeEdit EditOf(CustomAttribute attribute) => new(attribute.Name, OptionsOf(attribute), attribute.Section, ConfigWords.Access.For(attribute.Access), attribute.Description);

    private static IReadOnlyList<ApiOption> OptionsOf(CustomAttribute attribute) => [.. attribute.Options.Select(o => new ApiOption(o.Label, [.. o.Aliases], o.Archived))];

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("attribute"));
}

/// <summary>One option of a select.</summary>
/// <param name="Label">What people see and values carry.</param>
/// <param name="Aliases">Other spellings a source may send for it.</param>
/// <param name="Archived">Kept for those who have it.</param>
public sealed record ApiOption(string Label, IReadOnlyList<string>? Aliases = null, bool Archived = false);

/// <summary>One custom attribute with everything about it.</summary>
/// <param name="Key">Never changes.</param>
/// <param name="Name">What people see.</param>
/// <param name="Type">text, number, date, single-select, multi-select, toggle, phone, url or currency.</param>
/// <param name="Options">For selects, in order.</param>
/// <param name="Section">Where profiles show it.</param>
/// <param name="Access">Who reads it: everyone, managers or admins.</param>
/// <param name="Description">What it means.</param>
/// <param name="Filled">How many people have a value.</param>
/// <param name="People">How many people there are.</param>
/// <param name="Pinned">How many people's value is pinned.</param>
/// <param name="Connections">Names of the connections that write it.</param>
public sealed record ApiAttributeDetail(
    string Key, string Name, string Type, IReadOnlyList<ApiOption> Options, string? Section, string Access, string? Description, int Filled, int People, int Pinned, IReadOnlyList<string> Connections);

/// <summary>A custom attribute to be made.</summary>
/// <param name="Name">What people see.</param>
/// <param name="Type">text, number, date, single-select, multi-select, toggle, phone, url or currency.</param>
/// <param name="Options">For selects.</param>
/// <param name="Section">Where profiles show it.</param>
/// <param name="Access">Who reads it: everyone, managers or admins.</param>
/// <param name="Description">What it means.</param>
public sealed record ApiNewAttribute(
    string Name, string Type = "text", IReadOnlyList<ApiOption>? Options = null, string? Section = null, string Access = "everyone", string? Description = null);

/// <summary>A custom attribute as it is to be: everything that can be edited without reaching into values.</summary>
/// <param name="Name">What people see.</param>
/// <param name="Options">All that are there, and new ones, in order.</param>
/// <param name="Section">Where profiles show it.</param>
/// <param name="Access">Who reads it: everyone, managers or admins.</param>
/// <param name="Description">What it means.</param>
public sealed record ApiAttributeEdit(string Name, IReadOnlyList<ApiOption> Options, string? Section, string Access, string? Description);

/// <summary>An option and its new name.</summary>
public sealed record ApiOptionRename(string From, string To);

/// <summary>An option, and the one it goes into.</summary>
public sealed record ApiOptionMerge(string From, string Into);

/// <summary>What another type would make of the values.</summary>
/// <param name="Type">The type.</param>
/// <param name="Fits">People whose value fits.</param>
/// <param name="Lost">People whose value does not.</param>
public sealed record ApiTypeChange(string Type, int Fits, int Lost);

/// <summary>A decision for another type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Lost">How many values may be cleared, as the preview said: another number is refused.</param>
public sealed record ApiTypeDecision(string Type, int Lost);
