using System.Globalization;
using System.Text.Json;

namespace Rollcall.Emulators.BambooHr.Webhooks;

/// <summary>A permissioned webhook, owned by the user whose key created it.</summary>
internal sealed class Webhook
{
    public required int Id { get; init; }

    public required string Owner { get; init; }

    public required string PrivateKey { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required WebhookRequest Request { get; set; }

    public DateTimeOffset? LastSent { get; set; }

    public string IdText => Id.ToString(CultureInfo.InvariantCulture);

    public void WriteSummary(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", IdText);
        writer.WriteString("name", Request.Name);
        writer.WriteString("created", Stamp(Created));
        WriteLastSent(writer);
        writer.WriteString("url", Request.Url);
        writer.WriteEndObject();
    }

    /// <param name="writer">Where to.</param>
    /// <param name="withKey">The private key is shown once, in the answer that created the webhook.</param>
    public void Write(Utf8JsonWriter writer, bool withKey)
    {
        writer.WriteStartObject();
        writer.WriteString("id", IdText);
        writer.WriteString("name", Request.Name);
        writer.WriteString("created", Stamp(Created));
        WriteLastSent(writer);
        Texts(writer, "events", Request.Events);
        if (Request.MonitorFields is { } monitored)
        {
            Texts(writer, "monitorFields", monitored);
        }
        else
        {
            writer.WriteNull("monitorFields");
        }

        WritePostFields(writer);
        writer.WriteString("url", Request.Url);
        writer.WriteString("format", Request.Format);
        writer.WriteBoolean("includeCompanyDomain", Request.IncludeCompanyDomain);
        if (withKey)
        {
            writer.WriteString("privateKey", PrivateKey);
        }

        writer.WriteEndObject();
    }

    internal static string Stamp(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private void WriteLastSent(Utf8JsonWriter writer)
    {
        if (LastSent is { } sent)
        {
            writer.WriteString("lastSent", Stamp(sent));
        }
        else
        {
            writer.WriteNull("lastSent");
        }
    }

    private void WritePostFields(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("postFields");
        foreach (var (field, label) in Request.PostFields)
        {
            writer.WriteString(field, label);
        }

        writer.WriteEndObject();
    }
}
