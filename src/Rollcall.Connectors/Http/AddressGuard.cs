using System.Net;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Http;

/// <summary>Admins of a workspace set where its HR system is, and on a server for many companies they must not reach what is the server's own: no
/// call goes to a link-local address, where clouds keep their metadata. This machine and private networks are allowed: emulators, and proxies. A proxy
/// that is set for the machine resolves names by itself: whoever set it decides where they may lead.</summary>
internal sealed class AddressGuard : DelegatingHandler
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await NetworkReach.ConnectAsync(context.DnsEndPoint, IsAllowed, cancellationToken) ?? throw new RefusedException();

    /// <summary>Says what is wrong with the setting. Not worth another attempt, so it is below the retries.</summary>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(request.RequestUri!.DnsSafeHost, out var literal) && !IsAllowed(literal))
        {
            // Also where a proxy would connect.
            throw Refusal(cause: null);
        }

        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is RefusedException)
        {
            throw Refusal(exception);
        }
    }

    private static ConnectorException Refusal(Exception? cause)
    {
        var fault = new ConnectorFault(
            ConnectorFaultKind.Misconfigured, "The base address leads to a link-local or reserved network address, which is never called.",
            "Correct the base address of the connection.", HttpStatus: null, TraceId: null) { Setting = "base-url" };
        return cause is null ? new ConnectorException(fault) : new ConnectorException(fault, cause);
    }

    private static bool IsAllowed(IPAddress address) => NetworkReach.Of(address) != Reach.Never;

    private sealed class RefusedException() : IOException("The host's address is one that is never called.");
}
