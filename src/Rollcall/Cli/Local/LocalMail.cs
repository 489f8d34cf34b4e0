using Microsoft.Extensions.Localization;
using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Features.Invitations;
using Rollcall.Features.Mail;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Cli.Local;

/// <summary>Mail settings in the database. Tests are sent from this machine.</summary>
internal sealed class LocalMail(CliSession session) : ICompanyMail
{
    public async Task<ApiMail> FindAsync(CancellationToken cancellationToken)
    {
        var (settings, folder) = await (await ServiceAsync(cancellationToken)).SettingsAsync(cancellationToken);
        return MailApi.Of(settings, folder);
    }

    public async Task SaveAsync(ApiMailEdit edit, CancellationToken cancellationToken) =>
        await (await ServiceAsync(cancellationToken)).SaveAsync(MailApi.SettingsOf(edit)!, edit.Password, cancellationToken);

    public async Task<ApiTestMail> TestAsync(string to, CancellationToken cancellationToken) =>
        MailApi.Of(await (await ServiceAsync(cancellationToken)).SendTestAsync(to, cancellationToken), session.Get<PickupFolder>().Path);

    private async Task<MailService> ServiceAsync(CancellationToken cancellationToken) => new(
        await session.VisitorAsync(cancellationToken), session.Get<MailStore>(), session.Get<Mailer>(), session.Get<Inviter>(), session.Get<PickupFolder>(), session.Get<MemberStore>(),
        session.Get<IStringLocalizer<SettingsTexts>>());
}
