using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Storage.Tests;

/// <summary>A whole configuration in one transaction.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task A_configuration_is_stored_whole_or_not_at_all()
    {
        var store = new ConfigurationStore(Contexts, Bulk, connections, TimeProvider.System);
        var attribute = new CustomAttribute { Key = "shoe-size", Name = "Shoe size", Type = AttributeType.Number };
        TeamState Team(string name, params string[] aliases) => new() { Id = default, Name = name, Kind = TeamKind.Team, Aliases = [.. aliases] };
        LevelState Level(string name) => new() { Id = default, Name = name, Order = 0 };
        ConfigurationEdit Edit(string name, IReadOnlyList<TeamState> teams) => new(
            name, "Asia/Tokyo", [attribute], schema => [.. teams.Select(t => (schema.Teams.FirstOrDefault(s => s.Name == t.Name), t))],
            schema => [.. new[] { "Senior", "Junior" }.Select(l => (schema.Levels.FirstOrDefault(s => s.Name == l), Level(l)))],
            [new ConfiguredConnection(new ConnectionConfig { Name = "hr", Provider = "little", Mappings = [] }, new Dictionary<string, string>(), null)], Precedence: null);

        (await store.SaveAsync(Edit("acme", [Team("Moon", "Luna"), Team("Sun", "Luna")]), Cancellation)).ShouldBe(new ConfigurationSaved.TeamTaken("Sun"));
        (await store.SaveAsync(Edit("globex", [Team("Moon", "Luna"), Team("Sun", "Luna")]), Cancellation)).ShouldBe(new ConfigurationSaved.TeamTaken("Sun"));
        (await workspaces.ListAsync(Cancellation)).ShouldBe([workspace], "neither changed nor made");
        (await connections.ListAsync(workspace.Id, Cancellation)).ShouldBeEmpty();
        await using (var context = await Contexts.CreateDbContextAsync(Cancellation))
        {
            (context.CustomAttributes.Count(), context.Teams.Count(), context.Levels.Count(), context.Changes.Count()).ShouldBe((0, 0, 0, 0));
        }

        var saved = (await store.SaveAsync(Edit("acme", [Team("Moon", "Luna")]), Cancellation)).ShouldBeOfType<ConfigurationSaved.Done>().Workspace;
        (saved.TimeZone, saved.EditEpoch).ShouldBe(("Asia/Tokyo", workspace.EditEpoch + 1));
        await using (var context = await Contexts.CreateDbContextAsync(Cancellation))
        {
            context.Levels.OrderBy(l => l.Position).Select(l => l.Name).ToList().ShouldBe(["Senior", "Junior"]);
            context.Teams.Single().Aliases.ShouldContain("Luna");
        }

        var again = (await store.SaveAsync(Edit("acme", [Team("Moon", "Luna")]), Cancellation)).ShouldBeOfType<ConfigurationSaved.Done>().Workspace;
        again.EditEpoch.ShouldBe(saved.EditEpoch, "nothing changed: the next sync need not look at everybody");
        (await store.SaveAsync(Edit("acme", [Team("Moon", "Mond"), Team("Moon", "Lune")]), Cancellation)).ShouldBeOfType<ConfigurationSaved.Done>();
        await using var now = await Contexts.CreateDbContextAsync(Cancellation);
        new[] { "Luna", "Mond", "Lune" }.ShouldAllBe(alias => now.Teams.Single().Aliases.Contains(alias));
    }
}
