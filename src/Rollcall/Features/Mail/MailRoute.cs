using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Rollcall.Storage;

namespace Rollcall.Features.Mail;

/// <summary>One way to send: an SMTP server, or the pick-up folder. After a failure that the next mail would meet too, the rest fails at once.</summary>
internal sealed class MailRoute(MailSettings settings, string? password, PickupFolder folder, TimeProvider time) : IAsyncDisposable
{
    private const int TimeoutSeconds = 20;
    private SmtpClient? client;
    private string? standing;

    /// <summary>Whether mails leave this machine.</summary>
    public bool IsSmtp => settings.Host is not null;

    /// <summary>Null when it was taken, else a word of <see cref="MailFault"/>.</summary>
    public async Task<string?> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        if (standing is not null)
        {
            return standing;
        }

        if (MessageOf(letter) is not { } message)
        {
            return MailFault.Address;
        }

        using (message)
        {
            return IsSmtp ? await PostAsync(message, cancellationToken) : await DropAsync(message, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (client is { IsConnected: true })
        {
            try
            {
                await client.DisconnectAsync(quit: true, CancellationToken.None);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ProtocolException)
            {
                // The mails are sent; a farewell is only polite.
            }
        }

        client?.Dispose();
    }

    private MimeMessage? MessageOf(Letter letter)
    {
        if (!MailboxAddress.TryParse(settings.FromAddress ?? "rollcall@localhost", out var from) || !MailboxAddress.TryParse(letter.To, out var to))
        {
            return null;
        }

        from.Name = settings.FromName ?? "Rollcall";
        to.Name = letter.ToName;
        var message = new MimeMessage
        {
            Date = time.GetUtcNow(),
            Subject = letter.Subject,
            Body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.Add(to);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private async Task<string?> DropAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // Links in mails let people in: nobody else on the machine reads them.
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder.Path);
            }
            else
            {
                Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{Guid.CreateVersion7(time.GetUtcNow()):N}");
            var path = Path.Combine(folder.Path, name + ".eml");
            await message.WriteToAsync(path + ".part", cancellationToken);

            // Whoever picks mails up never sees half of one.
            File.Move(path + ".part", path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return standing = MailFault.Folder;
        }
    }

    private async Task<string?> PostAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            client ??= new SmtpClient { Timeout = (int)TimeSpan.FromSeconds(TimeoutSeconds).TotalMilliseconds };
            if (!client.IsConnected)
            {
                await ConnectAsync(client, cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
            return null;
        }
        catch (SmtpCommandException exception)
        {
            return exception.ErrorCode switch
            {
                SmtpErrorCode.RecipientNotAccepted => MailFault.Recipient,
                SmtpErrorCode.SenderNotAccepted => standing = MailFault.Sender,
                _ => MailFault.Refused,
            };
        }
        catch (Exception exception) when (exception is AuthenticationException or ServiceNotAuthenticatedException)
        {
            return standing = MailFault.SignIn;
        }
        catch (Exception exception) when (exception is SslHandshakeException or NotSupportedException)
        {
            return standing = MailFault.Tls;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ProtocolException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return standing = MailFault.Unreachable;
        }
    }

    private async Task ConnectAsync(SmtpClient connecting, CancellationToken cancellationToken)
    {
        var security = settings.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(TimeoutSeconds));
        await connecting.ConnectAsync(settings.Host!, settings.Port, security, limit.Token);
        if (settings.UserName is { Length: > 0 } user)
        {
            await connecting.AuthenticateAsync(user, password ?? "", limit.Token);
        }
    }
}
