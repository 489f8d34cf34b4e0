using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Rollcall.Storage;

namespace Rollcall.Features.Mail;

/// <summary>Where people reach the web app: what was set, else this server's own address, which only people on the same machine can use.</summary>
/// <param name="server">The web server; none in the terminal.</param>
internal sealed class PublicAddress(IServer? server = null)
{
    /// <summary>Null when a link would lead nowhere: in the terminal without a setting, and for mails that leave this machine.</summary>
    public Uri? Of(MailSettings settings) =>
        settings.Address is { } set && Uri.TryCreate(set, UriKind.Absolute, out var address) ? address
        : settings.Host is null && server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } own ? Reachable(own)
        : null;

    /// <summary>“Everywhere” is not an address.</summary>
    private static Uri Reachable(string own)
    {
        var address = BindingAddress.Parse(own);
        return new UriBuilder(address.Scheme, address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri;
    }
}
