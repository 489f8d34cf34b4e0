using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Rollcall.Emulators.Personio.V2;

/// <summary>One page asked for: how many, after which id, and the filters it is read with.</summary>
internal sealed record Paging(int Limit, long After, string? Cursor, IReadOnlyList<KeyValuePair<string, string>> Filters)
{
    private const string Prefix = "cur_";

    public string? this[string name] => Filters.FirstOrDefault(filter => filter.Key == name).Value;

    /// <summary>Null with a reason when limit or cursor is wrong.</summary>
    public static (Paging? Page, string? Problem) Read(HttpRequest request, int most, int usual, bool cursorKeepsFilters)
    {
        var given = request.Query.Where(pair => pair.Key is not ("limit" or "cursor")).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).ToList();
        var limit = usual;
        if (request.Query.TryGetValue("limit", out var wanted) && !(int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= most))
        {
            return (null, "Provided value for limit is not valid");
        }

        if (!request.Query.TryGetValue("cursor", out var cursor))
        {
            return (new Paging(limit, 0, null, given), null);
        }

        if (Decode(cursor.ToString()) is not { } kept)
        {
            return (null, Answers.InvalidParameters);
        }

        // What the cursor keeps holds unless it is said again.
        var filters = cursorKeepsFilters ? given.Concat(kept.Filters.Where(filter => !request.Query.ContainsKey(filter.Key))).ToList() : given;
        return (new Paging(request.Query.ContainsKey("limit") || !cursorKeepsFilters ? limit : kept.Limit, kept.After, cursor.ToString(), filters), null);
    }

    /// <summary>The cursor of the page after <paramref name="last"/>.</summary>
    public string CursorAfter(long last)
    {
        var filters = string.Join('&', Filters.Select(filter => Uri.EscapeDataString(filter.Key) + "=" + Uri.EscapeDataString(filter.Value)));
        return Prefix + WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last}|{Limit}|{filters}")));
    }

    private static Paging? Decode(string cursor)
    {
        if (!cursor.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor[Prefix.Length..])).Split('|', 3);
            return parts.Length == 3 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var after)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                ? new Paging(limit, after, cursor, [.. QueryHelpers.ParseQuery(parts[2]).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
