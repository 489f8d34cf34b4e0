using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Subscriptions;

/// <summary>What a subscription must be like.</summary>
internal static class SubscriptionRules
{
    public const int MostName = 100;
    private const int MostUrl = 2000;

    private static readonly HashSet<string> s_fields =
        [.. Fields.BuiltIn.Select(f => f.Key), Fields.Status, Fields.Team, Fields.AdditionalManager, Fields.ExternalId];

    /// <summary><c>name</c>, <c>url</c> or <c>fields</c>; null when all is fine.</summary>
    public static string? ProblemOf(string name, string url, SubscriptionFilter filter) =>
        name.Length is 0 or > MostName || name != name.Trim() ? "name"
        : !IsAddress(url) ? "url"
        : filter.Fields.Any(f => !s_fields.Contains(f) && !IsCustom(f)) ? "fields"
        : null;

    /// <summary>Whether deliveries can go there; whether they may is for <see cref="TargetRule"/> to say.</summary>
    public static bool IsAddress(string url) =>
        url.Length <= MostUrl && Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Fragment: "", Host.Length: > 0 };

    /// <summary>Fields as people write them, with commas or blanks between.</summary>
    public static IReadOnlyList<string> FieldsOf(string? text) =>
        [.. (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    private static bool IsCustom(string field) =>
        field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) && field.Length > Fields.CustomPrefix.Length && !field.AsSpan().ContainsAny('\n', '\r');
}
