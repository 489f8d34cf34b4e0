using System.Text;
using System.Text.Json;
using Rollcall.Connectors.Http;

namespace Rollcall.Connectors.Tests.Http;

/// <summary>Answers as they arrive: in pieces of any size, well made or not.</summary>
public sealed class JsonPageTests
{
    private const string Odd = """
        {"before":{"a":[1,"]"]},"data":[ {"a":"}\"{[\\"} ,["b",{"c":null}],"text, with ] and \\\" in it",12.5,true,null,{},[] ] ,"after":"x","list":[1]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64_000)]
    public async Task Elements_and_what_is_beside_them_are_those_of_the_document_whatever_the_pieces(int piece)
    {
        var page = Page(Odd, piece);
        var elements = await page.ReadAsync(TextOf, Token).ToListAsync(Token);

        using var document = JsonDocument.Parse(Odd);
        elements.ShouldBe(document.RootElement.GetProperty("data").EnumerateArray().Select(e => e.GetRawText()));
        page.Envelope.ToDictionary(e => e.Key, e => Encoding.UTF8.GetString(e.Value)).ShouldBe(
            document.RootElement.EnumerateObject().Where(p => p.Name != "data").ToDictionary(p => p.Name, p => p.Value.GetRawText()));
        page.HasArray.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"data":[]}""", 0)]
    [InlineData("""{"data":[ ]}""", 0)]
    [InlineData("""{"data":[{}],"data":[{},{}]}""", 3)]
    [InlineData("""{"data":[1 ,2]}""", 2)]
    public async Task So_many_elements_come(string json, int count) => (await Page(json, 2).ReadAsync(TextOf, Token).ToListAsync(Token)).Count.ShouldBe(count);

    [Fact]
    public async Task A_bare_array_is_its_elements() =>
        (await new JsonPage(new Pieces("""[{"a":1}, {"a":2}]""", 2), array: null).ReadAsync(TextOf, Token).ToListAsync(Token)).ShouldBe(["""{"a":1}""", """{"a":2}"""]);

    [Theory]
    [InlineData("""{"data":[{"a":1}""")]
    [InlineData("""{"data":[{"a":1},""")]
    [InlineData("""{"data":[{"a":1}]""")]
    [InlineData("""{"data":[{"a":"1}]}""")]
    [InlineData("""{"data":[{"a":1}{"a":2}]}""")]
    [InlineData("""{"data":[{"a":1},,{"a":2}]}""")]
    [InlineData("""{"data":[{"a":1},]}""")]
    [InlineData("""{"data":[,{"a":1}]}""")]
    [InlineData("""{"data":[{"a":1]}]}""")]
    [InlineData("""{"data":[{"a":tru}]}""")]
    [InlineData("""{"data":[nothing]}""")]
    [InlineData("""{"data":[{"a":1}}}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task What_is_no_JSON_or_ends_in_the_middle_is_said(string json)
    {
        foreach (var piece in new[] { 1, 5, 1000 })
        {
            await Should.ThrowAsync<JsonException>(async () => await Page(json, piece).ReadAsync(TextOf, Token).ToListAsync(Token));
        }
    }

    private static JsonPage Page(string json, int piece) => new(new Pieces(json, piece), "data");

    /// <summary>As every reader does: the whole element is read.</summary>
    private static string TextOf(ReadOnlyMemory<byte> element)
    {
        using var document = JsonDocument.Parse(element);
        return document.RootElement.GetRawText();
    }

    /// <summary>A body that arrives in pieces.</summary>
    private sealed class Pieces(string text, int piece) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
