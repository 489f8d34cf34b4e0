using System.Globalization;
using System.Reflection;

namespace Rollcall.Emulators.Control;

/// <summary>Reads and sets a vendor's switches by name, whatever their type.</summary>
internal static class SwitchBoard
{
    public static IReadOnlyDictionary<string, string> Read(object switches) =>
        Properties(switches).ToDictionary(property => Name(property), property => Text(property.GetValue(switches)), StringComparer.Ordinal);

    /// <summary>What is wrong with the name or the value, or null once it is set.</summary>
    public static string? Set(object switches, string name, string value)
    {
        if (Properties(switches).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return $"There is no switch “{name}”. Known: {string.Join(", ", Properties(switches).Select(Name))}.";
        }

        if (value.Length == 0 && Nullable.GetUnderlyingType(found.PropertyType) is not null)
        {
            found.SetValue(switches, null);
            return null;
        }

        if (Parse(found.PropertyType, value) is not { } parsed)
        {
            return $"“{value}” is no value of “{Name(found)}”. {Expected(found.PropertyType)}";
        }

        found.SetValue(switches, parsed);
        return null;
    }

    private static IEnumerable<PropertyInfo> Properties(object switches) =>
        switches.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanRead: true, CanWrite: true });

    private static string Name(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        System.Collections.IEnumerable many => string.Join(',', many.Cast<object>()),
        IFormattable one => one.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static object? Parse(Type type, string value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, value, ignoreCase: true) : null;
        }

        if (type == typeof(string))
        {
            return value;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(value, out var flag) ? flag : null;
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) ? time : null;
        }

        if (type == typeof(int))
        {
            return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        var words = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (type.IsAssignableFrom(typeof(string[])))
        {
            return words;
        }

        return type.IsAssignableFrom(typeof(int[])) && words.All(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? words.Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray()
            : null;
    }

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } names => $"Known: {string.Join(", ", Enum.GetNames(names))}.",
        var other when other == typeof(bool) => "Known: true, false.",
        var other when other == typeof(int) => "Give a whole number.",
        var other when other == typeof(TimeSpan) => "Give a time, hours:minutes:seconds.",
        _ => "Give values separated by commas.",
    };
}
