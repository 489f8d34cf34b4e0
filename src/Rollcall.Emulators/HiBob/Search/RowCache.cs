using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.HiBob.People;

namespace Rollcall.Emulators.HiBob.Search;

/// <summary>
/// Serialises employees in blocks of record numbers. Kept blocks live until someone in them, or someone they mention, changes, so that a
/// measurement of a client does not measure this serialiser.
/// </summary>
internal sealed class RowCache(Roster roster)
{
    // A run asks for two or three sets of fields; who keeps trying out new ones must not fill the memory.
    private const int MostShapes = 8;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(string Shape, int Block), RowBlock> _kept = new();
    private readonly List<string> _shapes = [];
    private long _seen;
    private DateOnly _day;

    /// <summary>The block that holds record numbers from <c>block * 64 + 1</c> on.</summary>
    public RowBlock Block(EmployeeShape shape, int block)
    {
        if (!_kept.TryGetValue((shape.Key, block), out var rows))
        {
            var version = roster.Workforce.Version;
            rows = Serialise(shape, block);
            lock (_lock)
            {
                // What changed while it was being written is not kept.
                if (version == roster.Workforce.Version && roster.Today == _day)
                {
                    MakeRoom(shape.Key);
                    _kept[(shape.Key, block)] = rows;
                }
            }
        }

        return rows;
    }

    /// <summary>Drops what the journal says is no longer true; to be called before an answer.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            var version = roster.Workforce.Version;
            var today = roster.Today;
            if (version == _seen && today == _day)
            {
                return;
            }

            if (!_kept.IsEmpty)
            {
                var entries = roster.Workforce.Journal.Since(_seen);
                if (today != _day || entries.Any(ChangesEverything))
                {
                    _kept.Clear();
                }
                else
                {
                    Drop(entries);
                }
            }

            _seen = version;
            _day = today;
        }
    }

    // Called under the lock.
    private void MakeRoom(string shape)
    {
        if (_shapes.Contains(shape))
        {
            return;
        }

        _shapes.Add(shape);
        if (_shapes.Count > MostShapes)
        {
            var oldest = _shapes[0];
            _shapes.RemoveAt(0);
            foreach (var key in _kept.Keys.Where(key => key.Shape == oldest))
            {
                _kept.TryRemove(key, out _);
            }
        }
    }

    private static bool ChangesEverything(JournalEntry entry) =>
        entry.Kind is not (ChangeKind.Changed or ChangeKind.Hired) || entry.Fields.Contains(nameof(Person.ManagerNumber), StringComparer.Ordinal);

    // A name or an address also stands in the rows of others.
    private static bool IsMentioned(JournalEntry entry) => entry.Fields.Any(field =>
        field is nameof(Person.FirstName) or nameof(Person.LastName) or nameof(Person.PreferredName) or nameof(Person.Email) or nameof(Person.ExternalId));

    // Counts of reports change all the way up.
    private static bool IsCounted(JournalEntry entry) => entry.Kind == ChangeKind.Hired || entry.Fields.Contains(nameof(Person.Lifecycle), StringComparer.Ordinal);

    private void Drop(IReadOnlyList<JournalEntry> entries)
    {
        var blocks = entries.Select(entry => BlockOf(entry.Number)).ToHashSet();
        foreach (var entry in entries.Where(IsCounted))
        {
            var above = roster.Workforce.Find(entry.Number)?.ManagerNumber;
            for (var depth = 0; above is { } number && depth < 60; depth++)
            {
                blocks.Add(BlockOf(number));
                above = roster.Workforce.Find(number)?.ManagerNumber;
            }
        }

        var mentioned = entries.Where(IsMentioned).Select(entry => entry.Number).ToHashSet();
        if (mentioned.Count > 0)
        {
            blocks.UnionWith(roster.Workforce.People().Where(person => roster.Mentioned(person).Any(mentioned.Contains)).Select(person => BlockOf(person.Number)));
        }

        foreach (var key in _kept.Keys.Where(key => blocks.Contains(key.Block)))
        {
            _kept.TryRemove(key, out _);
        }
    }

    public static int BlockOf(int number) => (number - 1) / RowBlock.Size;

    private RowBlock Serialise(EmployeeShape shape, int block)
    {
        var buffer = new ArrayBufferWriter<byte>(RowBlock.Size * 1024);
        var ends = new int[RowBlock.Size];
        var active = new bool[RowBlock.Size];
        using (var writer = new Utf8JsonWriter(buffer, Wire.Json.RowOptions))
        {
            for (var at = 0; at < RowBlock.Size; at++)
            {
                if (roster.Workforce.Find((block * RowBlock.Size) + at + 1) is { } person && roster.CanSee(person))
                {
                    buffer.Write(","u8);
                    shape.Write(writer, person);
                    writer.Flush();
                    writer.Reset();
                    active[at] = roster.IsActive(person);
                }

                ends[at] = buffer.WrittenCount;
            }
        }

        return new RowBlock(buffer.WrittenSpan.ToArray(), ends, active);
    }
}
