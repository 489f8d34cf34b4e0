using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Mapping;

/// <summary>What editing a mapping begins with.</summary>
/// <param name="Entry">The connection as it is stored.</param>
/// <param name="Connector">Its HRIS.</param>
/// <param name="Directory">Teams, levels and custom attributes.</param>
/// <param name="Baseline">Fill rates of the last good run.</param>
/// <param name="Records">What is kept of its people.</param>
/// <param name="Kept">Edits of the visitor that were not saved.</param>
public sealed record MappingView(
    ConnectionEntry Entry, ConnectorDescriptor Connector, DirectorySchema Directory, IReadOnlyList<AttributeCoverage> Baseline, RecordCounts Records, KeptDraft? Kept);

/// <summary>What the HRIS answered: something, or why not.</summary>
public sealed record Asked<T>(T? Answer, ConnectorFault? Fault)
    where T : class;

/// <summary>What came of saving a mapping.</summary>
public enum SaveOutcome
{
    Saved,

    /// <summary>Somebody else saved another mapping since editing began.</summary>
    ChangedMeanwhile,

    /// <summary>Something is half done.</summary>
    HalfDone,

    /// <summary>There is no such connection any more.</summary>
    Gone,
}

/// <summary>Reads what an HRIS offers, and stores and previews where it goes.</summary>
internal sealed class MappingService(
    Visitor visitor, ConnectionStore connections, DirectoryEditStore edits, SyncService sync, RunStarter starter, MappingDrafts drafts)
{
    /// <summary>A connection by name or id; null when the workspace has none such.</summary>
    public async Task<MappingView?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var entry = (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Config.Name == key || c.Id.ToString() == key);
        if (entry is null || Connectors.Connectors.Find(entry.Config.Provider) is not { } connector)
        {
            return null;
        }

        var directory = sync.DirectoryOf(member.Workspace);
        return new MappingView(
            entry,
            connector,
            await directory.ReadSchemaAsync(cancellationToken),
            await directory.ReadCoverageAsync(entry.Id, cancellationToken),
            await connections.CountRecordsAsync(member.Workspace.Id, entry.Id, cancellationToken),
            drafts.Find(member.Account, entry.Id));
    }

    /// <summary>What the HRIS offers now.</summary>
    public async Task<Asked<SourceSchema>> DiscoverAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await AskAsync(member, id, source => source.DiscoverAsync(cancellationToken), cancellationToken);
    }

    /// <summary>A few live values of each attribute, to be shown and never stored.</summary>
    public async Task<Asked<IReadOnlyDictionary<string, IReadOnlyCollection<string>>>> SamplesAsync(ConnectionId id, IReadOnlyCollection<string> attributes, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await AskAsync(member, id, source => SampleReader.ReadAsync(source, attributes, cancellationToken), cancellationToken);
    }

    /// <summary>Everybody with what these criteria ask about, read live: to try criteria before anybody is left out by them.</summary>
    public async Task<Asked<Audience>> AudienceAsync(ConnectionId id, ConnectionConfig edited, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var attributes = Audience.Needed(edited);
        return await AskAsync(member, id, async source =>
        {
            var people = new List<SourceRecord>();
            await foreach (var person in source.ReadAsync(new ReadRequest(attributes, new ReadNotes()), cancellationToken))
            {
                people.Add(person);
                if (people.Count % 500 == 0)
                {
                    progress?.Report(people.Count);
                }
            }

            return new Audience(attributes, people);
        }, cancellationToken);
    }

    /// <summary>Keeps edits that are not saved, for the visitor alone.</summary>
    public async Task KeepAsync(ConnectionId id, MappingDraft draft, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (draft.IsChanged)
        {
            drafts.Keep(member.Account, id, draft);
        }
        else
        {
            drafts.Forget(member.Account, id);
        }
    }

    public async Task ForgetAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        drafts.Forget(member.Account, id);
    }

    /// <summary>Stores mapping and exclusion criteria, and makes the custom attributes they go to.</summary>
    /// <param name="id">Which connection.</param>
    /// <param name="draft">The edits.</param>
    /// <param name="isOver">Store them over what somebody else saved meanwhile.</param>
    /// <param name="cancellationToken">Stops before the mapping is stored.</param>
    public async Task<SaveOutcome> SaveAsync(ConnectionId id, MappingDraft draft, bool isOver, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (MappingCheck.Of(draft).Count > 0)
        {
            return SaveOutcome.HalfDone;
        }

        bool IsFree(ConnectionConfig standing) => isOver || MappingDraft.AreSame(standing, draft.From);
        if (await EntryAsync(member, id, cancellationToken) is not { } entry)
        {
            return SaveOutcome.Gone;
        }

        if (!IsFree(entry.Config))
        {
            return SaveOutcome.ChangedMeanwhile;
        }

        var standing = await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
        foreach (var attribute in draft.NewAttributes.Where(a => standing.Attributes.All(s => s.Key != a.Key)))
        {
            await edits.SaveAttributeAsync(member.Workspace.Id, attribute, cancellationToken);
        }

        if (await connections.ChangeConfigAsync(member.Workspace.Id, id, config => IsFree(config) ? draft.On(config) : null, cancellationToken) is null)
        {
            return SaveOutcome.ChangedMeanwhile;
        }

        drafts.Forget(member.Account, id);
        return SaveOutcome.Saved;
    }

    /// <summary>Previews the edits without storing them.</summary>
    public async Task<StartOutcome> PreviewAsync(ConnectionId id, MappingDraft draft, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await EntryAsync(member, id, cancellationToken) is not { } entry)
        {
            return new StartOutcome.Gone();
        }

        drafts.Forget(member.Account, id);
        if (draft.IsChanged)
        {
            drafts.Keep(member.Account, id, draft);
        }

        return await starter.PreviewAsync(member.Workspace, id, draft.On(entry.Config), draft.NewAttributes, cancellationToken);
    }

    public async Task<StartOutcome> SyncAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await starter.SyncAsync(member.Workspace, id, cancellationToken);
    }

    /// <summary>Adds options to a select attribute of the directory; false when there is no such attribute any more.</summary>
    public async Task<bool> AddOptionsAsync(string attribute, IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await edits.ChangeAttributeAsync(member.Workspace.Id, attribute, standing => standing with
        {
            Options = [.. standing.Options, .. labels.Where(l => standing.Options.All(o => o.Label != l)).Select(l => new AttributeOption(l, [], Archived: false))],
        }, cancellationToken);
    }

    /// <summary>The directory anew: after an option or an attribute was added.</summary>
    public async Task<DirectorySchema> DirectoryAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await sync.DirectoryOf(member.Workspace).ReadSchemaAsync(cancellationToken);
    }

    private async Task<ConnectionEntry?> EntryAsync(Member member, ConnectionId id, CancellationToken cancellationToken) =>
        (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == id);

    private async Task<Asked<T>> AskAsync<T>(Member member, ConnectionId id, Func<IHrisSource, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (await EntryAsync(member, id, cancellationToken) is not { } entry)
        {
            return new Asked<T>(null, Fault: null);
        }

        try
        {
            return new Asked<T>(await ask(await sync.SourceOfAsync(member.Workspace, entry, cancellationToken)), Fault: null);
        }
        catch (ConnectorException exception)
        {
            return new Asked<T>(null, exception.Fault);
        }
    }
}
