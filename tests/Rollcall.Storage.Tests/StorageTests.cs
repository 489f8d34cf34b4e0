using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Applying;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Core.Tests.Support;

namespace Rollcall.Storage.Tests;

/// <summary>What holds for the store, on both databases.</summary>
public abstract partial class StorageTests : IAsyncLifetime
{
    private Workspace workspace = null!;
    private WorkspaceStore workspaces = null!;
    private ConnectionStore connections = null!;
    private RunStore runs = null!;

    protected IDbContextFactory<RollcallDbContext> Contexts { get; private set; } = null!;

    protected abstract IBulkWriter Bulk { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = new DbContextOptionsBuilder<RollcallDbContext>();
        await ConfigureAsync(options);
        Contexts = new Factory(options.Options);
        await new DatabaseMigrator(Contexts).MigrateAsync(Cancellation);
        workspaces = new WorkspaceStore(Contexts, TimeProvider.System);
        connections = new ConnectionStore(Contexts, new EphemeralDataProtectionProvider(), TimeProvider.System);
        runs = new RunStore(Contexts, TimeProvider.System);
        workspace = await workspaces.SaveAsync("acme", "Europe/Berlin", Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        Remove();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Removes what the database left, if it is ours to remove.</summary>
    protected virtual void Remove()
    {
    }

    [Fact]
    public async Task Merged_teams_keep_every_membership_once_with_its_origin()
    {
        var edits = new TeamEditStore(Contexts, Bulk, TimeProvider.System);
        var queries = new TeamQueries(Contexts);
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var people = (await store.ReadEmployeesAsync((await store.ReadSchemaAsync(Cancellation)).Layout, null, Cancellation)).Take(3).Select(p => p.Id).ToList();
        var goes = new TeamState { Id = new TeamId(Guid.CreateVersion7()), Name = "Goes", Kind = TeamKind.Other, Leads = [people[0]] };
        var stays = new TeamState { Id = new TeamId(Guid.CreateVersion7()), Name = "Stays", Kind = TeamKind.Other, Parent = goes.Id };
        (await edits.SaveAsync(workspace.Id, null, goes, Cancellation)).ShouldBe(TeamEdit.Done);
        (await edits.SaveAsync(workspace.Id, null, stays, Cancellation)).ShouldBe(TeamEdit.Done);
        foreach (var (team, person) in new[] { (goes.Id, people[0]), (goes.Id, people[1]), (stays.Id, people[1]), (stays.Id, people[2]) })
        {
            (await edits.SetMemberAsync(workspace.Id, team, person, isMember: true, Cancellation)).ShouldBe(TeamEdit.Done);
        }

        (await queries.CountMergeAsync(workspace.Id, goes.Id, stays.Id, Cancellation)).ShouldBe((2, 1));
        (await edits.MergeAsync(workspace.Id, goes, stays, Cancellation)).ShouldBe(TeamEdit.Done);

        var (members, total) = await queries.MembersAsync(workspace.Id, stays.Id, 0, 2, Cancellation);
        (members.Count, total).ShouldBe((2, 3));
        members.ShouldAllBe(m => m.Origins.SequenceEqual(new[] { Origin.Manual }));
        (await queries.OriginsAsync(workspace.Id, Cancellation))[stays.Id].ShouldBe([(Origin.Manual, 3)]);
        var kept = (await store.ReadSchemaAsync(Cancellation)).Teams.Single(t => t.Kind == TeamKind.Other);
        (kept.Name, kept.Parent).ShouldBe(("Stays", null));
        kept.Aliases.ShouldBe(["Goes"]);
        kept.Leads.ShouldBe([people[0]]);
        (await edits.MergeAsync(workspace.Id, goes, kept, Cancellation)).ShouldBe(TeamEdit.Gone);
        (await world.SyncAsync()).Plan!.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Kept_views_are_by_account_and_workspace()
    {
        var store = new SavedViewStore(Contexts, TimeProvider.System);
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await store.SaveAsync(workspace.Id, one, "mine", "1", isShared: false, Cancellation);
        await store.SaveAsync(workspace.Id, one, "mine", "2", isShared: false, Cancellation);
        var shared = await store.SaveAsync(workspace.Id, other, "mine", "3", isShared: true, Cancellation);

        (await store.ListAsync(workspace.Id, one, Cancellation)).Select(v => (v.Content, v.IsOwn)).ShouldBe([("2", true), ("3", false)]);
        (await store.ListAsync(workspace.Id, other, Cancellation)).Select(v => v.Content).ShouldBe(["3"]);
        (await store.ListAsync(new WorkspaceId(Guid.CreateVersion7()), other, Cancellation)).ShouldBeEmpty();
        (await store.RemoveAsync(workspace.Id, one, shared.Id, alsoOfOthers: false, Cancellation)).ShouldBeFalse();
        (await store.RemoveAsync(new WorkspaceId(Guid.CreateVersion7()), one, shared.Id, alsoOfOthers: true, Cancellation)).ShouldBeFalse();
        (await store.RemoveAsync(workspace.Id, one, shared.Id, alsoOfOthers: true, Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_workspace_sees_nothing_of_another_one()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var other = await workspaces.SaveAsync("other", "UTC", Cancellation);
        var stranger = new DirectoryStore(Contexts, Bulk, other.Id, TimeProvider.System);
        var someone = (await store.ReadEmployeesAsync(new FieldLayout([]), null, Cancellation))[0].Id;

        (await stranger.ReadSchemaAsync(Cancellation)).Teams.ShouldBeEmpty();
        (await stranger.ReadEmployeesAsync(new FieldLayout([]), [someone], Cancellation)).ShouldBeEmpty();
        (await stranger.ReadRecordsOfAsync([someone], Cancellation)).ShouldBeEmpty();
        (await stranger.ReadRecordsAsync(world.Connection, ["01"], Cancellation)).ShouldBeEmpty();
        (await stranger.ReadKnownRecordsAsync(world.Connection, Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        (await stranger.ReadEntriesAsync(Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        (await connections.ListAsync(other.Id, Cancellation)).ShouldBeEmpty();
        (await runs.ListAsync(other.Id, null, 10, Cancellation)).ShouldBeEmpty();
        (await new EmployeeQueries(Contexts).FindAsync(other.Id, "p1@example.com", Cancellation)).ShouldBeEmpty();
        (await new HistoryQueries(Contexts).OfEmployeeAsync(other.Id, someone, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invitation_goes_through_its_states_and_is_taken_once_R17()
    {
        var (world, _, _) = await StoryAsync();
        await world.SyncAsync();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var store = new InvitationStore(Contexts, time);
        var people = await store.UninvitedAsync(workspace.Id, Cancellation);
        var invitee = (await store.InviteesAsync(workspace.Id, [people[0]], Cancellation)).Single();
        byte[] hash = [1, 2, 3];
        async Task<InvitationState> StateAsync() =>
            (await store.ListAsync(workspace.Id, new InvitationFilter(invitee.Email, null, 0, 5), Cancellation)).Invitations.ShouldHaveSingleItem().State;
        async Task<Guid> SendAsync(string? error)
        {
            var sent = (await store.BeginAsync(workspace.Id, invitee, MemberRole.Employee, hash, by: null, time.GetUtcNow().AddDays(14), Cancellation))!.Value;
            await store.FinishAsync(sent, error, Cancellation);
            return sent;
        }

        var id = await SendAsync("unreachable");
        (await StateAsync()).ShouldBe(InvitationState.Failed);
        (await SendAsync(null)).ShouldBe(id);
        (await StateAsync()).ShouldBe(InvitationState.Open);
        (await store.UninvitedAsync(workspace.Id, Cancellation)).ShouldBe(people.Skip(1));
        time.Advance(TimeSpan.FromDays(15));
        (await StateAsync()).ShouldBe(InvitationState.Expired);
        (await store.TakeAsync(id, hash, Cancellation)).ShouldBeFalse();
        await SendAsync(null);
        (await store.TakeAsync(id, [1, 2, 4], Cancellation)).ShouldBeFalse();
        (await Task.WhenAll(store.TakeAsync(id, hash, Cancellation), store.TakeAsync(id, hash, Cancellation))).ShouldBe([true, false], ignoreOrder: true);
        (await StateAsync()).ShouldBe(InvitationState.Accepted);
        await store.PutBackAsync(id, Cancellation);
        (await store.RevokeAsync(new WorkspaceId(Guid.CreateVersion7()), id, Cancellation)).ShouldBeFalse();
        (await store.RevokeAsync(workspace.Id, id, Cancellation)).ShouldBeTrue();
        (await store.CountAsync(workspace.Id, Cancellation))[InvitationState.Revoked].ShouldBe(1);
    }

    private async Task<Guid> AccountAsync(string email)
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        var account = new AccountRow { Id = Guid.CreateVersion7(), UserName = email, Email = email };
        context.Users.Add(account);
        await context.SaveChangesAsync(Cancellation);
        return account.Id;
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        await using var context = await Contexts.CreateDbContextAsync(Cancellation);
        await context.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99')", Cancellation);
        var refused = await Should.ThrowAsync<NewerDatabaseException>(() => new DatabaseMigrator(Contexts).MigrateAsync(Cancellation));
        refused.Message.ShouldContain("newer version");
    }

    protected abstract Task ConfigureAsync(DbContextOptionsBuilder options);

    /// <summary>Everything of the connections table or file as text, to look for secrets.</summary>
    protected abstract Task<string> DumpAsync();

    private async Task<RunId> BeginAsync(ConnectionId connection) =>
        (await runs.BeginAsync(workspace.Id, connection, RunTrigger.Manual, ReadingKind.Full, Cancellation)).ShouldBeOfType<RunStart.Begun>().Run;

    /// <summary>The same company twice: once over the store, once in memory.</summary>
    private async Task<(World World, DirectoryStore Store, World Memory)> StoryAsync()
    {
        var rules = World.Basics.Concat([MappingRule.Of("shirt", Target.Custom("shirt-size")), MappingRule.Of("lead2", Target.AdditionalManager), MappingRule.Of("grade", Target.Level)]).ToArray();
        var id = await connections.SaveAsync(workspace.Id, new ConnectionConfig { Name = "main", Provider = "little", Mappings = rules.ToValueList() }, 0, new Dictionary<string, string>(), null, Cancellation);
        var store = new DirectoryStore(Contexts, Bulk, workspace.Id, TimeProvider.System);
        var shirt = new CustomAttribute { Key = "shirt-size", Name = "Shirt size", Type = AttributeType.SingleSelect, Options = [new("S", [], false), new("M", ["Medium"], false)] };
        await new DirectoryEditStore(Contexts, Bulk, TimeProvider.System).SaveAttributeAsync(workspace.Id, shirt, Cancellation);
        var world = new World { Stored = store, Workspace = workspace.Id, NextRun = NextAsync };
        var memory = new World { Workspace = workspace.Id };
        memory.Directory.Schema = new([], [], [shirt]);
        foreach (var each in new[] { world, memory })
        {
            each.Connect(id, "main", rules);
            for (var i = 1; i <= 12; i++)
            {
                each.Hris.With($"{i:00}", World.PersonOf($"p{i}", ("department", i % 2 == 0 ? "Product" : "Vertrieb & Öffentlichkeit"), ("boss", i > 1 ? "01" : null), ("lead2", i > 6 ? "p2@example.com" : null), ("shirt", i % 2 == 0 ? "Medium" : "S"), ("grade", $"L{i % 3}"), ("title", $"Title \"{i}\"\n")));
            }
        }

        return (world, store, memory);

        async Task<RunId> NextAsync(ConnectionId connection)
        {
            foreach (var run in await runs.ListAsync(workspace.Id, connection, 50, Cancellation))
            {
                await runs.FailAsync(run.Id, "superseded by the test", Cancellation);
            }

            return await BeginAsync(connection);
        }
    }

    private static Action<Hris>[] Steps() =>
    [
        h => h.With("04", ("title", "Lead"), ("department", "Vertrieb & Öffentlichkeit"), ("shirt", null)),
        h => h.With("05", ("status", "inactive")).With("13", World.PersonOf("joiner", ("boss", "04"), ("grade", "L9"))),
        h => h.With("06", ("boss", "04"), ("lead2", "p4@example.com"), ("title", null)),
        h => h.With("05", ("status", "active"), ("department", "Neue Abteilung")),
    ];

    private static async Task<string> ReplayInMemoryAsync(World memory)
    {
        await memory.SyncAsync();
        return await DirectoryAsync(memory.Directory);
    }

    private static async Task<string> DirectoryAsync(IDirectory directory)
    {
        var layout = (await directory.ReadSchemaAsync(Cancellation)).Layout;
        return Dump(await directory.ReadEmployeesAsync(layout, null, Cancellation), layout);
    }

    private static string Dump(IEnumerable<EmployeeState> people, FieldLayout layout) => string.Join("\n", people.OrderBy(p => p.Id).Select(p => string.Join("|", [
        p.Id.ToString(), p.Status.ToString(), p.StatusBefore?.ToString() ?? "",
        .. p.Values.Select((v, i) => $"{layout.Definitions[i].Key}={v}"),
        .. p.Teams.Select(t => t.ToString()).Order(StringComparer.Ordinal),
        .. p.AdditionalManagers.Select(m => m.ToString()).Order(StringComparer.Ordinal),
    ])));

    private sealed class Factory(DbContextOptions<RollcallDbContext> options) : IDbContextFactory<RollcallDbContext>
    {
        public RollcallDbContext CreateDbContext() => new(options);
    }
}
