using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;
using Rollcall.Core.Runs;
using Rollcall.Features.Shell;
using Rollcall.Storage;

namespace Rollcall.Features.Integrations;

/// <summary>How a connection stands and what came of starting a run, in sentences.</summary>
public sealed class ConnectionWords(IStringLocalizer<IntegrationTexts> texts, Moments moments, NavigationManager navigation, ISnackbar snackbar)
{
    /// <summary>The first thing somebody wants to know of a connection.</summary>
    public string Sentence(ConnectionView view) => view switch
    {
        { Active: { } active } => texts["sentence.running", moments.Ago(active.StartedAt)],
        { Entry.Config.Enabled: false } => texts["sentence.disabled"],
        { IsPausedByUndo: true } => texts["sentence.paused-undo"],
        { Entry.Paused: true } => texts["sentence.paused"],
        { LastSync: null } => texts["sentence.never"],
        { LastSync: { State: RunState.Succeeded } last } => texts["sentence.fine", moments.Ago(last.StartedAt), last.Counts?.Read ?? 0, last.Applied],
        { LastSync: { State: RunState.AwaitingApproval } last } => texts["sentence.stopped", moments.Ago(last.StartedAt)],
        { LastSync: { } last } => texts["sentence.failed", moments.Ago(last.StartedAt), last.Reason ?? ""],
    };

    /// <summary>Who is known of the HRIS.</summary>
    public string Counts(ConnectionView view) => view.Records.People == 0
        ? texts["counts.none", view.Entry.Config.Mappings.Count]
        : texts["counts", view.Records.People, view.Records.Tied, view.Records.Excluded, view.Entry.Config.Mappings.Count];

    /// <summary>When it syncs next by itself, or why not.</summary>
    public string Next(ConnectionEntry entry, DateTimeOffset? next) => (entry, next) switch
    {
        ({ Config.Schedule.IsOff: true }, _) => texts["next.off"],
        ({ Paused: true } or { Config.Enabled: false }, _) => texts["next.paused"],
        (_, { } at) => texts["next", moments.Until(at)],
        ({ LastFullReadAt: null }, _) => texts["next.first"],
        _ => texts["next.soon"],
    };

    /// <summary>Goes to the run, or says why there is none.</summary>
    public Task FollowAsync(StartOutcome outcome)
    {
        switch (outcome)
        {
            case StartOutcome.Started started:
                navigation.NavigateTo($"/runs/{started.Run}");
                break;
            case StartOutcome.Busy busy:
                snackbar.Add(busy.WillFollow ? texts["start.busy-follows"].Value : texts["start.busy"].Value, Severity.Info);
                navigation.NavigateTo($"/runs/{busy.Run}");
                break;
            case StartOutcome.NotNow notNow:
                snackbar.Add(notNow.IsPaused ? texts["start.paused"].Value : texts["start.disabled"].Value, Severity.Warning);
                break;
            default:
                snackbar.Add(texts["change.gone"].Value, Severity.Warning);
                break;
        }

        return Task.CompletedTask;
    }
}
