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
        var status = AccountStatus.Created;
        AccountStatus? before = null;
        List<(Guid Id, Origin Origin)> teams = [];
        List<(Guid Id, Origin Origin)> managers = [];
        ValueList<string> pins = [];
        var json = new Utf8JsonReader(utf8);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case [.. var known] when known.SequenceEqual("status"u8):
                    status = (AccountStatus)json.GetInt32();
                    break;
                case [.. var known] when known.SequenceEqual("statusBefore"u8):
                    before = (AccountStatus)json.GetInt32();
                    break;
                case [.. var known] when known.SequenceEqual("values"u8):
                    slots.Read(ref json, values);
                    break;
                case [.. var known] when known.SequenceEqual("teams"u8):
                    teams = ReadLinks(ref json);
                    break;
                case [.. var known] when known.SequenceEqual("managers"u8):
                    managers = ReadLinks(ref json);
                    break;
                case [.. var known] when known.SequenceEqual("pins"u8):
                    pins = JsonSerializer.Deserialize<string[]>(ref json)!.ToValueList();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new EmployeeState
        {
            Id = id,
            Status = status,
            StatusBefore = before,
            Values = values,
            Teams = teams.Select(l => new Membership(new TeamId(l.Id), l.Origin)).ToValueList(),
            AdditionalManagers = managers.Select(l => new AdditionalManager(new EmployeeId(l.Id), l.Origin)).ToValueList(),
            Pins = pins,
        };
    }

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
