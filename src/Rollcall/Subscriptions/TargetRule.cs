using System.Net;
using System.Net.Sockets;

namespace Rollcall.Subscriptions;

/// <summary>How far into the network an address is.</summary>
internal enum Reach
{
    /// <summary>Anybody's.</summary>
    Public,

    /// <summary>This machine's, or the company's own network.</summary>
    Private,

    /// <summary>Never a consumer: link-local, which is where clouds keep their metadata, and what is no single machine.</summary>
    Never,
}

/// <summary>Which addresses deliveries may go to. It is asked about the address that is connected to, after the name was resolved: a name that resolves
/// to something else a moment later gets nowhere.</summary>
/// <param name="AllowsPrivate">Whether consumers may be on this machine or in the company's own network.</param>
internal sealed record TargetRule(bool AllowsPrivate)
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

    public bool Allows(IPAddress address) => ReachOf(address) switch
    {
        Reach.Public => true,
        Reach.Private => AllowsPrivate,
        _ => false,
    };

    public static Reach ReachOf(IPAddress address)
    {
        var real = Real(address);
        return s_never.Any(n => n.Contains(real)) ? Reach.Never : s_private.Any(n => n.Contains(real)) ? Reach.Private : Reach.Public;
    }

    /// <summary>Connects to the first address of a host that is allowed and answers.</summary>
    /// <exception cref="TargetRefusedException">None of its addresses is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var end = context.DnsEndPoint;
        var found = IPAddress.TryParse(end.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(end.Host, cancellationToken);
        var allowed = found.Where(Allows).ToArray();
        if (allowed.Length == 0)
        {
            throw new TargetRefusedException();
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

/// <summary>A host whose addresses deliveries may not go to.</summary>
internal sealed class TargetRefusedException() : IOException("The host's address is not one that deliveries may go to.");
