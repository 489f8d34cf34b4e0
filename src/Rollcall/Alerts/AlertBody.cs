using System.Text.Json;
using System.Text.Json.Serialization;
using Rollcall.Api;
using Rollcall.Features.Access;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Alerts;

/// <summary>What the webhook of an alert says, as Standard Webhooks wants it: a type, a moment and data.</summary>
internal static partial class AlertBody
{
    public const string Began = "alert.began";
    public const string Ended = "alert.ended";

    /// <summary>The same bytes at every try: what was told does not change.</summary>
    public static byte[] Of(AlertNotice notice, string workspace, Uri? server)
    {
        var alert = notice.Alert;
        return Bytes(
            notice.IsEnd ? Ended : Began, (notice.IsEnd ? alert.EndedAt : null) ?? alert.BeganAt,
            new AlertContent(
                alert.Id, RollcallApi.Word(alert.Kind), notice.IsEnd ? AlertWords.StateOf(alert.Ending) : "open", workspace, alert.Subject, alert.Code, alert.Attribute, alert.Count,
                AlertWords.TitleOf(alert), alert.What, alert.Fix, server is null ? null : WorkspaceLinks.Of(server, alert.Path, workspace), alert.BeganAt, notice.IsEnd ? alert.EndedAt : null));
    }

    public static byte[] OfTest(DateTimeOffset now) => Bytes(DeliveryBody.Test, now, null);

    private static byte[] Bytes(string type, DateTimeOffset at, AlertContent? data) => JsonSerializer.SerializeToUtf8Bytes(new AlertMessage(type, at, data), AlertWire.Default.AlertMessage);

    private sealed record AlertMessage(string Type, DateTimeOffset Timestamp, AlertContent? Data);

    private sealed record AlertContent(
        Guid Id, string Kind, string State, string Workspace, string Subject, string? Code, string? Attribute, int Count, string Title, string What, string Fix, Uri? Link,
        DateTimeOffset BeganAt, DateTimeOffset? EndedAt);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(AlertMessage))]
    private sealed partial class AlertWire : JsonSerializerContext;
}
