using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors;

/// <summary>Reads a connection's settings as a connector declared them.</summary>
internal static class SettingReader
{
    public static readonly ValueList<string> AnyValue = [];

    /// <summary>The value, or the field's default. Throws Misconfigured when it is required and missing.</summary>
    public static string Required(this ConnectorContext context, ConnectorDescriptor descriptor, string key)
    {
        var field = descriptor.Settings.First(f => f.Key == key);
        if (context.Settings.TryGetValue(key, out var value) && value.Length > 0)
        {
            return value;
        }

        return field.Default ?? throw new ConnectorException(new ConnectorFault(
            ConnectorFaultKind.Misconfigured, $"{descriptor.Name}: “{field.Label}” is missing.", field.Help, null, null) { Setting = key });
    }

    /// <summary>An absolute http or https address that ends with a slash.</summary>
    public static Uri Address(this ConnectorContext context, ConnectorDescriptor descriptor, string key, Func<string, string>? complete = null)
    {
        var text = context.Required(descriptor, key);
        text = complete?.Invoke(text) ?? text;
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address
            : throw new ConnectorException(new ConnectorFault(
                ConnectorFaultKind.Misconfigured, $"{descriptor.Name}: the address in “{key}” is none.", "Give an address such as https://api.example.com.", null, null) { Setting = key });
    }
}
