namespace Rollcall.Storage;

/// <summary>A way in by mail: one row per invited person, whose token is replaced when it is sent again. Prints as its id only.</summary>
public sealed class InvitationRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>Who it is for; null for a member who need not be in the directory.</summary>
    public Guid? EmployeeId { get; set; }

    /// <summary>The address it was sent to; the account is made with it.</summary>
    public required string Email { get; set; }

    /// <summary>Folded, for look-ups.</summary>
    public required string EmailKey { get; set; }

    /// <summary>The <see cref="MemberRole"/> that accepting gives.</summary>
    public int Role { get; set; }

    /// <summary>SHA-256 of the token's secret. The secret itself is in the mail alone.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>Null: sent by auto-invite.</summary>
    public Guid? InvitedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the mail server or the folder took it, or whoever made the link got it; null when none did.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Why it could not be sent: a word of the program, never what a server answered.</summary>
    public string? Error { get; set; }

    public override string ToString() => Id.ToString();
}

/// <summary>How a workspace sends mail, and what its invitation says.</summary>
public sealed class MailRow
{
    public Guid WorkspaceId { get; set; }

    /// <summary>The SMTP server; null leaves mails in the pick-up folder.</summary>
    public string? Host { get; set; }

    public int Port { get; set; }

    /// <summary>A <see cref="MailSecurity"/>.</summary>
    public int Security { get; set; }

    public string? UserName { get; set; }

    /// <summary>Encrypted by Data Protection.</summary>
    public string? ProtectedPassword { get; set; }

    public string? FromAddress { get; set; }

    public string? FromName { get; set; }

    /// <summary>Where people reach the web app; links in mails begin with it.</summary>
    public string? Address { get; set; }

    /// <summary>The invitation's subject; null for the usual one.</summary>
    public string? Subject { get; set; }

    /// <summary>The invitation's text; null for the usual one.</summary>
    public string? Text { get; set; }
}
