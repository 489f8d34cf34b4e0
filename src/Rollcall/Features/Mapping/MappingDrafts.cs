using System.Collections.Concurrent;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Features.Mapping;

/// <summary>Edits that were not saved: on what, what they came to, and when.</summary>
public sealed record KeptDraft(ConnectionConfig From, ConnectionConfig Edited, ValueList<CustomAttribute> NewAttributes, DateTimeOffset At)
{
    public override string ToString() => From.Name;
}

/// <summary>Unsaved edits of each account, in memory: a preview, a wrong click or a reload loses nothing. A restart does.</summary>
internal sealed class MappingDrafts(TimeProvider time)
{
    private const int Most = 1000;
    private readonly ConcurrentDictionary<(Guid Account, ConnectionId Connection), KeptDraft> kept = new();

    public KeptDraft? Find(Guid account, ConnectionId connection) => kept.GetValueOrDefault((account, connection));

    public void Keep(Guid account, ConnectionId connection, MappingDraft draft)
    {
        kept[(account, connection)] = new KeptDraft(draft.From, draft.ToConfig(), draft.NewAttributes, time.GetUtcNow());
        while (kept.Count > Most && kept.OrderBy(k => k.Value.At).Select(k => k.Key).FirstOrDefault() is var oldest)
        {
            kept.TryRemove(oldest, out _);
        }
    }

    /// <summary>A custom attribute that comes into being when the account saves its edits of some connection; null when there is none such.</summary>
    public CustomAttribute? NewAttribute(Guid account, string key) =>
        kept.Where(k => k.Key.Account == account).SelectMany(k => k.Value.NewAttributes).FirstOrDefault(a => a.Key == key);

    /// <summary>Changes such an attribute before it is there.</summary>
    public void ChangeNew(Guid account, CustomAttribute attribute)
    {
        foreach (var (key, draft) in kept.Where(k => k.Key.Account == account && k.Value.NewAttributes.Any(a => a.Key == attribute.Key)))
        {
            kept.TryUpdate(key, draft with { NewAttributes = [.. draft.NewAttributes.Select(a => a.Key == attribute.Key ? attribute : a)] }, draft);
        }
    }

    public void Forget(Guid account, ConnectionId connection) => kept.TryRemove((account, connection), out _);
}
