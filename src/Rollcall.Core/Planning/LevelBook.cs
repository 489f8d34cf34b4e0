using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;

namespace Rollcall.Core.Planning;

/// <summary>Finds and plans levels (R7): by exact name or alias, created at the end of the order otherwise.</summary>
internal sealed class LevelBook
{
    private readonly WorkspaceId workspace;
    private readonly Dictionary<string, LevelState> byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, bool> observed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LevelId? Level, Hold? Hold, string? Nearest)> decided = new(StringComparer.Ordinal);
    private readonly List<Change> changes = [];
    private int nextOrder;

    public LevelBook(WorkspaceId workspace, DirectorySchema schema)
    {
        this.workspace = workspace;
        foreach (var level in schema.Levels)
        {
            byName.TryAdd(Words.Exact(level.Name), level);
            nextOrder = Math.Max(nextOrder, level.Order + 1);
        }

        foreach (var level in schema.Levels)
        {
            foreach (var alias in level.Aliases)
            {
                byName.TryAdd(Words.Exact(alias), level);
            }
        }
    }

    /// <summary>Creations, ready after <see cref="Decide"/>.</summary>
    public IReadOnlyList<Change> Changes => changes;

    public void Observe(CompiledRule rule, string label)
    {
        var word = Words.Exact(label);
        var mayCreate = (rule.Rule.WhenUnknown ?? UnknownPolicy.Create) == UnknownPolicy.Create;
        observed[word] = mayCreate || (observed.TryGetValue(word, out var may) && may);
    }

    public void Decide()
    {
        foreach (var (word, mayCreate) in observed)
        {
            decided[word] = byName.TryGetValue(word, out var level) ? (level.Id, null, null) : Unknown(word, mayCreate);
        }
    }

    public (LevelId? Level, Hold? Hold, string? Nearest) Find(string label) => decided[Words.Exact(label)];

    private (LevelId?, Hold?, string?) Unknown(string word, bool mayCreate)
    {
        var loose = Words.Loose(word);
        var near = byName.Where(p => Words.Loose(p.Key) == loose).Select(p => p.Value.Name).Order(StringComparer.Ordinal).FirstOrDefault();
        if (near is not null)
        {
            return (null, new Hold(FindingCodes.NearDuplicateLevel, -1, word), near);
        }

        if (!mayCreate)
        {
            return (null, new Hold(FindingCodes.LevelUnknown, -1, word), Similarity.Nearest(word, byName.Keys));
        }

        var created = new LevelState { Id = FreeId(word), Name = word, Order = nextOrder++ };
        changes.Add(new Change
        {
            Verb = ChangeVerb.Create,
            Subject = SubjectKind.Level,
            SubjectId = created.Id.Value,
            Cause = "new in the HRIS",
            Snapshot = created,
        });
        byName[word] = created;
        return (created.Id, null, null);
    }

    /// <summary>A level that was renamed by hand keeps the id of its first name; another one of that name gets the next.</summary>
    private LevelId FreeId(string word)
    {
        var id = DerivedIds.Level(workspace, word);
        for (var n = 2; byName.Values.Any(l => l.Id == id); n++)
        {
            id = DerivedIds.Level(workspace, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{word}\u001F{n}"));
        }

        return id;
    }
}
