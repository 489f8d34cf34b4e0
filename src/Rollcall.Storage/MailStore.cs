using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;

namespace Rollcall.Storage;

/// <summary>How the way to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS after a greeting in the clear; refused when the server cannot. Usual on port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte. Usual on port 465.</summary>
    Tls,

    /// <summary>In the clear: only for a server on the same machine or network.</summary>
    None,
}

/// <summary>How a workspace sends mail. The password is not in it.</summary>
public sealed record MailSettings(
    string? Host, int Port, MailSecurity Security, string? UserName, bool HasPassword, string? FromAddress, string? FromName, string? Address)
{
    public static MailSettings None { get; } = new(null, 587, MailSecurity.StartTls, null, HasPassword: false, null, null, null);

    public override string ToString() => nameof(MailSettings);
}

/// <summary>Mail settings and the invitation's words, by workspace. The password goes in, and comes out only to be sent to the mail server.</summary>
public sealed class MailStore(IDbContextFactory<RollcallDbContext> contexts, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Rollcall.MailPassword");

    public async Task<MailSettings> SettingsAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await RowAsync(context, workspace, cancellationToken);
        return row is null ? MailSettings.None : new MailSettings(
            row.Host, row.Port, (MailSecurity)row.Security, row.UserName, row.ProtectedPassword is not null, row.FromAddress, row.FromName, row.Address);
    }

    /// <summary>For the mail server alone; null when there is none.</summary>
    public async Task<string?> PasswordAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await RowAsync(context, workspace, cancellationToken))?.ProtectedPassword is { } kept ? protector.Unprotect(kept) : null;
    }

    /// <summary>Saves how mail is sent. A null password leaves the stored one as long as host and user name stay, an empty one removes it:
    /// a password never goes to a server that it was not given for.</summary>
    public async Task SaveAsync(WorkspaceId workspace, MailSettings settings, string? password, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Mail.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value, cancellationToken) ?? Added(context, workspace);
        var isElsewhere = row.Host != settings.Host || row.UserName != settings.UserName;
        row.Host = settings.Host;
        row.Port = settings.Port;
        row.Security = (int)settings.Security;
        row.UserName = settings.UserName;
        row.FromAddress = settings.FromAddress;
        row.FromName = settings.FromName;
        row.Address = settings.Address;
        row.ProtectedPassword = password switch
        {
            null => isElsewhere ? null : row.ProtectedPassword,
            "" => null,
            _ => protector.Protect(password),
        };
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The invitation's own subject and text; nulls for the usual ones.</summary>
    public async Task<(string? Subject, string? Text)> TemplateAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await RowAsync(context, workspace, cancellationToken);
        return (row?.Subject, row?.Text);
    }

    public async Task SaveTemplateAsync(WorkspaceId workspace, string? subject, string? text, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Mail.SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value, cancellationToken) ?? Added(context, workspace);
        row.Subject = subject;
        row.Text = text;
        await context.SaveChangesAsync(cancellationToken);
    }

    private static Task<MailRow?> RowAsync(RollcallDbContext context, WorkspaceId workspace, CancellationToken cancellationToken) =>
        context.Mail.AsNoTracking().SingleOrDefaultAsync(m => m.WorkspaceId == workspace.Value, cancellationToken);

    private static MailRow Added(RollcallDbContext context, WorkspaceId workspace)
    {
        var row = new MailRow { WorkspaceId = workspace.Value, Port = MailSettings.None.Port };
        context.Mail.Add(row);
        return row;
    }
}
