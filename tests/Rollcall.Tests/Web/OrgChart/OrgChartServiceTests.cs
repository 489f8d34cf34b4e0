using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.OrgChart;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.OrgChart;

/// <summary>The org chart shows who is here, with who they report to.</summary>
public sealed class OrgChartServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_who_is_not_deactivated_is_in_it_once()
    {
        await using var company = await WebCompany.StartAsync();
        using var scope = await company.AsAsync(MemberRole.Employee);
        var chart = scope.ServiceProvider.GetRequiredService<OrgChartService>();
        var before = await chart.LoadAsync(Token);
        var head = before.Tree.Heads[0];
        var someone = before.Tree.People[before.Tree.ReportsOf(head)[0]];
        await company.Get<DirectoryEditStore>().SetStatusAsync(company.Workspace.Id, someone.Id, [AccountStatus.Created, AccountStatus.Active], AccountStatus.Deactivated, "test", Token);

        var after = await chart.LoadAsync(Token);
        var (first, total) = await chart.ReportsAsync(before.Tree.People[head].Id, 3, Token);

        after.Tree.People.Count.ShouldBe(before.Tree.People.Count - 1);
        after.Tree.PlaceOf(someone.Id).ShouldBe(-1);
        total.ShouldBe(before.Tree.ReportsOf(head).Count - 1);
        first.Count.ShouldBe(Math.Min(3, total));
        before.TeamNames.ShouldNotBeEmpty();
        before.Locations.ShouldNotBeEmpty();
        before.Teams.Count.ShouldBe(before.Tree.People.Count);
    }

    [Fact]
    public async Task Each_action_needs_its_role()
    {
        await using var company = await WebCompany.StartAsync(employees: 12);
        await RoleTable.CheckAsync(company,
        [
            new("look", MemberRole.Employee, s => s.GetRequiredService<OrgChartService>().LoadAsync(Token)),
            new("reports", MemberRole.Employee, s => s.GetRequiredService<OrgChartService>().ReportsAsync(new EmployeeId(Guid.Empty), 3, Token)),
        ]);
    }
}
