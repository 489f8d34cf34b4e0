using Microsoft.Extensions.Localization;
using Rollcall.Features.Access;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What came of a test mail.</summary>
/// <param name="To">The address it went to; null when there is none.</param>
/// <param name="Error">A word of <see cref="MailFault"/>; null when it was taken.</param>
/// <param name="IsSmtp">Whether it left this machine.</param>
public sealed record TestMail(string? To, string? Error, bool IsSmtp)
{
    public override string ToString() => nameof(TestMail);
}

/// <summary>How mail is sent, and what an invitation says.</summary>
internal sealed class MailService(
    Visitor visitor, MailStore store, Mailer mailer, Inviter inviter, PickupFolder folder, MemberStore members, IStringLocalizer<SettingsTexts> texts)
{
    public async Task<(MailSettings Settings, string Folder)> SettingsAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return (await store.SettingsAsync(member.Workspace.Id, cancellationToken), folder.Path);
    }

    /// <summary>Saves how mail is sent. A null password keeps the stored one.</summary>
    /// <returns>Null when it is saved, else the problem.</returns>
    public async Task<string?> SaveAsync(MailSettings settings, string? password, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var clean = MailSettingsRules.Clean(settings);
        if (MailSettingsRules.ProblemOf(clean) is { } problem)
        {
            return problem;
        }

        await store.SaveAsync(member.Workspace.Id, clean, password, cancellationToken);
        return null;
    }

    /// <summary>Sends a mail to the visitor's own address, with what is saved.</summary>
    public async Task<TestMail> SendTestAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await SendTestAsync((await members.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(m => m.Account == member.Account)?.Email, cancellationToken);
    }

    /// <summary>Sends a mail to this address, with what is saved.</summary>
    public async Task<TestMail> SendTestAsync(string? to, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        await using var route = await mailer.OpenAsync(member.Workspace.Id, cancellationToken);
        if (to is null)
        {
            return new TestMail(null, null, route.IsSmtp);
        }

        var filled = InvitationTemplate.Fill(texts["mail.test.subject"], texts["mail.test.text", member.Workspace.Title], new InvitationWords("", "", "", "", ""));
        return new TestMail(to, await route.SendAsync(new Letter(to, null, filled.Subject, filled.Text, filled.Html), cancellationToken), route.IsSmtp);
    }

    public async Task<(string Subject, string Text)> TemplateAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await inviter.TemplateAsync(member.Workspace.Id, cancellationToken);
    }

    /// <summary>What a made-up person would get.</summary>
    public async Task<FilledInvitation> PreviewAsync(string subject, string text, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return inviter.Sample(member.Workspace, subject, text);
    }

    /// <summary>Saves the invitation's words. A problem is <c>empty</c>, <c>link</c>, or an unknown placeholder in braces; null when they are saved.</summary>
    public async Task<string?> SaveTemplateAsync(string subject, string text, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (string.IsNullOrWhiteSpace(subject) || string.IsNullOrWhiteSpace(text))
        {
            return "empty";
        }

        if (!InvitationTemplate.HasLink(text))
        {
            return "link";
        }

        if (InvitationTemplate.Unknown(subject, text) is [var unknown, ..])
        {
            return "{" + unknown + "}";
        }

        await store.SaveTemplateAsync(member.Workspace.Id, subject.Trim(), text.Trim(), cancellationToken);
        return null;
    }

    /// <summary>Goes back to the usual words.</summary>
    public async Task ResetTemplateAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        await store.SaveTemplateAsync(member.Workspace.Id, null, null, cancellationToken);
    }
}
