using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.Employees;
using Rollcall.Features.Teams;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Teams;

/// <summary>Teams are edited and merged by people, and syncs go on finding them.</summary>
public sealed class TeamServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task After_a_merge_the_unchanged_HRIS_changes_nothing()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var departments = (await teams.ListAsync(Token)).Teams.Where(t => t.Team.Kind == TeamKind.Department && t.Members > 0).ToList();
        var (goes, stays) = (departments[0], departments[1]);
        var shown = (await teams.PreviewMergeAsync(goes.Team.Id, stays.Team.Id, Token))!;
        shown.Moving.ShouldBe(goes.Members);

        (await teams.MergeAsync(shown, Token)).ShouldBe(TeamEdit.Done);
        await company.Company.Cli.ExpectAsync(0, "plan", "hr");

        (await teams.FindAsync(goes.Team.Id, Token)).ShouldBeNull();
        var merged = (await teams.FindAsync(stays.Team.Id, Token))!;
        merged.Line.Members.ShouldBe(goes.Members + stays.Members);
        merged.Line.Team.Aliases.ShouldContain(goes.Team.Name);
        merged.Line.Team.Bindings.ShouldBe([.. stays.Team.Bindings, .. goes.Team.Bindings]);
    }

    [Fact]
    public async Task A_renamed_team_keeps_its_people_and_its_old_name_goes_on_meaning_it()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var team = (await teams.ListAsync(Token)).Teams.First(t => t.Team.Kind == TeamKind.Department && t.Members > 0);

        (await teams.SaveAsync(team.Team, team.Team with { Name = " Renamed by hand " }, Token)).ShouldBe(TeamEdit.Done);
        await company.Company.Cli.ExpectAsync(0, "plan", "hr");

        var renamed = (await teams.FindAsync(team.Team.Id, Token))!.Line;
        renamed.Team.Name.ShouldBe("Renamed by hand");
        renamed.Team.Aliases.ShouldContain(team.Team.Name);
        renamed.Members.ShouldBe(team.Members);
        (await teams.SaveAsync(team.Team, team.Team with { Name = "From an old page" }, Token)).ShouldBe(TeamEdit.ChangedMeanwhile);
    }

    [Fact]
    public async Task A_name_that_was_given_up_becomes_another_team_at_the_next_sync()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var team = (await teams.ListAsync(Token)).Teams.First(t => t.Team.Kind == TeamKind.Department && t.Members > 0);
        await teams.SaveAsync(team.Team, team.Team with { Name = "Something else", Bindings = [] }, Token);
        var standing = (await teams.FindAsync(team.Team.Id, Token))!.Line.Team;
        (await teams.SaveAsync(standing, standing with { Aliases = [] }, Token)).ShouldBe(TeamEdit.Done);

        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        var all = (await teams.ListAsync(Token)).Teams;
        all.ShouldContain(t => t.Team.Name == "Something else" && t.Members == 0);
        all.Single(t => t.Team.Name == team.Team.Name).Members.ShouldBe(team.Members);
    }

    [Fact]
    public async Task Somebody_put_in_by_hand_stays_through_syncs_and_is_taken_out_by_hand()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var (came, id) = await teams.CreateAsync("Book club", TeamKind.Team, null, Token);
        came.ShouldBe(TeamEdit.Done);
        var person = (await scope.ServiceProvider.GetRequiredService<EmployeeListService>().ListAsync(new ListRequest(), Token)).Rows[0];
        (await teams.SetMemberAsync(id, person.Id, isMember: true, Token)).ShouldBe(TeamEdit.Done);
        (await teams.SetMemberAsync(id, person.Id, isMember: true, Token)).ShouldBe(TeamEdit.Done);
        var created = (await teams.FindAsync(id, Token))!.Line.Team;
        await teams.SaveAsync(created, created with { Leads = [person.Id] }, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        var member = (await teams.MembersAsync(id, 0, 50, Token)).Members.ShouldHaveSingleItem();
        member.Origins.ShouldBe([Origin.Manual]);
        (await teams.FindAsync(id, Token))!.Leads.ShouldHaveSingleItem().Name.ShouldBe(person.Name);
        var log = await company.Get<HistoryQueries>().OfEmployeeAsync(company.Workspace.Id, person.Id, Token);
        log.Count(h => h.Change.Field == Fields.Team && h.Run is null).ShouldBe(1);
        (await teams.DeleteAsync((await teams.FindAsync(id, Token))!.Line.Team, Token)).ShouldBe(TeamEdit.InUse);
        (await teams.SetMemberAsync(id, person.Id, isMember: false, Token)).ShouldBe(TeamEdit.Done);
        (await teams.DeleteAsync((await teams.FindAsync(id, Token))!.Line.Team, Token)).ShouldBe(TeamEdit.Done);
        (await teams.FindAsync(id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_saved()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var (_, one) = await teams.CreateAsync("One", TeamKind.Team, null, Token);
        var (_, two) = await teams.CreateAsync("Two", TeamKind.Team, one, Token);
        var (_, other) = await teams.CreateAsync("One", TeamKind.Division, null, Token);
        var first = (await teams.FindAsync(one, Token))!.Line.Team;

        (await teams.CreateAsync(" One", TeamKind.Team, null, Token)).Came.ShouldBe(TeamEdit.NameTaken);
        (await teams.SaveAsync(first, first with { Aliases = ["Two"] }, Token)).ShouldBe(TeamEdit.NameTaken);
        (await teams.SaveAsync(first, first with { Parent = two }, Token)).ShouldBe(TeamEdit.Circle);
        (await teams.SaveAsync(first, first with { Parent = one }, Token)).ShouldBe(TeamEdit.Circle);
        (await teams.DeleteAsync(first, Token)).ShouldBe(TeamEdit.InUse);
        (await teams.PreviewMergeAsync(one, other, Token)).ShouldBeNull();
        (await teams.PreviewMergeAsync(one, one, Token)).ShouldBeNull();
        (await teams.SetMemberAsync(one, new EmployeeId(Guid.CreateVersion7()), isMember: true, Token)).ShouldBe(TeamEdit.Gone);
        await Should.ThrowAsync<ArgumentException>(() => teams.CreateAsync("  ", TeamKind.Team, null, Token));
        (await teams.FindAsync(one, Token))!.Line.Team.ShouldBe(first);

        // A team that is part of the one that goes moves up.
        (await teams.MergeAsync((await teams.PreviewMergeAsync(one, two, Token))!, Token)).ShouldBe(TeamEdit.Done);
        (await teams.FindAsync(two, Token))!.Line.Team.Parent.ShouldBeNull();
    }

    [Fact]
    public async Task An_employee_sees_teams_and_not_where_they_come_from()
    {
        using var scope = await company.AsAsync(MemberRole.Employee);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();

        var list = await teams.ListAsync(Token);

        list.MayEdit.ShouldBeFalse();
        list.Teams.ShouldNotBeEmpty();
        list.Teams.ShouldAllBe(t => t.Origins.Count == 0 && t.Team.Bindings.Count == 0);
        (await teams.FindAsync(list.Teams[0].Team.Id, Token))!.SeesSync.ShouldBeFalse();
    }

    [Fact]
    public async Task The_terminal_shows_a_merge_before_it_does_it()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var teams = scope.ServiceProvider.GetRequiredService<TeamService>();
        var departments = (await teams.ListAsync(Token)).Teams.Where(t => t.Team.Kind == TeamKind.Department).ToList();

        await company.Company.Cli.ExpectAsync(0, "teams", "merge", departments[0].Team.Name, departments[1].Team.Name);
        (await teams.FindAsync(departments[0].Team.Id, Token)).ShouldNotBeNull();
        await company.Company.Cli.ExpectAsync(0, "teams", "merge", departments[0].Team.Name, departments[1].Team.Name, "--yes");
        (await teams.FindAsync(departments[0].Team.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public Task Each_action_needs_its_role()
    {
        static TeamService Of(IServiceProvider services) => services.GetRequiredService<TeamService>();
        var team = new TeamState { Id = new TeamId(Guid.Empty), Name = "x", Kind = TeamKind.Team };
        return RoleTable.CheckAsync(company,
        [
            new("list", MemberRole.Employee, s => Of(s).ListAsync(Token)),
            new("look", MemberRole.Employee, s => Of(s).FindAsync(team.Id, Token)),
            new("members", MemberRole.Employee, s => Of(s).MembersAsync(team.Id, 0, 10, Token)),
            new("search people", MemberRole.Admin, s => Of(s).SearchAsync("a", Token)),
            new("create", MemberRole.Admin, s => Of(s).CreateAsync("Role test", TeamKind.Team, null, Token)),
            new("save", MemberRole.Admin, s => Of(s).SaveAsync(team, team, Token)),
            new("put somebody in", MemberRole.Admin, s => Of(s).SetMemberAsync(team.Id, new EmployeeId(Guid.Empty), isMember: true, Token)),
            new("preview a merge", MemberRole.Admin, s => Of(s).PreviewMergeAsync(team.Id, team.Id, Token)),
            new("merge", MemberRole.Admin, s => Of(s).MergeAsync(new MergePreview(team, team, team, 0, 0, 0), Token)),
            new("delete", MemberRole.Admin, s => Of(s).DeleteAsync(team, Token)),
        ]);
    }
}
