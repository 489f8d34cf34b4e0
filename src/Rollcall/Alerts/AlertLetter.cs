using System.Globalization;
using System.Net;
using System.Text;
using Rollcall.Features.Access;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Alerts;

/// <summary>The mail about one alert or several: what waits for one person is one mail.</summary>
internal static class AlertLetter
{
    public static Letter Of(string to, Workspace company, IReadOnlyList<AlertNotice> notices, Uri? server) =>
        Of(to, SubjectOf(company.Title, notices), [.. notices.Select(n => ParagraphOf(n, company, server))], company, server);

    /// <summary>Says that mails come through.</summary>
    public static Letter Test(string to, Workspace company, Uri? server) =>
        Of(to, $"{company.Title}: test", [("Alerts reach this address.", "This is a test: nothing is wrong.", null)], company, server);

    private static Letter Of(string to, string subject, IReadOnlyList<(string Title, string Text, Uri? Link)> paragraphs, Workspace company, Uri? server)
    {
        var settings = server is null ? null : WorkspaceLinks.Of(server, "/settings/alerts", company.Name);
        var text = new StringBuilder();
        var html = new StringBuilder("<!DOCTYPE html>\n<html><body style=\"font-family: sans-serif; font-size: 15px; line-height: 1.5\">\n");
        foreach (var (title, words, link) in paragraphs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{title}\n{words}\n{(link is null ? "" : $"{link}\n")}\n");
            html.Append(CultureInfo.InvariantCulture, $"<p><strong>{Html(title)}</strong><br>\n{Html(words)}{(link is null ? "" : $"<br>\n<a href=\"{Html(link.ToString())}\">{Html(link.ToString())}</a>")}</p>\n");
        }

        var why = settings is null ? "Rollcall sends this because of its alert settings." : $"Rollcall sends this because of its alert settings: {settings}";
        text.Append(CultureInfo.InvariantCulture, $"{why}\n");
        html.Append(CultureInfo.InvariantCulture, $"<p style=\"color: #555\">{Html(why)}</p>\n</body></html>\n");
        return new Letter(to, null, subject.ReplaceLineEndings(" "), text.ToString(), html.ToString());
    }

    private static string SubjectOf(string company, IReadOnlyList<AlertNotice> notices) => notices switch
    {
        [{ IsEnd: false } one] => $"{company}: {AlertWords.TitleOf(one.Alert)}",
        [{ IsEnd: true } one] => $"{company}: {EndOf(one.Alert)}: {AlertWords.TitleOf(one.Alert)}",
        _ when notices.All(n => n.IsEnd) => string.Create(CultureInfo.InvariantCulture, $"{company}: {notices.Count} alerts are over"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{company}: {notices.Count} alerts"),
    };

    private static (string Title, string Text, Uri? Link) ParagraphOf(AlertNotice notice, Workspace company, Uri? server)
    {
        var alert = notice.Alert;
        var link = server is null ? null : WorkspaceLinks.Of(server, alert.Path, company.Name);
        return notice.IsEnd
            ? ($"{EndOf(alert)}: {AlertWords.TitleOf(alert)}", alert.Ending == AlertEnding.NotWatched ? "It was removed, disabled or paused, so nobody looks at it any more. It was not seen to be solved." : "Nothing is left to do.", link)
            : (AlertWords.TitleOf(alert), $"{alert.What}\nWhat to do: {alert.Fix}", link);
    }

    private static string EndOf(AlertEntry alert) => alert.Ending == AlertEnding.NotWatched ? "No longer watched" : "Solved";

    private static string Html(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal);
}
