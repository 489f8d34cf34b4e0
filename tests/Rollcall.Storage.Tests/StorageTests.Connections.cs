using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage.Tests;

/// <summary>Connections: what is kept of them, and changed only from what stands.</summary>
public abstract partial class StorageTests
{
    [Fact]
    public async Task Secrets_come_out_only_to_be_sent_and_are_not_readable_at_rest()
    {
        var config = new ConnectionConfig { Name = "hr", Provider = "little", Mappings = [] };
        var id = await connections.SaveAsync(workspace.Id, config, 0, new Dictionary<string, string> { ["base-url"] = "http://127.0.0.1" }, new Dictionary<string, string> { ["secret"] = "s3cr3t-in-the-clear" }, Cancellation);
        await connections.SaveAsync(workspace.Id, config with { AutoInvite = true }, 0, new Dictionary<string, string>(), secrets: null, Cancellation);

        (await connections.RevealAsync(workspace.Id, id, Cancellation))["secret"].ShouldBe("s3cr3t-in-the-clear");
        (await DumpAsync()).ShouldNotContain("s3cr3t-in-the-clear");
    }

    [Fact]
    public async Task A_connection_is_created_once_and_changed_only_from_what_stands()
    {
        var config = new ConnectionConfig { Name = "hr", Provider = "little", Mappings = [] };
        var settings = new Dictionary<string, string> { ["base-url"] = "http://127.0.0.1" };
        await connections.CreateAsync(workspace.Id, config with { Name = "first" }, settings, new Dictionary<string, string>(), Cancellation);
        var id = (await connections.CreateAsync(workspace.Id, config, settings, new Dictionary<string, string> { ["secret"] = "one", ["other"] = "two" }, Cancellation))!.Value;

        (await connections.CreateAsync(workspace.Id, config, settings, new Dictionary<string, string>(), Cancellation)).ShouldBeNull();
        (await connections.ListAsync(workspace.Id, Cancellation)).Select(c => c.Config.Name).ShouldBe(["first", "hr"]);
        (await connections.ChangeConfigAsync(workspace.Id, id, standing => standing.AutoInvite ? standing : null, Cancellation)).ShouldBeNull();
        (await connections.ChangeConfigAsync(workspace.Id, id, standing => standing with { AutoInvite = true }, Cancellation))!.Config.AutoInvite.ShouldBeTrue();
        (await connections.ChangeConfigAsync(workspace.Id, new ConnectionId(Guid.Empty), standing => standing, Cancellation)).ShouldBeNull();

        (await connections.ChangeSettingsAsync(workspace.Id, id, settings, new Dictionary<string, string> { ["secret"] = "new" }, Cancellation)).ShouldBeTrue();
        var revealed = await connections.RevealAsync(workspace.Id, id, Cancellation);
        (revealed["secret"], revealed["other"]).ShouldBe(("new", "two"));
        (await connections.ChangeSettingsAsync(workspace.Id, new ConnectionId(Guid.Empty), settings, settings, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_order_names_every_connection_once_and_another_one_stands_for_single_targets_R18()
    {
        var (store, workspaces) = (new PrecedenceStore(Contexts), new WorkspaceStore(Contexts, TimeProvider.System));
        var (hr, payroll) = (await ConnectAsync("hr"), await ConnectAsync("payroll"));
        TargetPrecedence title = new(Target.Field(Fields.Title), [hr, payroll]);

        (await store.SetAsync(workspace.Id, [payroll], [], Cancellation)).ShouldBeFalse();
        (await store.SetAsync(workspace.Id, [payroll, payroll], [], Cancellation)).ShouldBeFalse();
        (await store.SetAsync(workspace.Id, [payroll, new ConnectionId(Guid.Empty)], [title], Cancellation)).ShouldBeFalse();
        (await workspaces.ConfigAsync(workspace, Cancellation)).TargetPrecedence.ShouldBeEmpty("what is refused stores nothing");
        (await store.SetAsync(workspace.Id, [payroll, hr], [title], Cancellation)).ShouldBeTrue();

        var config = await workspaces.ConfigAsync(workspace, Cancellation);
        config.Precedence.ShouldBe([payroll, hr]);
        config.TargetPrecedence.ShouldBe([title]);
        (await workspaces.FindAsync(workspace.Id, Cancellation))!.TargetPrecedence.ShouldBe([title]);
        (await connections.ListAsync(workspace.Id, Cancellation)).Select(c => c.Config.Name).ShouldBe(["payroll", "hr"]);
        (await store.SetAsync(workspace.Id, [hr, payroll], [], Cancellation)).ShouldBeTrue();
        (await workspaces.ConfigAsync(workspace, Cancellation)).TargetPrecedence.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_another_one_overtook_is_not_written()
    {
        var config = new ConnectionConfig { Name = "hr", Provider = "little", Mappings = [] };
        var none = new Dictionary<string, string>();
        var id = (await connections.CreateAsync(workspace.Id, config, none, none, Cancellation))!.Value;
        var other = new ConnectionStore(Contexts, new EphemeralDataProtectionProvider(), TimeProvider.System);

        var overtaken = await connections.ChangeConfigAsync(workspace.Id, id, standing =>
        {
            other.SaveAsync(workspace.Id, standing with { AutoInvite = true }, 0, none, null, Cancellation).GetAwaiter().GetResult();
            return standing with { CreateUpcoming = false };
        }, Cancellation);

        overtaken.ShouldBeNull();
        var standing = (await connections.ListAsync(workspace.Id, Cancellation)).Single().Config;
        (standing.AutoInvite, standing.CreateUpcoming).ShouldBe((true, true));
    }

    [Fact]
    public async Task What_is_kept_of_a_connection_is_counted()
    {
        var (world, store, _) = await StoryAsync();
        await world.SyncAsync();
        var known = await store.ReadKnownRecordsAsync(world.Connection, Cancellation).ToListAsync(Cancellation);

        var counts = await connections.CountRecordsAsync(workspace.Id, world.Connection, Cancellation);

        counts.ShouldBe(new RecordCounts(known.Count, known.Count(k => k.Employee is not null), known.Count(k => k.Scope == RecordScope.Excluded)));
        counts.People.ShouldBeGreaterThan(0);
        (await connections.CountRecordsAsync((await workspaces.SaveAsync("other", "UTC", Cancellation)).Id, world.Connection, Cancellation)).People.ShouldBe(0);
    }
}
