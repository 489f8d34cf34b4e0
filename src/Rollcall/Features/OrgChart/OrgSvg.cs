using System.Globalization;
using System.Net;
using System.Text;

namespace Rollcall.Features.OrgChart;

/// <summary>What a card says.</summary>
/// <param name="Name">Who.</param>
/// <param name="Title">Their title.</param>
/// <param name="Place">Their team and location.</param>
/// <param name="Also">Whom they report to besides their manager, or that their manager is not here any more.</param>
/// <param name="Reports">How many report to them.</param>
public sealed record OrgCardText(string Name, string? Title = null, string? Place = null, string? Also = null, string? Reports = null)
{
    public override string ToString() => nameof(OrgCardText);
}

/// <summary>The chart as a picture file: the same layout as on the page. Pure.</summary>
internal static class OrgSvg
{
    private const double Margin = 16;
    private const int MostCharacters = 30;

    public static string Write(OrgPicture picture, IReadOnlyList<OrgLine> dotted, Func<OrgCard, OrgCardText> textOf)
    {
        var svg = new StringBuilder();
        var (width, height) = (picture.Width + (2 * Margin), picture.Height + (2 * Margin));
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width:0}" height="{height:0}" viewBox="{-Margin:0} {-Margin:0} {width:0} {height:0}" font-family="Inter, system-ui, sans-serif">""");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{-Margin:0}" y="{-Margin:0}" width="{width:0}" height="{height:0}" fill="#ffffff"/>""");
        foreach (var line in picture.Lines)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{Points(line)}" fill="none" stroke="#94a3b8"/>""");
        }

        foreach (var line in dotted)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{Points(line)}" fill="none" stroke="#0f766e" stroke-dasharray="2 5"/>""");
        }

        foreach (var card in picture.Cards)
        {
            var text = textOf(card);
            svg.Append(CultureInfo.InvariantCulture, $"""<g transform="translate({card.X:0.#} {card.Y:0.#})"><rect width="{OrgLayout.CardWidth:0}" height="{OrgLayout.CardHeight:0}" rx="8" fill="#ffffff" stroke="#cbd5e1"/>""");
            Text(svg, 24, text.Name, "font-size=\"14\" font-weight=\"600\" fill=\"#0f172a\"");
            Text(svg, 44, text.Title, "font-size=\"12\" fill=\"#475569\"");
            Text(svg, 62, text.Place, "font-size=\"12\" fill=\"#475569\"");
            Text(svg, 80, text.Also, "font-size=\"12\" fill=\"#0f766e\"");
            Text(svg, 100, text.Reports, "font-size=\"12\" fill=\"#0f766e\"");
            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The points of a line as SVG writes them.</summary>
    public static string Points(OrgLine line) => string.Join(' ', line.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));

    private static void Text(StringBuilder svg, int y, string? text, string look)
    {
        if (text is { Length: > 0 })
        {
            var shown = text.Length > MostCharacters ? text[..(MostCharacters - 1)] + "…" : text;
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="12" y="{y}" {look}>{WebUtility.HtmlEncode(shown)}</text>""");
        }
    }
}
