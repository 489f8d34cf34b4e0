using System.Collections.Frozen;
using Rollcall.Connectors.BambooHr;
using Rollcall.Connectors.HiBob;
using Rollcall.Connectors.Personio;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors;

/// <summary>The HR systems Rollcall can read. A new one is a folder and a line here.</summary>
public static class Connectors
{
    private static readonly FrozenDictionary<string, ConnectorDescriptor> ByKey = new[]
    {
        BambooHrConnector.Descriptor,
        HiBobConnector.Descriptor,
        PersonioConnector.Descriptor,
    }.ToFrozenDictionary(d => d.Key, StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<ConnectorDescriptor> All => ByKey.Values.OrderBy(d => d.Name, StringComparer.Ordinal);

    /// <summary>The connector with this key, or null.</summary>
    public static ConnectorDescriptor? Find(string key) => ByKey.GetValueOrDefault(key);
}
