using MimeKit;

namespace Rollcall.Features.Mail;

/// <summary>Whether something can be a person's mail address.</summary>
internal static class EmailAddress
{
    public static bool IsOne(string? text) =>
        text?.Trim() is { Length: > 2 and <= 254 } address && MailboxAddress.TryParse(address, out var mailbox)
        && mailbox.Address == address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1;
}
