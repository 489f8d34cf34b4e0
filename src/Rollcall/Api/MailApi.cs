using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Features.Mail;
using Rollcall.Features.Settings;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>How the workspace sends mail. Its password never comes out.</summary>
/// <param name="Host">The SMTP server; null leaves mails in the folder.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">start-tls, tls or none.</param>
/// <param name="UserName">What it is signed in to with; null when it asks for none.</param>
/// <param name="HasPassword">Whether a password is kept.</param>
/// <param name="From">The sender's address.</param>
/// <param name="FromName">The sender's name.</param>
/// <param name="Address">Where people reach the web app; links in mails, and addresses of webhooks, begin with it.</param>
/// <param name="Folder">Where the server leaves mails while there is no host.</param>
public sealed record ApiMail(string? Host, int Port, string Security, string? UserName, bool HasPassword, string? From, string? FromName, string? Address, string Folder)
{
    public override string ToString() => nameof(ApiMail);
}

/// <summary>How the workspace is to send mail.</summary>
/// <param name="Host">The SMTP server; null leaves mails in the folder.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">start-tls, tls or none.</param>
/// <param name="UserName">What it is signed in to with; null when it asks for none.</param>
/// <param name="Password">A new one; left out, the stored one stays as long as host and user name do; empty removes it.</param>
/// <param name="From">The sender's address; needed with a host.</param>
/// <param name="FromName">The sender's name.</param>
/// <param name="Address">Where people reach the web app, such as https://rollcall.example.com; needed with a host.</param>
public sealed record ApiMailEdit(
    string? Host = null, int Port = 587, string Security = "start-tls", string? UserName = null, string? Password = null, string? From = null, string? FromName = null, string? Address = null)
{
    public override string ToString() => nameof(ApiMailEdit);
}

/// <summary>A test mail to be sent.</summary>
/// <param name="To">Whom to.</param>
public sealed record ApiNewTestMail(string To)
{
    public override string ToString() => nameof(ApiNewTestMail);
}

/// <summary>What came of a test mail.</summary>
/// <param name="IsTaken">Whether the mail server, or the folder, took it.</param>
/// <param name="Error">Why not, in a word: unreachable, tls, sign-in, sender, recipient, refused, address or folder.</param>
/// <param name="What">What that means; null when it was taken.</param>
/// <param name="Fix">What to do; null when it was taken.</param>
/// <param name="Folder">The folder it was left in; null when it went to a mail server.</param>
public sealed record ApiTestMail(bool IsTaken, string? Error, string? What, string? Fix, string? Folder);

/// <summary>The mail server and the sender of a workspace.</summary>
internal static class MailApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var mail = api.MapGroup("/mail").WithTags("Mail");
        mail.MapGet("", GetAsync).As("getMail", ApiScope.Configure, "Look at how mail is sent, without the password");
        mail.MapPut("", SaveAsync).Edits().As("putMail", ApiScope.Configure, "Set how mail is sent; a password that is not sent stays, unless host or user name change");
        mail.MapPost("/test", TestAsync).Once().ProducesProblem(400).As("testMail", ApiScope.Configure, "Send a test mail with what is stored, now and once");
    }

    public static ApiMail Of(MailSettings settings, string folder) => new(
        settings.Host, settings.Port, RollcallApi.Word(settings.Security), settings.UserName, settings.HasPassword, settings.FromAddress, settings.FromName, settings.Address, folder);

    public static ApiTestMail Of(TestMail came, string folder)
    {
        (string What, string Fix)? words = came.Error is { } error ? MailFault.WordsOf(error) : null;
        return new ApiTestMail(came.Error is null, came.Error, words?.What, words?.Fix, came.IsSmtp ? null : folder);
    }

    /// <summary>Null when there is no such security.</summary>
    public static MailSettings? SettingsOf(ApiMailEdit edit) => SecurityOf(edit.Security) is { } security
        ? MailSettingsRules.Clean(new MailSettings(edit.Host, edit.Port, security, edit.UserName, HasPassword: false, edit.From, edit.FromName, edit.Address)) : null;

    /// <summary>Null when there is none such.</summary>
    public static MailSecurity? SecurityOf(string word) => Enum.GetValues<MailSecurity>().Cast<MailSecurity?>().FirstOrDefault(s => RollcallApi.Word(s!.Value) == word);

    private static async Task<Ok<ApiMail>> GetAsync(MailService service, HttpResponse response, CancellationToken cancellationToken)
    {
        var (settings, folder) = await service.SettingsAsync(cancellationToken);
        var mail = Of(settings, folder);
        ApiEtags.Tag(response, mail);
        return TypedResults.Ok(mail);
    }

    private static async Task<Results<Ok<ApiMail>, ProblemHttpResult>> SaveAsync(ApiMailEdit body, MailService service, HttpContext http, CancellationToken cancellationToken)
    {
        var (standing, folder) = await service.SettingsAsync(cancellationToken);
        if (ApiEtags.Refused(http.Request, Of(standing, folder)) is { } refused)
        {
            return refused;
        }

        if (SettingsOf(body) is not { } settings)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"“{body.Security}” is no way to protect mail.", "Write start-tls, tls or none."));
        }

        if (await service.SaveAsync(settings, body.Password, cancellationToken) is { } problem)
        {
            var (what, fix) = MailSettingsRules.WordsOf(problem);
            return TypedResults.Problem(ApiProblems.Wrong(what, fix));
        }

        return await GetAsync(service, http.Response, cancellationToken);
    }

    private static async Task<Results<Ok<ApiTestMail>, ProblemHttpResult>> TestAsync(ApiNewTestMail body, MailService service, CancellationToken cancellationToken)
    {
        if (!EmailAddress.IsOne(body.To))
        {
            return TypedResults.Problem(ApiProblems.Wrong("This is no mail address.", "Write it like it@example.com."));
        }

        return TypedResults.Ok(Of(await service.SendTestAsync(body.To.Trim(), cancellationToken), (await service.SettingsAsync(cancellationToken)).Folder));
    }
}
