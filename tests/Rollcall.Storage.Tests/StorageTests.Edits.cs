using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Storage.Tests;

/// <summary>Edits of teams, levels and attributes by people, and plans that are older than they are.</summary>
public abstract partial class StorageTests
{
    private TeamEditStore TeamEdits => new(Contexts, Bulk, TimeProvider.System);

    private LevelEditStore LevelEdits => new(Contexts, Bulk, TimeProvider.System);

    private AttributeEditStore AttributeEdits => new(Contexts, Bulk, TimeProvider.System);

    [Fact]
    public async Task A_team_merged_into_one_far_below_it_gives_it_its_place()
    {
        async Task<TeamId> CreateAsync(string name, TeamId? parent)
        {
            var (came, id) = await TeamEdits.CreateAsync(workspace.Id, name, TeamKind.Team, parent, [], Cancellation);
            came.ShouldBe(TeamEdit.Done);
            return id;
        }

        var (_, store, _) = await StoryAsync();
        var top = await CreateAsync("top", null);
        var goes = await CreateAsync("goes", top);
        var between = await CreateAsync("between", goes);
        var stays = await CreateAsync("stays", between);
        async Task<TeamState> FindAsync(TeamId id) => (await store.ReadSchemaAsync(Cancellation)).Teams.Single(t => t.Id == id);

        (await TeamEdits.MergeAsync(workspace.Id, await FindAsync(goes), await FindAsync(stays), Cancellation)).ShouldBe(TeamEdit.Done);

        (await FindAsync(stays)).Parent.ShouldBe(top);
        (await FindAsync(between)).Parent.ShouldBe(stays);
        (await store.ReadSchemaAsync(Cancellation)).Teams.ShouldNotContain(t => t.Id == goes);
    }

    [Fact]
    public async Task Whatever_is_edited_of_a_team_is_in_the_change_log()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var lead = (await new EmployeeQueries(Contexts).FindAsync(workspace.Id, "p1@example.com", Cancellation)).Single();
        var (_, parent) = await TeamEdits.CreateAsync(workspace.Id, "Parent", TeamKind.Team, null, [], Cancellation);
        var (_, id) = await TeamEdits.CreateAsync(workspace.Id, "Before", TeamKind.Team, null, [], Cancellation);
        var shown = (await store.ReadSchemaAsync(Cancellation)).Teams.Single(t => t.Id == id);

        (await TeamEdits.SaveAsync(workspace.Id, shown, shown with { Name = "After", Kind = TeamKind.Division, Parent = parent, Aliases = ["Before"], Leads = [lead] }, Cancellation)).ShouldBe(TeamEdit.Done);

        await using var context = Contexts.CreateDbContext();
        var log = context.Changes.Where(c => c.WorkspaceId == workspace.Id.Value && c.SubjectId == id.Value).OrderBy(c => c.Id).AsEnumerable().Select(c => $"{(ChangeVerb)c.Verb} {c.Field} {c.Before} {c.After}".Trim()).ToList();
        log.ShouldBe(["Create", "Set name Before After", "Set kind team division", $"Set parent  {parent}", "Add alias  Before", $"Add lead  {lead}"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_renamed_teams_first_name_is_free_for_another_one()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var team = (await store.ReadSchemaAsync(Cancellation)).Teams.Single(t => t.Name == "Product");
        (await TeamEdits.SaveAsync(workspace.Id, team, team with { Name = "Renamed" }, Cancellation)).ShouldBe(TeamEdit.Done);

        (await TeamEdits.CreateAsync(workspace.Id, "Product", team.Kind, null, [], Cancellation)).Came.ShouldBe(TeamEdit.Done);
        (await TeamEdits.AddAliasesAsync(workspace.Id, team.Id, ["Product"], Cancellation)).ShouldBe(TeamEdit.NameTaken);
        (await TeamEdits.AddAliasesAsync(workspace.Id, team.Id, ["Produkt", "Produkt"], Cancellation)).ShouldBe(TeamEdit.Done);

        var all = (await store.ReadSchemaAsync(Cancellation)).Teams;
        all.Single(t => t.Id == team.Id).Aliases.ShouldBe(["Produkt"]);
        all.Count(t => t.Name == "Product").ShouldBe(1);
    }

    [Fact]
    public async Task A_plan_that_is_older_than_a_merge_or_a_rename_gives_nobody_what_is_gone()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("01", ("department", "Product")).With("50", World.PersonOf("new", ("department", "Product"), ("grade", "L0"), ("shirt", "Medium")));
        var preview = await world.PreviewAsync();
        await runs.FinishAsync(preview, Cancellation);
        var schema = await store.ReadSchemaAsync(Cancellation);
        var (goes, stays) = (schema.Teams.Single(t => t.Name == "Product"), schema.Teams.Single(t => t.Name != "Product"));
        (await TeamEdits.MergeAsync(workspace.Id, goes, stays, Cancellation)).ShouldBe(TeamEdit.Done);
        (await LevelEdits.MergeAsync(workspace.Id, schema.Levels.Single(l => l.Name == "L0"), schema.Levels.Single(l => l.Name == "L1"), Cancellation)).ShouldBe(SchemaEdit.Done);
        var shirt = schema.Attributes.Single();
        var renamed = shirt with { Options = [new("S", [], false), new("Middle", ["M", "Medium"], false)] };
        (await AttributeEdits.SaveAsync(workspace.Id, shirt, renamed, v => AttributeEditStore.Replaced(v, "M", "Middle"), "option renamed", Cancellation)).ShouldBe(SchemaEdit.Done);
        var before = await DirectoryAsync(store);

        var outcome = await store.ApplyAsync(PlanGuard.Approve(preview.Plan!, preview.Plan!.Digest, "admin")!, preview.Run, null, Cancellation);

        var conflicts = outcome.ShouldBeOfType<ApplyOutcome.DirectoryChanged>().Conflicts;
        conflicts.ShouldContain($"team {goes.Id} is gone");
        conflicts.ShouldContain(c => c.StartsWith("level ", StringComparison.Ordinal));
        conflicts.ShouldContain("custom:shirt-size is gone, or an option of it");
        (await DirectoryAsync(store)).ShouldBe(before);

        // A new plan finds them under their new names.
        (await world.SyncAsync()).State.ShouldBe(RunState.Succeeded);
        var people = await store.ReadEmployeesAsync(schema.Layout, null, Cancellation);
        people.Single(p => p.Values[0] == "new@example.com").Teams.ShouldHaveSingleItem().Team.ShouldBe(stays.Id);
    }

    [Fact]
    public async Task A_plan_creates_no_team_that_somebody_created_meanwhile()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("01", ("department", "Brand new"));
        var preview = await world.PreviewAsync();
        await runs.FinishAsync(preview, Cancellation);
        await TeamEdits.CreateAsync(workspace.Id, "Brand new", TeamKind.Department, null, [], Cancellation);

        (await store.ApplyAsync(PlanGuard.Approve(preview.Plan!, preview.Plan!.Digest, "admin")!, preview.Run, null, Cancellation)).ShouldBeOfType<ApplyOutcome.DirectoryChanged>();

        (await world.SyncAsync()).State.ShouldBe(RunState.Succeeded);
        (await store.ReadSchemaAsync(Cancellation)).Teams.Count(t => t.Name == "Brand new").ShouldBe(1);
    }

    [Fact]
    public async Task An_undo_gives_nobody_back_a_team_that_was_merged_since()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("02", ("department", "Vertrieb & Öffentlichkeit"), ("title", "Moved"));
        var moved = await world.SyncAsync();
        var schema = await store.ReadSchemaAsync(Cancellation);
        var goes = schema.Teams.Single(t => t.Name == "Product");
        (await TeamEdits.MergeAsync(workspace.Id, goes, schema.Teams.Single(t => t.Name != "Product"), Cancellation)).ShouldBe(TeamEdit.Done);

        var undo = await UndoRun.PlanAsync(store, world.Connection, moved.Run, TimeProvider.System, Cancellation);

        undo.Changes.ShouldContain(c => c.Field == Fields.Title);
        undo.Changes.ShouldNotContain(c => c.Field == Fields.Team && c.After == goes.Id.ToString());
        undo.Findings.ShouldContain(f => f.Code == FindingCodes.UndoConflict);
    }

    [Fact]
    public async Task What_is_gone_keeps_its_name_in_the_past()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var schema = await store.ReadSchemaAsync(Cancellation);
        var (team, level) = (schema.Teams.Single(t => t.Name == "Product"), schema.Levels.Single(l => l.Name == "L0"));
        await TeamEdits.MergeAsync(workspace.Id, team, schema.Teams.Single(t => t.Name != "Product"), Cancellation);
        await LevelEdits.MergeAsync(workspace.Id, level, schema.Levels.Single(l => l.Name == "L1"), Cancellation);

        var names = await new EmployeeQueries(Contexts).NamesOfGoneAsync(workspace.Id, [team.Id.Value, level.Id.Value, Guid.CreateVersion7()], Cancellation);

        names.ShouldBe(new Dictionary<Guid, string> { [team.Id.Value] = "Product", [level.Id.Value] = "L0" }, ignoreOrder: true);
        (await new EmployeeQueries(Contexts).NamesOfGoneAsync(new WorkspaceId(Guid.CreateVersion7()), [team.Id.Value], Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rewritten_attribute_changes_every_value_and_logs_each()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var shirt = (await store.ReadSchemaAsync(Cancellation)).Attributes.Single();
        var before = await new AttributeQueries(Contexts).FillAsync(workspace.Id, Cancellation);

        var multi = shirt with { Type = AttributeType.MultiSelect };
        (await AttributeEdits.SaveAsync(workspace.Id, shirt, multi, null, "type", Cancellation)).ShouldBe(SchemaEdit.Done);
        (await AttributeEdits.SaveAsync(workspace.Id, shirt, multi, null, "type", Cancellation)).ShouldBe(SchemaEdit.ChangedMeanwhile);
        (await AttributeEdits.SaveAsync(workspace.Id, multi, multi with { Options = [new("S", ["M", "Medium"], false)] }, v => AttributeEditStore.Replaced(v, "M", "S"), "options merged", Cancellation)).ShouldBe(SchemaEdit.Done);

        var layout = (await store.ReadSchemaAsync(Cancellation)).Layout;
        var people = await store.ReadEmployeesAsync(layout, null, Cancellation);
        people.ShouldAllBe(p => p.Values[layout.IndexOf("custom:shirt-size")] == "S");
        var after = await new AttributeQueries(Contexts).FillAsync(workspace.Id, Cancellation);
        (after.People, after.Filled["shirt-size"]).ShouldBe((before.People, before.Filled["shirt-size"]));
        await using var context = Contexts.CreateDbContext();
        context.Changes.Count(c => c.WorkspaceId == workspace.Id.Value && c.Cause == "options merged" && c.RunId == null).ShouldBe(6);
        (await AttributeEdits.DeleteAsync(workspace.Id, (await store.ReadSchemaAsync(Cancellation)).Attributes.Single(), Cancellation)).ShouldBe(SchemaEdit.Done);
        (await new AttributeQueries(Contexts).FillAsync(workspace.Id, Cancellation)).Filled.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_org_chart_reads_everybody_once_with_all_their_managers()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        world.Hris.With("12", ("status", "inactive"));
        await world.SyncAsync();
        var queries = new OrgQueries(Contexts);

        var data = await queries.ReadAsync(workspace.Id, Cancellation);

        data.People.Count.ShouldBe(11);
        var head = data.People.Single(p => p.Manager is null);
        data.People.Count(p => p.Manager == head.Id).ShouldBe(10);
        data.AdditionalManagers.ShouldBeUnique();
        data.AdditionalManagers.Count(m => data.People.Any(p => p.Id == m.Employee)).ShouldBe(5);
        data.People.ShouldAllBe(p => data.Teams[p.Id].Count() == 1);
        var (first, total) = await queries.ReportsAsync(workspace.Id, head.Id, 3, Cancellation);
        (first.Count, total).ShouldBe((3, 10));
        (await queries.ReadAsync(new WorkspaceId(Guid.CreateVersion7()), Cancellation)).People.ShouldBeEmpty();
        (await store.ReadSchemaAsync(Cancellation)).Teams.Count.ShouldBe(2);
    }
}
