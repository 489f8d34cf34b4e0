using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What mail settings must be like.</summary>
internal static class MailSettingsRules
{
    /// <summary>Without blanks around, and null instead of nothing.</summary>
    public static MailSettings Clean(MailSettings settings) => settings with
    {
        Host = Text(settings.Host),
        UserName = Text(settings.UserName),
        FromAddress = Text(settings.FromAddress),
        FromName = Text(settings.FromName),
        Address = Text(settings.Address)?.TrimEnd('/'),
    };

    /// <summary><c>host</c>, <c>port</c>, <c>from</c>, <c>address</c> or <c>clear</c>; null when they are fine.</summary>
    public static string? ProblemOf(MailSettings settings)
    {
        if (settings.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return "host";
        }

        if (settings.Port is < 1 or > 65535)
        {
            return "port";
        }

        if (settings.FromAddress is { } from ? !EmailAddress.IsOne(from) : settings.Host is not null)
        {
            return "from";
        }

        if (settings.Address is { } address ? !ServerAddress.IsOne(address) : settings.Host is not null)
        {
            return "address";
        }

        return settings is { Security: MailSecurity.None, UserName: not null, Host: { } server } && !IsHere(server) ? "clear" : null;
    }

    /// <summary>What is wrong, and what to write instead, for whoever does not see the page.</summary>
    public static (string What, string Fix) WordsOf(string problem) => problem switch
    {
        "host" => ("This is no name of a host.", "Write it like smtp.example.com, without a port."),
        "port" => ("A port is a number from 1 to 65535.", "587 is usual with start-tls, 465 with tls."),
        "from" => ("The sender is no mail address; with a mail server, mails need one.", "Give an address that the server sends for, such as people@example.com."),
        "address" => ("This is no address where people reach the web app; with a mail server, links in mails need one.", "Write it like https://rollcall.example.com, without a path."),
        "clear" => ("A password must not be sent in the clear to another machine.", "Take start-tls or tls, or leave the user name out."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool IsHere(string host) => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var ip) && System.Net.IPAddress.IsLoopback(ip));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
