using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Configuration;

/// <summary>What applying a configuration file does, one line each.</summary>
internal sealed record ConfigChange(string Verb, string What);

/// <summary>Compares a configuration file with what is stored, and stores it. What the file does not name stays.</summary>
internal sealed class ConfigApplier(
    WorkspaceStore workspaces, ConnectionStore connections, DirectoryEditStore edits, Func<Workspace, DirectoryStore> directoryOf, Func<string, string?> environment)
{
    /// <summary>The changes; nothing is written.</summary>
    public async Task<IReadOnlyList<ConfigChange>> PlanAsync(ConfigDocument document, CancellationToken cancellationToken)
    {
        var changes = new List<ConfigChange>();
        var workspace = await workspaces.FindAsync(document.Workspace, cancellationToken);
        if (workspace is null)
        {
            changes.Add(new ConfigChange("create", $"workspace {document.Workspace}"));
        }
        else if (workspace.TimeZone != document.TimeZone)
        {
            changes.Add(new ConfigChange("change", $"time zone: {workspace.TimeZone} → {document.TimeZone}"));
        }

        var schema = workspace is null ? new DirectorySchema([], [], []) : await directoryOf(workspace).ReadSchemaAsync(cancellationToken);
        changes.AddRange(document.Attributes.Select(a => Compare("custom attribute", a.Key, schema.Attributes.FirstOrDefault(s => s.Key == a.Key), a)).OfType<ConfigChange>());
        changes.AddRange(TeamsOf(document, schema, workspace?.Id ?? default).Select(t => Compare("team", t.New.Name, t.Old, t.New)).OfType<ConfigChange>());
        changes.AddRange(LevelsOf(document, schema, workspace?.Id ?? default).Select(t => Compare("level", t.New.Name, t.Old, t.New)).OfType<ConfigChange>());
        var standing = workspace is null ? [] : await connections.ListAsync(workspace.Id, cancellationToken);
        for (var i = 0; i < document.Connections.Count; i++)
        {
            var wanted = document.Connections[i];
            var there = standing.FirstOrDefault(c => c.Config.Name == wanted.Config.Name);
            if (there is null)
            {
                changes.Add(new ConfigChange("create", $"connection {wanted.Config.Name} ({wanted.Config.Provider}, {wanted.Config.Mappings.Count} mappings)"));
            }
            else if (ConfigJson.Write(there.Config) != ConfigJson.Write(wanted.Config) || there.Position != i
                || !there.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).SequenceEqual(wanted.Settings.OrderBy(s => s.Key, StringComparer.Ordinal)))
            {
                changes.Add(new ConfigChange("change", $"connection {wanted.Config.Name}{MappingDelta(there.Config, wanted.Config)}"));
            }
        }

        return changes;
    }

    /// <exception cref="ConfigException">An environment variable that a secret names is not set.</exception>
    public async Task<Workspace> ApplyAsync(string file, ConfigDocument document, CancellationToken cancellationToken)
    {
        var secrets = document.Connections.ToDictionary(c => c.Config.Name, c => SecretsOf(c, file), StringComparer.Ordinal);
        var workspace = await workspaces.SaveAsync(document.Workspace, document.TimeZone, cancellationToken);
        var schema = await directoryOf(workspace).ReadSchemaAsync(cancellationToken);
        foreach (var attribute in document.Attributes)
        {
            await edits.SaveAttributeAsync(workspace.Id, attribute, cancellationToken);
        }

        foreach (var (_, team) in TeamsOf(document, schema, workspace.Id))
        {
            await edits.SaveTeamAsync(workspace.Id, team, cancellationToken);
        }

        foreach (var (_, level) in LevelsOf(document, schema, workspace.Id))
        {
            await edits.SaveLevelAsync(workspace.Id, level, cancellationToken);
        }

        for (var i = 0; i < document.Connections.Count; i++)
        {
            var connection = document.Connections[i];
            await connections.SaveAsync(workspace.Id, connection.Config, i, connection.Settings, secrets[connection.Config.Name], cancellationToken);
        }

        return (await workspaces.FindAsync(document.Workspace, cancellationToken))!;
    }

    private static IEnumerable<(TeamState? Old, TeamState New)> TeamsOf(ConfigDocument document, DirectorySchema schema, WorkspaceId workspace) => document.Teams.Select(t =>
    {
        var old = schema.Teams.FirstOrDefault(s => s.Kind == t.Kind && s.Name == t.Name);
        var made = old ?? new TeamState { Id = DerivedIds.Team(workspace, t.Kind, t.Name), Name = t.Name, Kind = t.Kind };
        return (old, made with { Aliases = t.Aliases });
    });

    private static IEnumerable<(LevelState? Old, LevelState New)> LevelsOf(ConfigDocument document, DirectorySchema schema, WorkspaceId workspace) => document.Levels.Select((l, i) =>
    {
        var old = schema.Levels.FirstOrDefault(s => s.Name == l.Name);
        var made = old ?? new LevelState { Id = DerivedIds.Level(workspace, l.Name), Name = l.Name, Order = i };
        return (old, made with { Aliases = l.Aliases, Order = i });
    });

    private static ConfigChange? Compare<T>(string what, string name, T? old, T wanted)
        where T : class => old is null ? new ConfigChange("create", $"{what} {name}") : old.Equals(wanted) ? null : new ConfigChange("change", $"{what} {name}");

    private static string MappingDelta(ConnectionConfig before, ConnectionConfig after)
    {
        var added = after.Mappings.Except(before.Mappings).Select(m => $"+ {string.Join(", ", m.From)} → {m.To}");
        var removed = before.Mappings.Except(after.Mappings).Select(m => $"- {string.Join(", ", m.From)} → {m.To}");
        var lines = removed.Concat(added).ToList();
        return lines.Count == 0 ? "" : ": " + string.Join("; ", lines);
    }

    private Dictionary<string, string>? SecretsOf(ConnectionDocument connection, string file)
    {
        var problems = new List<ConfigProblem>();
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, variable) in connection.SecretVariables)
        {
            if (environment(variable) is { Length: > 0 } value)
            {
                secrets[key] = value;
            }
            else
            {
                problems.Add(new ConfigProblem(1, 1, $"The environment variable “{variable}” for the secret “{key}” of “{connection.Config.Name}” is not set.", $"Set it: export {variable}=…"));
            }
        }

        return problems.Count > 0 ? throw new ConfigException(file, problems) : secrets.Count == 0 ? null : secrets;
    }
}
