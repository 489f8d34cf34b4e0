using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Home;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Home;

/// <summary>“In step” is said only when the last sync succeeded, nobody holds the connection back, and nothing is held.</summary>
public sealed class ConnectionHealthTests
{
    [Theory]
    [InlineData(null, true, false, 0, ConnectionHealth.NeverSynced)]
    [InlineData(null, false, false, 0, ConnectionHealth.Disabled)]
    [InlineData(null, true, true, 0, ConnectionHealth.Paused)]
    [InlineData(RunState.Running, true, false, 0, ConnectionHealth.Running)]
    [InlineData(RunState.Succeeded, true, false, 0, ConnectionHealth.InStep)]
    [InlineData(RunState.Succeeded, true, false, 1, ConnectionHealth.Held)]
    [InlineData(RunState.Succeeded, true, true, 0, ConnectionHealth.Paused)]
    [InlineData(RunState.Succeeded, false, false, 0, ConnectionHealth.Disabled)]
    [InlineData(RunState.Failed, true, false, 0, ConnectionHealth.Failed)]
    [InlineData(RunState.Interrupted, true, false, 0, ConnectionHealth.Failed)]
    [InlineData(RunState.AwaitingApproval, true, false, 0, ConnectionHealth.WaitingForApproval)]
    [InlineData(RunState.Rejected, true, false, 0, ConnectionHealth.Rejected)]
    [InlineData(RunState.Undone, true, true, 0, ConnectionHealth.Undone)]
    public void A_connection_is_in_step_only_after_a_good_sync(RunState? last, bool isEnabled, bool isPaused, int held, ConnectionHealth expected) =>
        ConnectionHealthRules.Of(Connection(isEnabled, isPaused), last is { } state ? Run(state) : null, held).ShouldBe(expected);

    [Fact]
    public void Every_run_state_but_a_preview_has_a_health()
    {
        foreach (var state in Enum.GetValues<RunState>().Where(s => s != RunState.Previewed))
        {
            var health = ConnectionHealthRules.Of(Connection(isEnabled: true, isPaused: false), Run(state), held: 0);
            (health == ConnectionHealth.InStep).ShouldBe(state == RunState.Succeeded);
        }
    }

    [Fact]
    public void The_sentence_names_what_needs_somebody_most()
    {
        ConnectionHealthRules.Worst([]).ShouldBeNull();
        ConnectionHealthRules.Worst([ConnectionHealth.InStep, ConnectionHealth.NeverSynced]).ShouldBe(ConnectionHealth.NeverSynced);
        ConnectionHealthRules.Worst([ConnectionHealth.Held, ConnectionHealth.Failed, ConnectionHealth.WaitingForApproval]).ShouldBe(ConnectionHealth.Failed);
        foreach (var each in Enum.GetValues<ConnectionHealth>())
        {
            ConnectionHealthRules.Worst([each]).ShouldBe(each);
        }
    }

    private static ConnectionEntry Connection(bool isEnabled, bool isPaused) => new(
        new ConnectionId(Guid.CreateVersion7()), new ConnectionConfig { Name = "hr", Provider = "any", Enabled = isEnabled, Mappings = [] }, 0,
        new Dictionary<string, string>(), HasSecrets: true, isPaused, null, null);

    private static RunEntry Run(RunState state) => new(
        new RunId(Guid.CreateVersion7()), new ConnectionId(Guid.CreateVersion7()), state, RunTrigger.Manual, ReadingKind.Full, DateTimeOffset.UnixEpoch, null,
        null, null, 0, [], null, null, null, HasPlan: false);
}
