using System.Text.Json;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;

namespace Rollcall.Storage;

/// <summary>Reads the snapshots of changes (<see cref="SnapshotJson"/>). Values of employees are aligned to a layout; fields that are gone
/// are dropped. One read, one instance: not thread safe.</summary>
internal sealed class SnapshotReader(FieldLayout layout)
{
    private readonly SlotReader slots = new(layout);

    public object? Read(string? text, SubjectKind subject, Guid id)
    {
        if (text is null)
        {
            return null;
        }

        if (subject == SubjectKind.Employee)
        {
            return ReadEmployee(slots.Utf8(text), new EmployeeId(id));
        }

        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return subject switch
        {
            SubjectKind.Team => new TeamState
            {
                Id = new TeamId(id),
                Name = root.GetProperty("name").GetString()!,
                Kind = (TeamKind)root.GetProperty("kind").GetInt32(),
                Parent = root.TryGetProperty("parent", out var parent) ? new TeamId(parent.GetGuid()) : null,
                Aliases = SnapshotJson.ReadStrings(root.GetProperty("aliases")),
                Bindings = SnapshotJson.ReadBindings(root.GetProperty("bindings")),
                Leads = root.TryGetProperty("leads", out var leads) ? SnapshotJson.ReadStrings(leads).Select(l => new EmployeeId(Guid.Parse(l))).ToValueList() : [],
            },
            SubjectKind.Level => new LevelState
            {
                Id = new LevelId(id),
                Name = root.GetProperty("name").GetString()!,
                Order = root.GetProperty("order").GetInt32(),
                Aliases = SnapshotJson.ReadStrings(root.GetProperty("aliases")),
            },
            SubjectKind.Employee or SubjectKind.CustomAttribute => null,
        };
    }

    private EmployeeState ReadEmployee(ReadOnlySpan<byte> utf8, EmployeeId id)
    {
        var values = new string?[layout.Count];
        AccountStatus? status = null;
        AccountStatus? before = null;
        List<(Guid Id, Origin Origin)>? teams = null;
        List<(Guid Id, Origin Origin)>? managers = null;
        ValueList<string> pins = [];
        var json = new Utf8JsonReader(utf8);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "status"u8))
            {
                status = (AccountStatus)json.GetInt32();
            }
            else if (Is(ref json, "statusBefore"u8))
            {
                before = (AccountStatus)json.GetInt32();
            }
            else if (Is(ref json, "values"u8))
            {
                slots.Read(ref json, values);
            }
            else if (Is(ref json, "teams"u8))
            {
                teams = ReadLinks(ref json);
            }
            else if (Is(ref json, "managers"u8))
            {
                managers = ReadLinks(ref json);
            }
            else if (Is(ref json, "pins"u8))
            {
                pins = JsonSerializer.Deserialize<string[]>(ref json)!.ToValueList();
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return new EmployeeState
        {
            Id = id,
            Status = status ?? throw new JsonException("a snapshot without a status"),
            StatusBefore = before,
            Values = values,
            Teams = (teams ?? throw new JsonException("a snapshot without teams")).Select(l => new Membership(new TeamId(l.Id), l.Origin)).ToValueList(),
            AdditionalManagers = (managers ?? throw new JsonException("a snapshot without managers")).Select(l => new AdditionalManager(new EmployeeId(l.Id), l.Origin)).ToValueList(),
            Pins = pins,
        };
    }

    /// <summary>Whether the property is this one; then the reader is on its value.</summary>
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    /// <summary>[[id],[id,connection],…]</summary>
    private static List<(Guid Id, Origin Origin)> ReadLinks(ref Utf8JsonReader json)
    {
        var links = new List<(Guid, Origin)>();
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            json.Read();
            var id = json.GetGuid();
            var origin = Origin.Manual;
            if (json.Read() && json.TokenType == JsonTokenType.String)
            {
                origin = new Origin(new ConnectionId(json.GetGuid()));
                json.Read();
            }

            links.Add((id, origin));
        }

        return links;
    }
}
