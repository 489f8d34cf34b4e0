using System.Text.RegularExpressions;
using MimeKit;

namespace Rollcall.Browser.Tests.Support;

/// <summary>The folder that mails are put into as long as no mail server is set.</summary>
public static partial class Mailbox
{
    /// <summary>The link of the newest mail to somebody.</summary>
    public static async Task<Uri> LinkToAsync(string folder, string address)
    {
        foreach (var file in Directory.GetFiles(folder, "*.eml").OrderDescending(StringComparer.Ordinal))
        {
            using var mail = await MimeMessage.LoadAsync(file);
            if (mail.To.Mailboxes.Any(to => to.Address == address))
            {
                return new Uri(Link().Match(mail.TextBody!).Value);
            }
        }

        throw new InvalidOperationException("There is no mail to them.");
    }

    [GeneratedRegex(@"http://\S+/invite/\S+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
