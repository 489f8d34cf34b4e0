using Rollcall.Api;

namespace Rollcall.Cli.Asking;

/// <summary>How mail is sent.</summary>
internal interface ICompanyMail
{
    Task<ApiMail> FindAsync(CancellationToken cancellationToken);

    /// <summary>Stores settings that were looked at and are fine.</summary>
    Task SaveAsync(ApiMailEdit edit, CancellationToken cancellationToken);

    /// <summary>Sends a test with what is stored: from this machine where the data is here, else from the server.</summary>
    Task<ApiTestMail> TestAsync(string to, CancellationToken cancellationToken);
}
