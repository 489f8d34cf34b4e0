using System.Globalization;
using Microsoft.Extensions.Localization;
using Rollcall.Core.Directory;
using Rollcall.Features.Mail;
using Rollcall.Storage;

namespace Rollcall.Features.Invitations;

/// <summary>A link that lets somebody in, this once. Prints as the invitation's id.</summary>
public sealed record MadeLink(Guid Id, string Link, DateTimeOffset ExpiresAt)
{
    public override string ToString() => Id.ToString();
}

/// <summary>Sends invitations, whoever asks for it: a page, or a run with auto-invite.</summary>
internal sealed partial class Inviter(
    InvitationStore invitations, MailStore mails, DirectoryEditStore edits, Mailer mailer, PublicAddress address, IStringLocalizer<InvitationTexts> texts,
    TimeProvider time, ILogger<Inviter> logger)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);
    private static readonly AccountStatus[] s_invitable = [AccountStatus.Created, AccountStatus.Invited];

    /// <summary>Invites those of the people who can be; a person whose link still works gets a new one, and the old one stops working.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">Whom.</param>
    /// <param name="by">Who says so; null for auto-invite.</param>
    /// <param name="progress">Told after each person.</param>
    /// <param name="cancellationToken">Stops between two people.</param>
    public async Task<InvitationCounts> SendAsync(
        Workspace workspace, IReadOnlyCollection<EmployeeId> people, Guid? by, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var known = (await invitations.InviteesAsync(workspace.Id, people, cancellationToken)).ToDictionary(p => p.Employee!.Value);
        var asked = people.Distinct().ToList();
        var outcomes = new Dictionary<InvitationOutcome, int>();
        var letters = await LettersAsync(workspace, cancellationToken);
        await using var route = await mailer.OpenAsync(workspace.Id, cancellationToken);
        for (var i = 0; i < asked.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = known.TryGetValue(asked[i], out var person)
                ? await InviteAsync(workspace, letters, route, person, MemberRole.Employee, by)
                : InvitationOutcome.Unknown;
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            progress?.Report(i + 1);
        }

        return new InvitationCounts(outcomes);
    }

    /// <summary>Invites somebody who need not be in the directory.</summary>
    public async Task<InvitationOutcome> SendToMemberAsync(Workspace workspace, string email, MemberRole role, Guid by, CancellationToken cancellationToken)
    {
        var letters = await LettersAsync(workspace, cancellationToken);
        await using var route = await mailer.OpenAsync(workspace.Id, cancellationToken);
        return await InviteAsync(workspace, letters, route, new Invitee(null, null, null, email, AccountStatus.Created), role, by);
    }

    /// <summary>A link for somebody who need not be in the directory, which whoever asks for it brings them: no mail is sent. Null when somebody else invites them at this moment.</summary>
    /// <param name="workspace">Where to.</param>
    /// <param name="email">Whose account it makes.</param>
    /// <param name="role">What accepting gives.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="server">Where the link leads.</param>
    /// <param name="cancellationToken">Stops before it is made.</param>
    public async Task<MadeLink?> LinkAsync(Workspace workspace, string email, MemberRole role, Guid by, Uri server, CancellationToken cancellationToken)
    {
        var secret = InvitationToken.NewSecret();
        var until = time.GetUtcNow() + Life;
        if (await invitations.BeginAsync(workspace.Id, new Invitee(null, null, null, email, AccountStatus.Created), role, InvitationToken.HashOf(secret), by, until, cancellationToken) is not { } id)
        {
            return null;
        }

        await invitations.FinishAsync(id, error: null, CancellationToken.None);
        return new MadeLink(id, LinkOf(server, InvitationToken.Write(id, secret)), until);
    }

    /// <summary>The invitation as this workspace writes it.</summary>
    public async Task<(string Subject, string Text)> TemplateAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var (subject, text) = await mails.TemplateAsync(workspace, cancellationToken);
        return (subject ?? texts["template.subject"].Value, text ?? texts["template.text"].Value);
    }

    /// <summary>What a made-up person would get.</summary>
    public FilledInvitation Sample(Workspace workspace, string subject, string text) => InvitationTemplate.Fill(subject, text, new InvitationWords(
        texts["sample.first-name"], texts["sample.name"], workspace.Title, "https://rollcall.example/invite/…", Day(workspace, time.GetUtcNow() + Life)));

    // Not cancelled half-way: whoever reads the list must be able to trust what it says of each person.
    private async Task<InvitationOutcome> InviteAsync(Workspace workspace, Letters letters, MailRoute route, Invitee person, MemberRole role, Guid? by)
    {
        if (!s_invitable.Contains(person.Status))
        {
            return InvitationOutcome.NotInvitable;
        }

        if (string.IsNullOrWhiteSpace(person.Email))
        {
            return InvitationOutcome.NoEmail;
        }

        var secret = InvitationToken.NewSecret();
        var until = time.GetUtcNow() + Life;
        if (await invitations.BeginAsync(workspace.Id, person, role, InvitationToken.HashOf(secret), by, until, CancellationToken.None) is not { } id)
        {
            return InvitationOutcome.Busy;
        }

        var error = letters.Address is null ? MailFault.NoLink : await route.SendAsync(LetterOf(workspace, letters, person, InvitationToken.Write(id, secret), until), CancellationToken.None);
        await invitations.FinishAsync(id, error, CancellationToken.None);
        if (error is not null)
        {
            Log.NotSent(logger, id, error);
            return InvitationOutcome.Failed;
        }

        if (person.Employee is { } employee)
        {
            await edits.SetStatusAsync(workspace.Id, employee, [AccountStatus.Created], AccountStatus.Invited, "invitation", CancellationToken.None);
        }

        return InvitationOutcome.Sent;
    }

    private static Letter LetterOf(Workspace workspace, Letters letters, Invitee person, string token, DateTimeOffset until)
    {
        var name = person.Name ?? person.Email!;
        var filled = InvitationTemplate.Fill(letters.Subject, letters.Text, new InvitationWords(
            person.FirstName ?? name, name, workspace.Title, LinkOf(letters.Address!, token), Day(workspace, until)));
        return new Letter(person.Email!.Trim(), person.Name, filled.Subject, filled.Text, filled.Html);
    }

    private static string LinkOf(Uri server, string token) => new Uri(server, "/invite/" + token).ToString();

    private static string Day(Workspace workspace, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(workspace.TimeZone)).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private async Task<Letters> LettersAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var (subject, text) = await TemplateAsync(workspace.Id, cancellationToken);
        return new Letters(subject, text, address.Of(await mails.SettingsAsync(workspace.Id, cancellationToken)));
    }

    private sealed record Letters(string Subject, string Text, Uri? Address);

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "Invitation {Invitation} was not sent: {Reason}")]
        public static partial void NotSent(ILogger logger, Guid invitation, string reason);
    }
}
