using System.Net;
using System.Net.Sockets;

namespace Rollcall.Connectors.Http;

/// <summary>How far into the network an address is.</summary>
public enum Reach
{
    /// <summary>Anybody's.</summary>
    Public,

    /// <summary>This machine's, or the company's own network.</summary>
    Private,

    /// <summary>Nobody to call: link-local, which is where clouds keep their metadata, and what is no single machine.</summary>
    Never,
}

/// <summary>Which part of the network an address belongs to, and connecting only to those that may be called. It is asked about the address that is
/// connected to, after the name was resolved: a name that resolves to something else a moment later gets nowhere.</summary>
public static class NetworkReach
{
    private static readonly IPNetwork[] s_never =
    [
        .. new[]
        {
            // “This” network, link-local with the metadata of most clouds, Alibaba's and Oracle's metadata, multicast, reserved with broadcast.
            "0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "192.0.0.192/32", "224.0.0.0/4", "240.0.0.0/4",

            // Unspecified, link-local, Amazon's metadata, multicast, discard, documentation, Teredo.
            "::/128", "fe80::/10", "fd00:ec2::254/128", "fd20:ce::254/128", "ff00::/8", "100::/64", "2001:db8::/32", "2001::/32",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork[] s_private =
    [
        .. new[]
        {
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "::1/128", "fc00::/7", "fec0::/10", "64:ff9b:1::/48",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static Reach Of(IPAddress address)
    {
        var real = Real(address);
        return s_never.Any(n => n.Contains(real)) ? Reach.Never : s_private.Any(n => n.Contains(real)) ? Reach.Private : Reach.Public;
    }

    /// <summary>Connects to the first address of a host that is allowed and answers; null when none of its addresses is allowed.</summary>
    public static async Task<Stream?> ConnectAsync(DnsEndPoint end, Func<IPAddress, bool> allows, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(end.Host, cancellationToken);
        var allowed = found.Where(allows).ToArray();
        if (allowed.Length == 0)
        {
            return null;
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The IPv4 address inside an IPv6 one that is only a wrapping of it.</summary>
    private static IPAddress Real(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return s_sixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : s_nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4)) : address;
    }
}
