using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Features.Integrations;
using Rollcall.Features.Runs;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web.Runs;

/// <summary>Runs are listed, shown, applied exactly as shown, rejected with a reason and undone; by those who may.</summary>
public sealed class RunsServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private IServiceScope admin = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunsService Runs => admin.ServiceProvider.GetRequiredService<RunsService>();

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync();
        admin = await company.AsAsync(MemberRole.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await company.DisposeAsync();
    }

    [Fact]
    public async Task A_preview_shows_who_changes_from_what_to_what_and_why_and_is_applied_as_shown()
    {
        var person = company.Company.Somebody();
        company.Company.Workforce.Change(person.Number, p => p with { FirstName = "Ada" }, "FirstName");

        var preview = await company.PreviewAsync(Runs);
        var changes = (await Runs.ChangesAsync(preview, Token))!;
        var view = (await Runs.GetAsync(preview, Token))!;
        var decision = await Runs.ApplyAsync(preview, view.Run.Digest!, savesMapping: false, Token);
        var after = (await Runs.GetAsync(preview, Token))!;
        var log = (await Runs.ChangesAsync(preview, Token))!;

        var line = changes.Lines.ShouldHaveSingleItem();
        (line.KindText, line.Before, line.After, line.Cause).ShouldBe(("First name", person.FirstName, "Ada", "firstName"));
        view.MayDecide.ShouldBeTrue();
        decision.ShouldBe(new Decision(DecisionOutcome.Done, 1, decision.Conflicts));
        after.Run.State.ShouldBe(RunState.Succeeded);
        after.Run.ApprovedBy.ShouldBe("Admin@acme.example");
        log.Lines.ShouldHaveSingleItem().After.ShouldBe("Ada");
        (await Runs.ApplyAsync(preview, view.Run.Digest!, savesMapping: false, Token)).Outcome.ShouldBe(DecisionOutcome.Gone);
    }

    [Fact]
    public async Task Another_digest_than_the_shown_one_applies_nothing()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var preview = await company.PreviewAsync(Runs);

        (await Runs.ApplyAsync(preview, new string('0', 64), savesMapping: false, Token)).Outcome.ShouldBe(DecisionOutcome.Gone);

        (await Runs.GetAsync(preview, Token))!.Run.State.ShouldBe(RunState.Previewed);
    }

    [Fact]
    public async Task A_preview_of_a_directory_that_changed_is_refused_in_words()
    {
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Stone");
        var preview = await company.PreviewAsync(Runs);
        var digest = (await Runs.GetAsync(preview, Token))!.Run.Digest!;
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");

        var decision = await Runs.ApplyAsync(preview, digest, savesMapping: false, Token);

        decision.Outcome.ShouldBe(DecisionOutcome.DirectoryChanged);
        decision.Conflicts.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_stopped_run_is_rejected_with_a_reason_or_approved()
    {
        foreach (var leaver in company.Company.Workforce.People().Where(p => p.Lifecycle == Emulators.Company.Lifecycle.Active).Take(14).ToList())
        {
            company.Company.Workforce.Terminate(leaver.Number, company.Company.Workforce.Today.AddDays(-1));
        }

        await company.Company.Cli.ExpectAsync(3, "sync", "hr");
        var stopped = (await Runs.ListAsync(new RunFilter(null, RunState.AwaitingApproval, 0, 10), Token)).Runs.ShouldHaveSingleItem();
        await Should.ThrowAsync<ArgumentException>(() => Runs.RejectAsync(stopped.Id, " ", Token));
        (await Runs.RejectAsync(stopped.Id, "Too many at once", Token)).Outcome.ShouldBe(DecisionOutcome.Done);
        (await Runs.RejectAsync(stopped.Id, "Again", Token)).Outcome.ShouldBe(DecisionOutcome.Gone);
        (await Runs.GetAsync(stopped.Id, Token))!.Run.Reason.ShouldBe("Admin@acme.example: Too many at once");

        await company.Company.Cli.ExpectAsync(3, "sync", "hr");
        var again = (await Runs.ListAsync(new RunFilter(null, RunState.AwaitingApproval, 0, 10), Token)).Runs.ShouldHaveSingleItem();
        var view = (await Runs.GetAsync(again.Id, Token))!;
        (await Runs.ApplyAsync(again.Id, view.Run.Digest!, savesMapping: false, Token)).Outcome.ShouldBe(DecisionOutcome.Gone);
        await Should.ThrowAsync<ArgumentException>(() => Runs.ApproveAsync(again.Id, view.Run.Digest!, " ", Token));
        (await Runs.ApproveAsync(again.Id, view.Run.Digest!, "The office closes", Token)).Outcome.ShouldBe(DecisionOutcome.Done);
        var approved = (await Runs.GetAsync(again.Id, Token))!.Run.ApprovedBy!;
        approved.ShouldBe("Admin@acme.example: The office closes");
        RunWords.Approver(approved).ShouldBe("Admin@acme.example");
        ChangeGroups.By((await Runs.ChangesAsync(again.Id, Token))!.Lines, ChangeGrouping.Kind).ShouldContain(g => g.Key == LineKinds.Leaves && g.People == 14);
    }

    [Fact]
    public async Task An_undo_is_shown_first_then_done_and_the_connection_is_paused()
    {
        var person = company.Company.Somebody();
        company.Company.Workforce.Change(person.Number, p => p with { FirstName = "Ada" }, "FirstName");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var run = (await Runs.ListAsync(new RunFilter(null, null, 0, 1), Token)).Runs[0];

        var undo = (await Runs.UndoPreviewAsync(run.Id, Token))!;
        (await Runs.UndoAsync(run.Id, new string('0', undo.Digest.Length), Token)).Outcome.ShouldBe(DecisionOutcome.DirectoryChanged);
        var decision = await Runs.UndoAsync(run.Id, undo.Digest, Token);

        undo.Changes.Lines.ShouldHaveSingleItem().After.ShouldBe(person.FirstName);
        decision.Outcome.ShouldBe(DecisionOutcome.Done);
        var after = (await Runs.GetAsync(run.Id, Token))!;
        after.Run.State.ShouldBe(RunState.Undone);
        (await Runs.GetAsync(after.Run.UndoneBy!.Value, Token))!.Undoes.ShouldBe(run.Id);
        (await Runs.UndoPreviewAsync(run.Id, Token)).ShouldBeNull();
        (await Runs.UndoAsync(run.Id, undo.Digest, Token)).Outcome.ShouldBe(DecisionOutcome.Gone);
        (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, Token)).Single().Paused.ShouldBeTrue();
    }

    [Fact]
    public async Task Runs_of_another_workspace_are_not_there()
    {
        var other = await company.Get<WorkspaceStore>().SaveAsync("other", "Europe/Berlin", Token);
        var begun = (RunStart.Begun)await company.Get<RunStore>().BeginAsync(other.Id, new ConnectionId(Guid.CreateVersion7()), RunTrigger.Manual, Core.Planning.ReadingKind.Full, Token);

        (await Runs.GetAsync(begun.Run, Token)).ShouldBeNull();
        (await Runs.ChangesAsync(begun.Run, Token)).ShouldBeNull();
        (await Runs.UndoPreviewAsync(begun.Run, Token)).ShouldBeNull();
        (await Runs.ListAsync(new RunFilter(null, RunState.Running, 0, 10), Token)).Runs.ShouldBeEmpty();
        (await Runs.PreviewAsync(new ConnectionId(Guid.CreateVersion7()), withDraft: true, Token)).ShouldBeOfType<StartOutcome.Gone>();
    }

    [Fact]
    public async Task Everybody_may_do_what_their_role_allows()
    {
        var run = new RunId(Guid.CreateVersion7());
        await RoleTable.CheckAsync(company,
        [
            new("runs.list", MemberRole.Viewer, s => Of(s).ListAsync(new RunFilter(null, null, 0, 10), Token)),
            new("runs.get", MemberRole.Viewer, s => Of(s).GetAsync(run, Token)),
            new("runs.changes", MemberRole.Viewer, s => Of(s).ChangesAsync(run, Token)),
            new("runs.preview", MemberRole.Admin, s => Of(s).PreviewAsync(new ConnectionId(run.Value), withDraft: false, Token)),
            new("runs.apply", MemberRole.Admin, s => Of(s).ApplyAsync(run, "", savesMapping: true, Token)),
            new("runs.approve", MemberRole.Admin, s => Of(s).ApproveAsync(run, "", "yes", Token)),
            new("runs.reject", MemberRole.Admin, s => Of(s).RejectAsync(run, "no", Token)),
            new("runs.undo-preview", MemberRole.Admin, s => Of(s).UndoPreviewAsync(run, Token)),
            new("runs.undo", MemberRole.Admin, s => Of(s).UndoAsync(run, "", Token)),
        ]);
    }

    private static RunsService Of(IServiceProvider services) => services.GetRequiredService<RunsService>();
}

/// <summary>Runs as a page starts them.</summary>
internal static class PageRuns
{
    /// <summary>Starts a preview of the only connection and waits for its end.</summary>
    public static async Task<RunId> PreviewAsync(this WebCompany company, RunsService runs)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var live = company.Get<LiveRuns>();
        var connection = (await company.Get<ConnectionStore>().ListAsync(company.Workspace.Id, cancellationToken)).Single();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = live.Subscribe(run =>
        {
            if (live.Of(run) is null)
            {
                ended.TrySetResult();
            }
        });
        var begun = (await runs.PreviewAsync(connection.Id, withDraft: false, cancellationToken)).ShouldBeOfType<StartOutcome.Started>();
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        return begun.Run;
    }
}
