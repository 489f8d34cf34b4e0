using System.Data.Common;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>One employee while they are being changed: reads from a row, takes changes with their before-images, becomes a row again.</summary>
internal sealed class EmployeeDraft
{
    private const char PinSeparator = '\n';
    private static readonly int BuiltIn = Fields.BuiltIn.Count;
    private readonly string?[] slots = new string?[BuiltIn];
    private SortedList<string, string> custom = new(StringComparer.Ordinal);

    public required Guid Id { get; init; }

    public AccountStatus Status { get; private set; }

    public AccountStatus? StatusBefore { get; private set; }

    public HashSet<string> Pins { get; private init; } = new(StringComparer.Ordinal);

    public bool IsOwner { get; set; }

    public long CreatedAt { get; private init; }

    public HashSet<Membership> Teams { get; } = [];

    public HashSet<AdditionalManager> Managers { get; } = [];

    public List<(ChangeVerb Verb, Membership Link)> TeamChanges { get; } = [];

    public List<(ChangeVerb Verb, AdditionalManager Link)> ManagerChanges { get; } = [];

    /// <summary>Reads a row selected with the columns of <see cref="Tables.Employees"/>; the JSON of custom values is for <see cref="TakeCustom"/>.</summary>
    public static (EmployeeDraft Draft, string? Custom) Read(DbDataReader row)
    {
        var draft = new EmployeeDraft
        {
            Id = row.GetGuid(0),
            Status = (AccountStatus)row.GetInt32(2),
            StatusBefore = row.IsDBNull(3) ? null : (AccountStatus)row.GetInt32(3),
            Pins = PinsOf(row.TextAt(Tables.FirstSlot + BuiltIn + 1)).ToHashSet(StringComparer.Ordinal),
            IsOwner = row.GetBoolean(Tables.FirstSlot + BuiltIn + 2),
            CreatedAt = row.GetInt64(Tables.FirstSlot + BuiltIn + 5),
        };
        for (var i = 0; i < BuiltIn; i++)
        {
            draft.slots[i] = row.IsDBNull(Tables.FirstSlot + i) ? null : row.GetString(Tables.FirstSlot + i);
        }

        return (draft, row.TextAt(Tables.FirstSlot + BuiltIn));
    }

    /// <summary>Custom values as they stand.</summary>
    public void TakeCustom(string? json, SharedWords words) => custom = SnapshotJson.ReadCustom(json, words);

    /// <summary>The pinned fields in a row's column of them.</summary>
    public static string[] PinsOf(string? column) => column?.Split(PinSeparator) ?? [];

    public string? Get(string field)
    {
        if (field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
        {
            return custom.GetValueOrDefault(field[Fields.CustomPrefix.Length..]);
        }

        var slot = SlotOf(field);
        return slot < 0 ? null : slots[slot];
    }

    public void Set(string field, string? value)
    {
        if (field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal))
        {
            var key = field[Fields.CustomPrefix.Length..];
            if (value is null)
            {
                custom.Remove(key);
            }
            else
            {
                custom[key] = value;
            }

            return;
        }

        slots[SlotOf(field)] = value;
    }

    /// <summary>Takes one change; false when the before-image is not what stands, or when somebody pinned the field since it was planned.</summary>
    public bool Take(Change change)
    {
        if (Pins.Contains(change.Field))
        {
            return false;
        }

        switch (change.Field)
        {
            case Fields.Status:
                if (change.Before != AccountStatusWord.Of(Status))
                {
                    return false;
                }

                var next = AccountStatusWord.Parse(change.After!) ?? throw new ArgumentException("not a status", nameof(change));
                StatusBefore = next == AccountStatus.Deactivated ? Status : null;
                Status = next;
                return true;
            case Fields.ExternalId:
                return true;
            case Fields.Team:
                var membership = new Membership(new TeamId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin));
                TeamChanges.Add((change.Verb, membership));
                return change.Verb == ChangeVerb.Add ? Teams.Add(membership) : Teams.Remove(membership);
            case Fields.AdditionalManager:
                var manager = new AdditionalManager(new EmployeeId(Guid.Parse((change.After ?? change.Before)!)), new Origin(change.Origin));
                ManagerChanges.Add((change.Verb, manager));
                return change.Verb == ChangeVerb.Add ? Managers.Add(manager) : Managers.Remove(manager);
            default:
                if (Get(change.Field) != change.Before)
                {
                    return false;
                }

                Set(change.Field, change.After);
                return true;
        }
    }

    /// <summary>The columns of <see cref="Tables.Employees"/> that differ when these fields were changed, ascending.</summary>
    public static IReadOnlyList<int> ColumnsOf(IReadOnlySet<string> fields)
    {
        var columns = new SortedSet<int> { Tables.FirstSlot + BuiltIn + 6 };
        foreach (var field in fields)
        {
            columns.UnionWith(field switch
            {
                Fields.Status => [2, 3],
                Fields.Email => [Tables.FirstSlot + SlotOf(field), Tables.FirstSlot + BuiltIn + 3],
                Fields.FirstName or Fields.LastName => [Tables.FirstSlot + SlotOf(field), Tables.FirstSlot + BuiltIn + 4],
                Fields.Team or Fields.AdditionalManager or Fields.ExternalId => [],
                _ when field.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal) => [Tables.FirstSlot + BuiltIn],
                _ when SlotOf(field) is >= 0 and var slot => [Tables.FirstSlot + slot],
                _ => throw new ArgumentException($"no column holds {field}", nameof(fields)),
            });
        }

        return [.. columns];
    }

    /// <summary>Fills a row for <see cref="Tables.Employees"/>.</summary>
    public void Fill(object?[] row, Guid workspace, long now)
    {
        row[0] = Id;
        row[1] = workspace;
        row[2] = (int)Status;
        row[3] = (int?)StatusBefore;
        slots.CopyTo(row, Tables.FirstSlot);
        row[Tables.FirstSlot + BuiltIn] = SnapshotJson.Custom(custom);
        FillRest(row, slots[0], slots[1], slots[2], Pins, IsOwner, CreatedAt == 0 ? now : CreatedAt, now);
    }

    /// <summary>Fills a row straight from a created employee's snapshot.</summary>
    public static void Fill(object?[] row, EmployeeState state, ValueList<string> layout, Guid workspace, long now)
    {
        row[0] = state.Id.Value;
        row[1] = workspace;
        row[2] = (int)state.Status;
        row[3] = (int?)state.StatusBefore;
        Array.Copy(state.Values, 0, row, Tables.FirstSlot, BuiltIn);
        row[Tables.FirstSlot + BuiltIn] = SnapshotJson.Custom(CustomOf(state, layout));
        FillRest(row, state.Values[0], state.Values[1], state.Values[2], state.Pins, isOwner: false, now, now);
    }

    private static IEnumerable<KeyValuePair<string, string>> CustomOf(EmployeeState state, ValueList<string> layout)
    {
        for (var i = BuiltIn; i < state.Values.Length; i++)
        {
            if (state.Values[i] is { } value)
            {
                yield return new(layout[i][Fields.CustomPrefix.Length..], value);
            }
        }
    }

    private static void FillRest(
        object?[] row, string? email, string? first, string? last, IReadOnlyCollection<string> pins, bool isOwner, long createdAt, long updatedAt)
    {
        var name = $"{first} {last}".Trim();
        row[Tables.FirstSlot + BuiltIn + 1] = pins.Count == 0 ? null : string.Join(PinSeparator, pins.Order(StringComparer.Ordinal));
        row[Tables.FirstSlot + BuiltIn + 2] = isOwner;
        row[Tables.FirstSlot + BuiltIn + 3] = email is null ? null : Words.Folded(email);
        row[Tables.FirstSlot + BuiltIn + 4] = name.Length == 0 ? null : Words.Folded(name);
        row[Tables.FirstSlot + BuiltIn + 5] = createdAt;
        row[Tables.FirstSlot + BuiltIn + 6] = updatedAt;
    }

    private static int SlotOf(string field)
    {
        for (var i = 0; i < BuiltIn; i++)
        {
            if (Fields.BuiltIn[i].Key == field)
            {
                return i;
            }
        }

        return -1;
    }
}
