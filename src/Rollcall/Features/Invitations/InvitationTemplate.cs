using System.Net;
using System.Text.RegularExpressions;

namespace Rollcall.Features.Invitations;

/// <summary>What stands in an invitation for its placeholders. Prints as nothing.</summary>
public sealed record InvitationWords(string FirstName, string Name, string Company, string Link, string Until)
{
    public override string ToString() => nameof(InvitationWords);
}

/// <summary>An invitation's subject and text with their placeholders filled in.</summary>
public sealed record FilledInvitation(string Subject, string Text, string Html)
{
    public override string ToString() => nameof(FilledInvitation);
}

/// <summary>Subject and text with placeholders in braces. Plain text is all that people write; the HTML is made of it, every value encoded.</summary>
internal static partial class InvitationTemplate
{
    /// <summary>The placeholders there are.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["first-name", "name", "company", "link", "until"];

    /// <summary>Placeholders that there are not, in the order in which they stand.</summary>
    public static IReadOnlyList<string> Unknown(string subject, string text) =>
        [.. Placeholder().Matches(subject + "\n" + text).Select(m => m.Groups["name"].Value).Where(n => !Placeholders.Contains(n, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <summary>Without its link an invitation is none.</summary>
    public static bool HasLink(string text) => text.Contains("{link}", StringComparison.Ordinal);

    public static FilledInvitation Fill(string subject, string text, InvitationWords words)
    {
        var lines = text.ReplaceLineEndings("\n").Trim();
        var html = Blank().Split(lines).Select(paragraph => "<p>" + Filled(WebUtility.HtmlEncode(paragraph), words, HtmlOf).Replace("\n", "<br>\n", StringComparison.Ordinal) + "</p>");
        return new FilledInvitation(
            LineEnds().Replace(Filled(subject, words, (_, value) => value), " ").Trim(),
            Filled(lines, words, (_, value) => value) + "\n",
            $"<!DOCTYPE html>\n<html><body style=\"font-family: sans-serif; font-size: 15px; line-height: 1.5\">\n{string.Join('\n', html)}\n</body></html>\n");
    }

    private static string HtmlOf(string name, string value)
    {
        var encoded = WebUtility.HtmlEncode(value);
        return name == "link" ? $"<a href=\"{encoded}\">{encoded}</a>" : encoded;
    }

    /// <summary>In one pass, so that a value with braces in it stays what it is.</summary>
    private static string Filled(string text, InvitationWords words, Func<string, string, string> write) => Placeholder().Replace(text, match => match.Groups["name"].Value switch
    {
        "first-name" => write("first-name", words.FirstName),
        "name" => write("name", words.Name),
        "company" => write("company", words.Company),
        "link" => write("link", words.Link),
        "until" => write("until", words.Until),
        _ => match.Value,
    });

    [GeneratedRegex(@"\{(?<name>[A-Za-z][A-Za-z-]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\n\s*\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"[\r\n]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineEnds();
}
