using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Rollcall.Features.Runs;
using Rollcall.Storage;
using Rollcall.Tests.Upkeep;

namespace Rollcall.Tests.Web.Components;

/// <summary>The page of a run offers what can be done, and says why where it cannot.</summary>
public sealed class RunPageTests : Rendered, IAsyncLifetime
{
    private WebCompany company = null!;
    private IServiceScope visitor = null!;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync(employees: 12);

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        visitor.Dispose();
        await company.DisposeAsync();
    }

    [Theory]
    [InlineData(MemberRole.Admin, false)]
    [InlineData(MemberRole.Admin, true)]
    [InlineData(MemberRole.Viewer, true)]
    public async Task A_run_whose_history_was_cut_is_not_offered_to_be_taken_back_but_says_why(MemberRole role, bool isCut)
    {
        visitor = await company.AsAsync(role);
        Services.AddFallbackServiceProvider(visitor.ServiceProvider);
        var run = (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 1, Token))[0];
        if (isCut)
        {
            await RetentionStories.AgeAsync(company);
            company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Berg");
            await company.Company.Cli.ExpectAsync(0, "sync", "hr");
            await company.Company.Cli.ExpectAsync(0, "retention", "set", "--history", "30", "--yes");
            await company.Company.Cli.ExpectAsync(0, "retention", "purge");
        }

        Render<MudPopoverProvider>();
        var page = Render<RunPage>(p => p.Add(c => c.Id, run.Id.Value));
        page.WaitForAssertion(() => page.Markup.ShouldContain(isCut ? "not kept any more" : $"/runs/{run.Id}/undo"), TimeSpan.FromSeconds(30));

        page.FindAll($"a[href='/runs/{run.Id}/undo']").Count.ShouldBe(isCut ? 0 : 1);
        page.Markup.Contains("it cannot be taken back", StringComparison.Ordinal).ShouldBe(isCut && role == MemberRole.Admin);
    }
}
