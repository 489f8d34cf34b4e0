using Rollcall.Api;
using Rollcall.Features.Mail;
using Rollcall.Storage;
using Rollcall.Subscriptions;

namespace Rollcall.Alerts;

/// <summary>What a channel must be like.</summary>
internal static class AlertChannelRules
{
    public const int MostName = 100;
    public const int MostRecipients = 50;

    /// <summary>Within a year: whoever waits longer need not be told.</summary>
    public const int MostStaleHours = 24 * 365;

    private static readonly IReadOnlyDictionary<string, AlertKind> s_kinds = Enum.GetValues<AlertKind>().ToDictionary(RollcallApi.Word, StringComparer.Ordinal);

    /// <summary>The words of all kinds, as the API and the terminal write them.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. s_kinds.Keys];

    /// <summary><c>name</c>, <c>target</c>, <c>url</c> or <c>recipients</c>; null when all is fine.</summary>
    public static string? ProblemOf(AlertChannel channel) =>
        channel.Name.Length is 0 or > MostName || channel.Name != channel.Name.Trim() ? "name"
        : channel.Url is null == (channel.Recipients.Count == 0) ? "target"
        : channel.Url is { } url && !SubscriptionRules.IsAddress(url) ? "url"
        : channel.Recipients.Count > MostRecipients || channel.Recipients.Any(r => !EmailAddress.IsOne(r)) || channel.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Count() != channel.Recipients.Count ? "recipients"
        : null;

    /// <summary>Null when there is no such kind.</summary>
    public static AlertKind? KindOf(string word) => s_kinds.TryGetValue(word, out var kind) ? kind : null;

    /// <summary>Addresses as people write them, with commas, semicolons, blanks or line ends between.</summary>
    public static IReadOnlyList<string> RecipientsOf(string? text) =>
        [.. (text ?? "").Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
