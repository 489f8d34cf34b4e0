using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using MiniExcelLibs;
using Rollcall.Core.Planning;
using Rollcall.Features.Runs;

namespace Rollcall.Tests.Web.Runs;

/// <summary>Files hold every line, and nothing in them is a formula.</summary>
public sealed class ChangeFilesTests
{
    private static readonly PlanLine[] Lines =
    [
        Line("=HYPERLINK(\"http://evil.example\")", "+1 555", "-2"),
        Line("@SUM(A1)", null, "a|b\nc <b>"),
        Line("Mära, “Lind”", "x", null),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_csv_cell_is_never_a_formula()
    {
        var text = Encoding.UTF8.GetString(await BytesAsync("csv", Lines));

        text.ShouldStartWith("\uFEFFkind,who,employee,before,after,cause");
        text.ShouldContain("\"'=HYPERLINK(");
        text.ShouldContain("\"'+1 555\"");
        text.ShouldContain("\"'-2\"");
        text.ShouldContain("\"'@SUM(A1)\"");
        text.ShouldContain("\"Mära, “Lind”\"");
    }

    [Fact]
    public async Task A_workbook_has_every_line_as_text_and_is_in_the_order_spreadsheets_want()
    {
        using var stream = new MemoryStream(await BytesAsync("xlsx", Lines));
        var rows = stream.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        rows.Select(r => r["who"]).ShouldBe(Lines.Select(l => (object)l.Who));

        using var archive = new ZipArchive(stream);
        using var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var document = XDocument.Load(sheet);
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        document.Descendants(main + "f").ShouldBeEmpty();
        document.Descendants(main + "sheetData").Single().Elements().ShouldAllBe(e => e.Name == main + "row");
    }

    [Fact]
    public async Task Json_is_what_it_is()
    {
        var json = JsonDocument.Parse(await BytesAsync("json", Lines)).RootElement;

        json.GetArrayLength().ShouldBe(3);
        json[0].GetProperty("before").GetString().ShouldBe("+1 555");
        json[1].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_markdown_cell_breaks_neither_its_row_nor_the_page()
    {
        var rows = Encoding.UTF8.GetString(await BytesAsync("md", Lines)).TrimEnd().Split('\n');

        rows.Length.ShouldBe(5);
        rows[3].ShouldContain("a\\|b c &lt;b&gt;");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("md")]
    public async Task Many_lines_are_all_there(string format)
    {
        var lines = Enumerable.Range(0, 1234).Select(i => Line($"Person {i}", null, "x")).ToList();

        var text = Encoding.UTF8.GetString(await BytesAsync(format, lines));

        text.Split("Person ").Length.ShouldBe(1235);
    }

    private static async Task<byte[]> BytesAsync(string format, IReadOnlyList<PlanLine> lines)
    {
        using var stream = new MemoryStream();
        await ChangeFiles.WriteAsync(format, lines, stream, Token);
        return stream.ToArray();
    }

    private static PlanLine Line(string who, string? before, string? after) =>
        new(SubjectKind.Employee, Guid.Empty, who, "field:title", "Title", before, after, "jobTitle", "jobTitle", 1);
}
