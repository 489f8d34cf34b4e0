using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.BambooHr.Wire;

/// <summary>The XML of the legacy endpoints: elements with an id attribute and the value as text.</summary>
internal static class RowXml
{
    public static async Task WriteAsync(HttpContext context, Func<XmlWriter, Task> write)
    {
        context.Response.ContentType = Format.Xml;
        var settings = new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), CloseOutput = false };
        await using var writer = XmlWriter.Create(context.Response.Body, settings);
        await writer.WriteStartDocumentAsync();
        await write(writer);
        await writer.WriteEndDocumentAsync();
        await writer.FlushAsync();
    }

    public static Task StartAsync(XmlWriter writer, string name) => writer.WriteStartElementAsync(null, name, null);

    public static Task AttributeAsync(XmlWriter writer, string name, string value) => writer.WriteAttributeStringAsync(null, name, null, value);

    /// <summary><c>&lt;field id="firstName"&gt;Mara&lt;/field&gt;</c>; money carries its currency in an attribute.</summary>
    public static async Task FieldAsync(XmlWriter writer, string id, string? text, string? currency = null)
    {
        await StartAsync(writer, "field");
        await AttributeAsync(writer, "id", id);
        if (currency is not null)
        {
            await AttributeAsync(writer, "currency", currency);
        }

        await writer.WriteStringAsync(Clean(text ?? ""));
        await writer.WriteEndElementAsync();
    }

    // Control characters can't be written in XML 1.0.
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Where(Allowed));

    private static bool Allowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and <= 0xD7FF or >= 0xE000 and <= 0xFFFD or >= 0x10000;
}
