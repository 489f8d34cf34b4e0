using Rollcall.Core.Directory;
using Rollcall.Storage;

namespace Rollcall.Features.Mail;

/// <summary>Where mails go when no mail server is set: a folder for an administrator or another program to pick them up from.</summary>
internal sealed record PickupFolder(string Path);

/// <summary>Sends mail as the workspace has set it.</summary>
internal sealed class Mailer(MailStore store, PickupFolder folder, TimeProvider time)
{
    /// <summary>A way for one mail or many: the connection to the mail server is made once.</summary>
    public async Task<MailRoute> OpenAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var settings = await store.SettingsAsync(workspace, cancellationToken);
        return new MailRoute(settings, settings.Host is null ? null : await store.PasswordAsync(workspace, cancellationToken), folder, time);
    }
}
