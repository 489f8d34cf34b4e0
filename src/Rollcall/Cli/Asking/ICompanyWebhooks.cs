using Rollcall.Api;

namespace Rollcall.Cli.Asking;

/// <summary>Webhooks of HR systems, by the name of their connection.</summary>
internal interface ICompanyWebhooks
{
    /// <summary>Null when the connection has none.</summary>
    Task<ApiWebhook?> FindAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Address and secret, this once; null when there is one that was not to be replaced.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="server">Where the HRIS reaches the server; null for what is known.</param>
    /// <param name="renews">Replace the one that is there.</param>
    /// <param name="cancellationToken">Stops before it is made.</param>
    Task<ApiMadeWebhook?> CreateAsync(string connection, Uri? server, bool renews, CancellationToken cancellationToken);

    /// <summary>False when the connection has no webhook.</summary>
    Task<bool> SetSecretAsync(string connection, string secret, CancellationToken cancellationToken);

    /// <summary>False when the connection has none.</summary>
    Task<bool> RemoveAsync(string connection, CancellationToken cancellationToken);
}
