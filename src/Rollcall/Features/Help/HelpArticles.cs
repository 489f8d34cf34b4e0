using System.Collections.Frozen;
using System.Reflection;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Rollcall.Features.Help;

/// <summary>One page of the documentation, to be read in the app.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Html">The rest. Markup of its own in the text is shown, not used.</param>
internal sealed record HelpArticle(string Title, string Html);

/// <summary>The documentation that this version came with: the files of docs/, without anything of another server.</summary>
internal static class HelpArticles
{
    /// <summary>Where the pages are.</summary>
    public const string Address = "/help";

    private const string Start = "guide";
    private const string Prefix = "docs/";
    private const string Extension = ".md";
    private const string Overview = "/README";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <summary>By the part of the address behind <see cref="Address"/>; the guide's overview has the folder's name.</summary>
    private static readonly FrozenDictionary<string, Lazy<HelpArticle>> Pages = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
        .ToFrozenDictionary(name => PathOf(name[Prefix.Length..].Replace('\\', '/')), name => new Lazy<HelpArticle>(() => Read(name)), StringComparer.Ordinal);

    /// <summary>Every path there is.</summary>
    public static IReadOnlyCollection<string> Paths => Pages.Keys;

    /// <summary>Null when there is no such page; the guide when none is named.</summary>
    public static HelpArticle? Find(string? path) => Pages.GetValueOrDefault(path is { Length: > 0 } ? path.TrimEnd('/') : Start)?.Value;

    /// <summary>Where a finding is explained.</summary>
    public static string OfFinding(string code) => $"{Address}/findings#{code}";

    private static string PathOf(string file)
    {
        var path = file[..^Extension.Length];
        return path.EndsWith(Overview, StringComparison.Ordinal) ? path[..^Overview.Length] : path;
    }

    private static HelpArticle Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        var document = Markdown.Parse(reader.ReadToEnd(), Pipeline);
        var heading = document.OfType<HeadingBlock>().First();
        var title = string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(l => l.Content.ToString()));
        document.Remove(heading);
        var file = name[Prefix.Length..].Replace('\\', '/');
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Point(link, file);
        }

        foreach (var empty in document.Descendants<ParagraphBlock>().Where(p => p.Inline?.FirstChild is null).ToList())
        {
            empty.Parent!.Remove(empty);
        }

        return new HelpArticle(title, document.ToHtml(Pipeline));
    }

    /// <summary>Links lead to pages of the app. What did not come along, pictures too, is left as its words.</summary>
    private static void Point(LinkInline link, string file)
    {
        if (link.IsImage)
        {
            link.Remove();
            return;
        }

        var url = link.Url ?? "";
        if (url.StartsWith('#'))
        {
            // The app's own base is its root, whichever page it shows.
            link.Url = $"{Address}/{PathOf(file)}{url}";
            return;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            return;
        }

        var parts = url.Split('#', 2);
        var target = new Uri(new Uri("http://docs/" + file), parts[0]).AbsolutePath.TrimStart('/');
        if (target.EndsWith(Extension, StringComparison.Ordinal) && PathOf(target) is var path && Pages.ContainsKey(path))
        {
            link.Url = $"{Address}/{path}{(parts.Length > 1 ? "#" + parts[1] : "")}";
            return;
        }

        foreach (var child in link.ToList())
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }
}
