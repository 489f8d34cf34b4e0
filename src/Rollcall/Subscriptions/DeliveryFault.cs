namespace Rollcall.Subscriptions;

/// <summary>Why a try failed, in a word and in a sentence.</summary>
internal static class DeliveryFault
{
    /// <summary>An answer that is no success.</summary>
    public const string Status = "status";

    /// <summary>An answer that points elsewhere.</summary>
    public const string Redirect = "redirect";

    /// <summary>No answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>No connection.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No host of that name.</summary>
    public const string Name = "name";

    /// <summary>No encryption that can be trusted.</summary>
    public const string Tls = "tls";

    /// <summary>An address that deliveries may not go to.</summary>
    public const string Refused = "refused";

    /// <summary>What to do about it.</summary>
    public static string FixOf(string fault) => fault switch
    {
        Status => "Look into the program's own log; any status from 200 to 299 takes a delivery.",
        Redirect => "Redirects are not followed: give the address that it leads to.",
        Timeout => "The program should answer within 15 seconds; let it do the work afterwards.",
        Name => "Check the host's name; the server that delivers must be able to resolve it.",
        Tls => "The certificate must be valid for the host and trusted by the machine that delivers.",
        Refused => "The host is on this machine or in a private network. Start the server with --allow-private-targets to allow that; link-local addresses are never allowed.",
        _ => "Check the address, and that the program runs.",
    };
}
