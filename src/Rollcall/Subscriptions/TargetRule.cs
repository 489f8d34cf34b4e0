using System.Net;
using Rollcall.Connectors.Http;

namespace Rollcall.Subscriptions;

/// <summary>Which addresses deliveries may go to.</summary>
/// <param name="AllowsPrivate">Whether consumers may be on this machine or in the company's own network.</param>
internal sealed record TargetRule(bool AllowsPrivate)
{
    public bool Allows(IPAddress address) => NetworkReach.Of(address) switch
    {
        Reach.Public => true,
        Reach.Private => AllowsPrivate,
        _ => false,
    };

    /// <summary>Connects to the first address of a host that is allowed and answers.</summary>
    /// <exception cref="TargetRefusedException">None of its addresses is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await NetworkReach.ConnectAsync(context.DnsEndPoint, Allows, cancellationToken) ?? throw new TargetRefusedException();
}

/// <summary>A host whose addresses deliveries may not go to.</summary>
internal sealed class TargetRefusedException() : IOException("The host's address is not one that deliveries may go to.");
