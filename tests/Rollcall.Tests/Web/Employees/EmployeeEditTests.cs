using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Employees;
using Rollcall.Features.Shell;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web.Employees;

/// <summary>One employee: what is edited by hand stays, what an HRIS owns is pinned or left, and the HRIS is asked again at once.</summary>
public sealed class EmployeeEditTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private EmployeeId somebody;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync();
        somebody = (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, company.Company.Somebody().Email!, Token)).Single();
    }

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task What_an_HRIS_owns_is_pinned_or_left_R4()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var edits = scope.ServiceProvider.GetRequiredService<EmployeeEditService>();

        var first = await LineAsync(scope, Fields.Title);
        var refused = await edits.SetAsync(somebody, Fields.Title, "Queen", pins: false, Token);
        var pinned = await edits.SetAsync(somebody, Fields.Title, "Queen", pins: true, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var kept = await LineAsync(scope, Fields.Title);
        var unpinned = await edits.UnpinAsync(somebody, Fields.Title, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var again = await LineAsync(scope, Fields.Title);

        refused.ShouldBeOfType<EditOutcome.Owned>().Connection.ShouldBe("hr");
        pinned.ShouldBeOfType<EditOutcome.Done>();
        (kept.Value, kept.Source).ShouldBe(("Queen", StatusKind.Pinned));
        unpinned.ShouldBeOfType<EditOutcome.Done>();
        (again.Value, again.Source).ShouldBe((first.Value, StatusKind.Hris));
    }

    [Fact]
    public async Task What_an_HRIS_only_fills_is_a_persons_to_edit_R4()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var edits = scope.ServiceProvider.GetRequiredService<EmployeeEditService>();
        var hr = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single();
        await company.Get<ConnectionStore>().ChangeConfigAsync(
            company.Workspace.Id, hr.Id, c => c with { Mappings = [.. c.Mappings.Select(m => m.To == Target.Field(Fields.Title) ? m with { Truth = TruthPolicy.FillEmpty } : m)] }, Token);

        var before = await LineAsync(scope, Fields.Title);
        var done = await edits.SetAsync(somebody, Fields.Title, "Queen", pins: false, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var after = await LineAsync(scope, Fields.Title);
        await edits.SetAsync(somebody, Fields.Title, null, pins: false, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        (before.Source, before.SourceText).ShouldBe((StatusKind.Manual, "Manual; hr only fills it when it is empty"));
        done.ShouldBeOfType<EditOutcome.Done>();
        (after.Value, after.Source).ShouldBe(("Queen", StatusKind.Manual));
        (await LineAsync(scope, Fields.Title)).Value.ShouldBe(before.Value, "empty, it is filled again");
    }

    [Fact]
    public async Task A_manager_and_a_level_are_chosen_by_hand_and_nobody_becomes_their_own_manager_R10()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var edits = scope.ServiceProvider.GetRequiredService<EmployeeEditService>();
        var manager = new EmployeeId((await LineAsync(scope, Fields.Manager)).Person!.Value);
        var other = company.Company.Workforce.People().First(p => p is { Email: not null, ManagerNumber: null, Lifecycle: Emulators.Company.Lifecycle.Active });
        var level = (await company.Get<SyncService>().DirectoryOf(company.Workspace).ReadSchemaAsync(Token)).Levels[^1].Name;

        (await edits.SetAsync(manager, Fields.Manager, somebody.ToString(), pins: true, Token)).ShouldBeOfType<EditOutcome.Refused>().Why.ShouldBeOfType<TypedValue.Circle>();
        (await edits.SetAsync(somebody, Fields.Manager, somebody.ToString(), pins: true, Token)).ShouldBeOfType<EditOutcome.Refused>().Why.ShouldBeOfType<TypedValue.Circle>();
        (await edits.SetAsync(somebody, Fields.Manager, other.Email, pins: true, Token)).ShouldBeOfType<EditOutcome.Done>();
        (await edits.SetAsync(somebody, Fields.Level, level, pins: true, Token)).ShouldBeOfType<EditOutcome.Done>();
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        (await LineAsync(scope, Fields.Manager)).Value.ShouldNotBeNull().ShouldEndWith(other.LastName);
        (await LineAsync(scope, Fields.Level)).Value.ShouldBe(level);
        (await edits.SearchAsync(other.Email, Token)).ShouldHaveSingleItem().Name.ShouldEndWith(other.LastName);
    }

    [Fact]
    public async Task Each_kind_of_team_is_explained_by_itself()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);

        (await LineAsync(scope, Fields.Team)).Targets.ShouldBe([Target.Team(TeamKind.Department), Target.Team(TeamKind.Team)]);
    }

    [Fact]
    public async Task What_nobody_maps_is_edited_by_hand_and_stands_in_the_history()
    {
        await company.Get<DirectoryEditStore>().SaveAttributeAsync(
            company.Workspace.Id, new CustomAttribute { Key = "desk", Name = "Desk", Type = AttributeType.SingleSelect, Options = [new("North", [], false), new("South", [], false)] }, Token);
        using var scope = await company.AsAsync(MemberRole.Admin);
        var edits = scope.ServiceProvider.GetRequiredService<EmployeeEditService>();

        var noOption = await edits.SetAsync(somebody, "custom:desk", "Nort", pins: false, Token);
        var done = await edits.SetAsync(somebody, "custom:desk", "North", pins: false, Token);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var line = await LineAsync(scope, "custom:desk");
        var profile = (await scope.ServiceProvider.GetRequiredService<ProfileService>().FindAsync(somebody, null, Token))!;

        noOption.ShouldBeOfType<EditOutcome.Refused>().Why.ShouldBeOfType<TypedValue.NoOption>().Options.ShouldBe(["North", "South"]);
        done.ShouldBeOfType<EditOutcome.Done>();
        (line.Value, line.Source).ShouldBe(("North", StatusKind.Manual));
        profile.History[0].Text.ShouldBe("Desk: — → North");
        profile.History[0].Run.ShouldBeNull();
    }

    [Theory]
    [InlineData(Fields.StartDate, "soon", typeof(TypedValue.WrongType))]
    [InlineData(Fields.Manager, "nobody-knows", typeof(TypedValue.NoPerson))]
    [InlineData(Fields.Level, "no such level", typeof(TypedValue.NoOption))]
    public async Task What_does_not_fit_is_refused_and_nothing_is_written(string field, string text, Type why)
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var before = await LineAsync(scope, field);

        var refused = await scope.ServiceProvider.GetRequiredService<EmployeeEditService>().SetAsync(somebody, field, text, pins: true, Token);

        refused.ShouldBeOfType<EditOutcome.Refused>().Why.ShouldBeOfType(why);
        (await LineAsync(scope, field)).Value.ShouldBe(before.Value);
    }

    [Fact]
    public async Task One_person_is_read_and_written_now()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var edits = scope.ServiceProvider.GetRequiredService<EmployeeEditService>();
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var live = company.Get<LiveRuns>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = live.Subscribe(run =>
        {
            if (live.Of(run) is null)
            {
                ended.TrySetResult();
            }
        });

        var source = (await edits.SourcesAsync(somebody, Token)).ShouldHaveSingleItem();
        var start = await edits.SyncNowAsync(somebody, source.Connection, Token);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        start.ShouldBeOfType<RunStart.Begun>();
        (await LineAsync(scope, Fields.FirstName)).Value.ShouldBe("Ada");
    }

    [Fact]
    public async Task A_profile_is_shown_as_it_was_on_a_day()
    {
        using var scope = await company.AsAsync(MemberRole.Viewer);
        var profiles = scope.ServiceProvider.GetRequiredService<ProfileService>();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        (await profiles.FindAsync(somebody, today.AddDays(1), Token)).ShouldNotBeNull();
        (await profiles.FindAsync(somebody, today.AddDays(-10), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_last_day_to_come_is_told_on_the_page_in_the_api_and_in_the_terminal_R20()
    {
        var leaver = company.Company.Somebody(1);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30);
        company.Company.Workforce.Terminate(leaver.Number, day);
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var id = (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, leaver.Email!, Token)).Single();
        var written = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        using (var scope = await company.AsAsync(MemberRole.Viewer))
        {
            var profiles = scope.ServiceProvider.GetRequiredService<ProfileService>();
            var profile = (await profiles.FindAsync(id, null, Token))!;
            (profile.Notices.Single().Kind, profile.Notices.Single().Badge).ShouldBe((StatusKind.Neutral, "Upcoming"));
            (await profiles.FindAsync(id, day, Token))!.Notices.ShouldBeEmpty("of a day that is looked back to nothing is to come");
        }

        using (var scope = await company.AsAsync(MemberRole.Employee))
        {
            (await scope.ServiceProvider.GetRequiredService<ProfileService>().FindAsync(id, null, Token))!.Notices.ShouldBeEmpty("colleagues are not told who leaves");
        }

        (await company.Company.Cli.ExpectAsync(0, "employee", leaver.Email!)).Errors.ShouldContain($"last day {written}");
        using var api = await Api.ApiClient.OfAsync(company, ApiScope.Read);
        var record = (await api.GetAsync($"employees/{id}")).Json.GetProperty("records")[0];
        (record.GetProperty("upcoming").GetString(), record.GetProperty("upcomingOn").GetString()).ShouldBe(("last-day", written));
    }

    [Fact]
    public Task Each_action_needs_its_role() => RoleTable.CheckAsync(company,
    [
        new("profile", MemberRole.Employee, s => s.GetRequiredService<ProfileService>().FindAsync(somebody, null, Token)),
        new("profile as of a day", MemberRole.Viewer, s => s.GetRequiredService<ProfileService>().FindAsync(somebody, new DateOnly(2026, 1, 1), Token)),
        new("pin", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().PinAsync(somebody, Fields.Title, Token)),
        new("unpin", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().UnpinAsync(somebody, Fields.Title, Token)),
        new("set", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().SetAsync(somebody, Fields.Phone, "1", pins: true, Token)),
        new("search", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().SearchAsync("a", Token)),
        new("sources", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().SourcesAsync(somebody, Token)),
        new("sync now", MemberRole.Admin, s => s.GetRequiredService<EmployeeEditService>().SyncNowAsync(somebody, new ConnectionId(Guid.CreateVersion7()), Token)),
    ]);

    private async Task<ProfileLine> LineAsync(IServiceScope scope, string field) =>
        (await scope.ServiceProvider.GetRequiredService<ProfileService>().FindAsync(somebody, null, Token))!.Sections.SelectMany(s => s.Lines).Single(l => l.Field == field);
}
