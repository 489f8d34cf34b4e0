using Rollcall.Storage;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Remote;

/// <summary>A company behind a server: the command line there, over the database, and here, over HTTP with a token.</summary>
internal sealed class RemoteCompany(WebCompany web) : IAsyncDisposable
{
    public WebCompany Web => web;

    public Company Company => web.Company;

    /// <summary>Where the data is.</summary>
    public Cli There => web.Company.Cli;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RemoteCompany> StartAsync(bool isSynced = true, string? yaml = null) => new(await WebCompany.StartAsync(employees: 30, yaml: yaml, isSynced: isSynced));

    /// <summary>Elsewhere, with a new token. Each has a variable of its own: tests run beside each other in one process.</summary>
    public async Task<Cli> HereAsync(ApiScope scope, TimeSpan? life = null)
    {
        var name = $"{scope}-{Guid.CreateVersion7():N}";
        return Of(web.Server.Address, (await web.Get<ApiTokenStore>().CreateAsync(web.Workspace.Id, name, scope, life ?? TimeSpan.FromHours(1), Token))!);
    }

    public static Cli Of(Uri server, string? token)
    {
        var variable = $"ROLLCALL_TOKEN_{Guid.CreateVersion7():N}";
        var cli = new Cli("--server", server.ToString(), "--token-variable", variable);
        if (token is not null)
        {
            cli.Environment[variable] = token;
        }

        return cli;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
