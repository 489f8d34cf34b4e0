using Rollcall.Core.Directory;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Mapping;

/// <summary>Which mapping a preview was made with.</summary>
public enum PreviewedWith
{
    /// <summary>The saved one: the preview can be applied.</summary>
    Saved,

    /// <summary>Edits that the visitor has not saved: saving them comes first.</summary>
    Draft,

    /// <summary>Edits that are not saved and not at hand: somebody else's, or changed since.</summary>
    Other,
}

/// <summary>Previews and the unsaved edits they were made with. Asks for no role: its callers do.</summary>
internal sealed class PreviewedMapping(MappingDrafts drafts, ConnectionStore connections, RunStarter starter, MappingService mappings)
{
    /// <param name="member">Who looks at the preview.</param>
    /// <param name="id">The connection it is of.</param>
    /// <param name="configDigest">Of the preview's plan.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<PreviewedWith> OfAsync(Member member, ConnectionId id, string configDigest, CancellationToken cancellationToken)
    {
        var entry = (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == id);
        return entry is null ? PreviewedWith.Other
            : UnsavedMapping.Allows(configDigest, entry.Config) ? PreviewedWith.Saved
            : DraftOf(member, id) is { } draft && UnsavedMapping.Allows(configDigest, draft.On(entry.Config)) ? PreviewedWith.Draft
            : PreviewedWith.Other;
    }

    /// <summary>Previews what is saved, or the visitor's unsaved edits when they ask for those and there are some.</summary>
    public async Task<StartOutcome> StartAsync(Member member, ConnectionId id, bool withDraft, CancellationToken cancellationToken)
    {
        var entry = (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == id);
        var draft = withDraft && entry is not null ? DraftOf(member, id) : null;
        return await starter.PreviewAsync(member.Workspace, id, draft?.On(entry!.Config), draft?.NewAttributes ?? [], cancellationToken);
    }

    /// <summary>Saves the visitor's edits, as their page would.</summary>
    public async Task<SaveOutcome> SaveAsync(Member member, ConnectionId id, CancellationToken cancellationToken) =>
        DraftOf(member, id) is { } draft ? await mappings.SaveAsync(id, draft, isOver: false, cancellationToken) : SaveOutcome.Gone;

    private MappingDraft? DraftOf(Member member, ConnectionId id) =>
        drafts.Find(member.Account, id) is { } kept ? MappingDraft.Restore(kept.From, kept.Edited, kept.NewAttributes) : null;
}
