using System.Collections.Immutable;

namespace Rollcall.Emulators.Company;

public enum ChangeKind
{
    Hired,
    Changed,
    Deleted,
    UnitChanged,
    FieldChanged,
    AccessChanged,
}

/// <summary>One mutation: when, of whom (0 for the whole company) and which fields.</summary>
public sealed record JournalEntry(long Sequence, DateTimeOffset At, ChangeKind Kind, int Number, IReadOnlyList<string> Fields);

/// <summary>Everything that happened to the company since it was made up, in order.</summary>
public sealed class ChangeJournal
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];
    private ImmutableArray<Action<JournalEntry>> _listeners = [];

    public long Sequence
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Calls back after each entry, outside the lock, on the thread of the mutation, until disposed.</summary>
    public IDisposable Listen(Action<JournalEntry> listener)
    {
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        return new Listening(this, listener);
    }

    /// <summary>The entries after <paramref name="sequence"/>, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Since(long sequence)
    {
        lock (_lock)
        {
            return [.. _entries.Skip((int)sequence)];
        }
    }

    internal JournalEntry Write(DateTimeOffset at, ChangeKind kind, int number, IReadOnlyList<string> fields)
    {
        JournalEntry entry;
        lock (_lock)
        {
            entry = new JournalEntry(_entries.Count + 1, at, kind, number, fields);
            _entries.Add(entry);
        }

        foreach (var listener in _listeners)
        {
            listener(entry);
        }

        return entry;
    }

    private sealed class Listening(ChangeJournal journal, Action<JournalEntry> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref journal._listeners, listeners => listeners.Remove(listener));
    }
}
