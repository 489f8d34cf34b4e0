using Microsoft.Extensions.Localization;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Features.Mapping;
using Rollcall.Features.Shell;
using Rollcall.Storage;

namespace Rollcall.Features.Runs;

/// <summary>Runs in words.</summary>
internal static class RunWords
{
    public static string Trigger(IStringLocalizer<RunTexts> texts, RunTrigger trigger, ReadingKind reading)
    {
        var started = texts["trigger." + trigger.ToString().ToLowerInvariant()].Value;
        return reading is ReadingKind.Delta or ReadingKind.Single ? $"{started} · {texts["reading." + reading.ToString().ToLowerInvariant()]}" : started;
    }

    /// <summary>“2 new · 9 changed · 1 leaving”; null before there is anything to say.</summary>
    public static string? Counts(IStringLocalizer<RunTexts> texts, PlanCounts? counts, int applied)
    {
        if (counts is null)
        {
            return null;
        }

        (string Key, int Count)[] parts =
        [
            ("count.new", counts.Created), ("count.changed", counts.Updated - counts.Deactivated - counts.Reactivated), ("count.leaving", counts.Deactivated),
            ("count.back", counts.Reactivated), ("count.held", counts.HeldPeople + counts.HeldValues),
        ];
        var said = parts.Where(p => p.Count > 0).Select(p => texts.Count(p.Key, p.Count)).ToList();
        return said.Count > 0 ? string.Join(" · ", said) : applied > 0 ? texts.Count("count.changes", applied) : texts["count.none"];
    }

    /// <summary>How long it took; null while it goes on, and for a plan that waited for a person.</summary>
    public static string? Duration(DateTimeOffset startedAt, DateTimeOffset? finishedAt, string? approvedBy) =>
        finishedAt is { } finished && approvedBy is null ? Moments.Duration(finished - startedAt) : null;

    /// <summary>Who approved it, without their reason.</summary>
    public static string Approver(string approvedBy) => approvedBy.Split(": ", 2)[0];

    /// <summary>What it was, and of which connection.</summary>
    public static string TitleOf(IStringLocalizer<RunTexts> texts, RunEntry run, string? connection) => texts[
        run.Trigger == RunTrigger.Undo ? "run.undo" : run.State == RunState.Running ? "run.running" : run.State == RunState.Previewed ? "run.preview" : "run.sync", connection ?? texts["connection.gone"]];

    public static string Title(IStringLocalizer<RunTexts> texts, RunView view) => TitleOf(texts, view.Run, view.Connection);

    /// <summary>What came of it, or what is to be decided.</summary>
    public static string Answer(IStringLocalizer<RunTexts> texts, RunView view, RunChanges? changes) => view.Run switch
    {
        { State: RunState.Running } => texts["answer.running"],
        { State: RunState.Previewed, HasPlan: false } => texts["answer.replaced"],
        { State: RunState.Previewed } => texts[changes switch
        {
            { Mapping: PreviewedWith.Other } => "answer.unsaved",
            { Changes: 0, Mapping: PreviewedWith.Draft } => "answer.draft-instep",
            { Changes: 0 } => "answer.instep",
            { Mapping: PreviewedWith.Draft } => "answer.draft",
            _ => "answer.previewed",
        }],
        { State: RunState.AwaitingApproval } => texts["answer.stopped"],
        { State: RunState.Succeeded, Applied: 0 } => texts["answer.nothing"],
        { State: RunState.Succeeded } run => texts.Count("answer.applied", run.Applied),
        { State: RunState.Rejected } => texts["answer.rejected"],
        { State: RunState.Failed } => texts["answer.failed"],
        { State: RunState.Interrupted } => texts["answer.interrupted"],
        { State: RunState.Undone } => texts["answer.undone"],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>“14 changes for 11 people · 3 values held · guard: fine · read 2 minutes ago”.</summary>
    public static string Sentence(IStringLocalizer<RunTexts> texts, Moments moments, RunEntry run, RunChanges changes)
    {
        List<string> parts =
        [
            changes.Changes == 0 ? texts["changes.none"]
                : changes.People == 0 ? texts.Count("count.changes", changes.Changes)
                : texts["group.amount", texts.Count("count.changes", changes.Changes), texts.Count("count.people", changes.People)],
        ];
        if (run.Counts is { } counts)
        {
            parts.AddRange(new[] { ("held.values", counts.HeldValues), ("held.people", counts.HeldPeople) }.Where(h => h.Item2 > 0).Select(h => texts.Count(h.Item1, h.Item2)));
        }

        if (run.HasPlan)
        {
            parts.Add(texts[run.Reason is null ? "guard.fine" : run.State == RunState.Previewed ? "guard.would-stop" : "guard.stopped"]);
        }

        if (changes.ReadAt is { } read)
        {
            parts.Add(texts["read.ago", moments.Ago(read)]);
        }

        return string.Join(" · ", parts);
    }
}
