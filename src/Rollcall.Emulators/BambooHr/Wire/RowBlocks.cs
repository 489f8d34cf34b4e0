using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Rollcall.Emulators.Company;

namespace Rollcall.Emulators.BambooHr.Wire;

/// <summary>
/// Serialises rows of people in blocks. When prepared, a block is kept until someone in it changes, so that a measurement of a
/// client does not measure this serialiser.
/// </summary>
internal sealed class RowBlocks(BambooHrTenant tenant, bool keep)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(string Shape, int Start), byte[]> _kept = new();
    private int[]? _order;
    private long _seen;
    private DateOnly _day;

    /// <summary>Numbers of everyone visible, by record number.</summary>
    public int[] Order()
    {
        lock (_lock)
        {
            Forget();
            return tenant.Switches.HiddenEmployees.Count > 0
                ? [.. tenant.Workforce.Numbers().Where(tenant.Roster.CanSee)]
                : _order ??= [.. tenant.Workforce.Numbers()];
        }
    }

    /// <summary>The rows of <paramref name="numbers"/> from <paramref name="start"/> on, joined by commas, without brackets.</summary>
    /// <param name="shape">Names everything that determines a row's form; null never keeps.</param>
    public ReadOnlyMemory<byte> Block(string? shape, int[] numbers, int start, int count, Action<Utf8JsonWriter, Person> row)
    {
        if (!keep || shape is null || tenant.Switches.HiddenEmployees.Count > 0)
        {
            return Serialise(numbers, start, count, row);
        }

        var key = (shape, start);
        if (!_kept.TryGetValue(key, out var bytes))
        {
            bytes = Serialise(numbers, start, count, row);
            _kept[key] = bytes;
        }

        return bytes;
    }

    // Drops what the journal says is no longer true. Called under the lock.
    private void Forget()
    {
        var version = tenant.Workforce.Version;
        var today = tenant.Roster.Today;
        if (version == _seen && today == _day)
        {
            return;
        }

        var entries = tenant.Workforce.Journal.Since(_seen);
        if (today != _day || entries.Any(entry => entry.Kind != ChangeKind.Changed || TouchesOthers(entry)))
        {
            _kept.Clear();
            _order = null;
        }
        else
        {
            var touched = entries.Select(entry => Array.BinarySearch(_order ?? [], entry.Number)).Where(at => at >= 0).ToHashSet();
            foreach (var key in _kept.Keys.Where(key => key.Shape.Contains("|query ", StringComparison.Ordinal) || touched.Any(at => at >= key.Start && at < key.Start + BlockSize(key.Shape))))
            {
                _kept.TryRemove(key, out _);
            }
        }

        _seen = version;
        _day = today;
    }

    /// <summary>A shape begins with the number of rows per block.</summary>
    private static int BlockSize(string shape) => int.Parse(shape.AsSpan(0, shape.IndexOf('|')), System.Globalization.CultureInfo.InvariantCulture);

    // A person's name and address are also in the rows of their reports.
    private static bool TouchesOthers(JournalEntry entry) => entry.Fields.Any(field =>
        field is nameof(Person.FirstName) or nameof(Person.LastName) or nameof(Person.PreferredName) or nameof(Person.Email) or nameof(Person.ExternalId) or nameof(Person.HireDate));

    private byte[] Serialise(int[] numbers, int start, int count, Action<Utf8JsonWriter, Person> row)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, count * 200));
        using (var writer = new Utf8JsonWriter(buffer, Answers.WriterOptions))
        {
            writer.WriteStartArray();
            for (var at = start; at < Math.Min(start + count, numbers.Length); at++)
            {
                // Someone deleted since the numbers were taken is simply gone.
                if (tenant.Workforce.Find(numbers[at]) is { } person)
                {
                    row(writer, person);
                }
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }
}
