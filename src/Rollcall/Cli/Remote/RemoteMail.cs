using Rollcall.Api;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli.Remote;

/// <summary>Mail settings of a server's workspace. Tests are sent from there.</summary>
internal sealed class RemoteMail(RollcallClient client) : ICompanyMail
{
    public Task<ApiMail> FindAsync(CancellationToken cancellationToken) => client.GetAsync<ApiMail>("mail", cancellationToken);

    public Task SaveAsync(ApiMailEdit edit, CancellationToken cancellationToken) => client.PutAsync<ApiMail>("mail", edit, etag: null, cancellationToken);

    public Task<ApiTestMail> TestAsync(string to, CancellationToken cancellationToken) => client.PostAsync<ApiTestMail>("mail/test", new ApiNewTestMail(to), cancellationToken);
}
