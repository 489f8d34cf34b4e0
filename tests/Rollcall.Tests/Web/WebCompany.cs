using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Core.Directory;
using Rollcall.Server;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>A company with its HRIS, and the web app over the same data; visitors of every role stand at the door.</summary>
internal sealed class WebCompany : IAsyncDisposable
{
    private WebCompany(Company company, RollcallServer server, Workspace workspace)
    {
        Company = company;
        Server = server;
        Workspace = workspace;
    }

    public Company Company { get; }

    public RollcallServer Server { get; }

    public Workspace Workspace { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="hris">Whose emulator; BambooHR's when left out.</param>
    /// <param name="employees">Size of the company.</param>
    /// <param name="yaml">The configuration; the HRIS' own when left out.</param>
    /// <param name="isSynced">Synchronise once before the web starts.</param>
    /// <param name="duty">What the server does.</param>
    public static async Task<WebCompany> StartAsync(HrisUnderTest? hris = null, int employees = 40, string? yaml = null, bool isSynced = true, ServerDuty duty = ServerDuty.Both)
    {
        var company = await Company.StartAsync(hris, employees, yaml);
        await company.Cli.ExpectAsync(0, "config", "apply", company.File);
        if (isSynced)
        {
            await company.Cli.ExpectAsync(0, "sync", "hr");
        }

        var server = await RollcallServer.StartAsync(new ServerOptions(new StorageChoice(company.DataFolder, null), "http://127.0.0.1:0", LogLevel.None, Duty: duty), Token);
        var workspaces = await server.Services.GetRequiredService<WorkspaceStore>().ListAsync(Token);
        return new WebCompany(company, server, workspaces.Single());
    }

    public T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    /// <summary>The services of a page as a visitor of this role has them; the visitor is nobody when the role is null.</summary>
    public async Task<IServiceScope> AsAsync(MemberRole? role, EmployeeId? employee = null)
    {
        var scope = Server.Services.CreateScope();
        var identity = new ClaimsIdentity();
        if (role is { } given)
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>();
            var email = $"{given}@acme.example";
            var account = await users.FindByEmailAsync(email) ?? new AccountRow { Id = Guid.CreateVersion7(), UserName = email, Email = email };
            if (account.SecurityStamp is null)
            {
                (await users.CreateAsync(account)).Succeeded.ShouldBeTrue();
            }

            await Get<MemberStore>().SaveAsync(Workspace.Id, account.Id, given, employee, Token);
            identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(users.Options.ClaimsIdentity.SecurityStampClaimType, account.SecurityStamp!)], "test");
        }

        ((ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity))));
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await Company.DisposeAsync();
    }
}
