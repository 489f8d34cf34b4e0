namespace Rollcall.Features.Mail;

/// <summary>One mail to one person, as text and as HTML. Prints as nothing.</summary>
public sealed record Letter(string To, string? ToName, string Subject, string Text, string Html)
{
    public override string ToString() => nameof(Letter);
}

/// <summary>Why a mail could not be sent, in words of the program: what a server answers can hold an address.</summary>
public static class MailFault
{
    /// <summary>The mail server was not reached, or hung up.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No safe way to the mail server.</summary>
    public const string Tls = "tls";

    /// <summary>User name or password was refused.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The server does not take mail from the sender's address.</summary>
    public const string Sender = "sender";

    /// <summary>The server does not take mail to this person's address.</summary>
    public const string Recipient = "recipient";

    /// <summary>The server refused the mail.</summary>
    public const string Refused = "refused";

    /// <summary>The person's address is none.</summary>
    public const string Address = "address";

    /// <summary>The pick-up folder cannot be written.</summary>
    public const string Folder = "folder";

    /// <summary>It is not known where people reach the web app.</summary>
    public const string NoLink = "no-link";

    public static IReadOnlyList<string> All { get; } = [Unreachable, Tls, SignIn, Sender, Recipient, Refused, Address, Folder, NoLink];

    /// <summary>What it means and what to do, for whoever does not see the page.</summary>
    public static (string What, string Fix) WordsOf(string fault) => fault switch
    {
        Unreachable => ("The mail server did not answer.", "Check host and port."),
        Tls => ("There is no safe way to the mail server.", "Check port and security: start-tls is usual on 587, tls on 465."),
        SignIn => ("The mail server refused user name or password.", "Give both anew."),
        Sender => ("The mail server does not take mail from the sender's address.", "Take one that the server sends for."),
        Recipient => ("The mail server does not take mail to this address.", "Check it."),
        Refused => ("The mail server refused the mail.", "Look at its log, or try again later."),
        Address => ("This address, or the sender's, is none.", "Write it like it@example.com."),
        Folder => ("The folder for mails could not be written.", "Check its rights and the disk."),
        NoLink => ("It is not known where people reach the web app.", "Set its address."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
