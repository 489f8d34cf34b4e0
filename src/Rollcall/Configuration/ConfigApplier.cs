using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Storage;

namespace Rollcall.Configuration;

/// <summary>What applying a configuration file does, one line each.</summary>
internal sealed record ConfigChange(string Verb, string What);

/// <summary>Compares a configuration file with what is stored, and stores it. What the file does not name stays, the aliases of a team too: a merge
/// made some of them.</summary>
internal sealed class ConfigApplier(
    WorkspaceStore workspaces, ConnectionStore connections, ConfigurationStore store, Func<Workspace, DirectoryStore> directoryOf, Func<string, string?> environment)
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
        changes.AddRange(TeamsOf(document, schema).Select(t => Compare("team", t.New.Name, t.Old, t.New)).OfType<ConfigChange>());
        changes.AddRange(LevelsOf(document, schema).Select(t => Compare("level", t.New.Name, t.Old, t.New)).OfType<ConfigChange>());
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

        if (document.Precedence is { } orders)
        {
            var before = workspace is null ? [] : PrecedenceEntry.Of(workspace, standing).ToDictionary(o => o.Target, o => o.Connections);
            changes.AddRange(orders.Where(o => !o.Connections.Equals(before.GetValueOrDefault(o.Target))).Select(o =>
                new ConfigChange(before.ContainsKey(o.Target) ? "change" : "create", $"order for {o.Target}: {string.Join(", ", o.Connections)}")));
            changes.AddRange(before.Keys.Where(t => orders.All(o => o.Target != t)).Select(t => new ConfigChange("remove", $"order for {t}")));
        }

        return changes;
    }

    /// <summary>Stores all of it, or nothing.</summary>
    /// <exception cref="ConfigException">An environment variable that a secret names is not set, or an alias is taken.</exception>
    public async Task<Workspace> ApplyAsync(string file, ConfigDocument document, CancellationToken cancellationToken)
    {
        List<ConfiguredConnection> configured = [.. document.Connections.Select(c => new ConfiguredConnection(c.Config, c.Settings, SecretsOf(c, file)))];
        return await store.SaveAsync(
            new ConfigurationEdit(document.Workspace, document.TimeZone, document.Attributes, schema => [.. TeamsOf(document, schema)], schema => [.. LevelsOf(document, schema)], configured,
                document.Precedence?.Select(o => (o.Target, o.Connections)).ToList()), cancellationToken) switch
        {
            ConfigurationSaved.Done done => done.Workspace,
            ConfigurationSaved.TeamTaken taken => throw new ConfigException(file, [new ConfigProblem(
                1, 1, $"An alias of the team “{taken.Name}” is the name or an alias of another team of its kind.", "Take the alias away from one of them; “rollcall teams list” shows which have it.")]),
            ConfigurationSaved.LevelTaken taken => throw new ConfigException(file, [new ConfigProblem(
                1, 1, $"An alias of the level “{taken.Name}” is the name or an alias of another level.", "Take the alias away from one of them; “rollcall config export” shows which have it.")]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A team that was renamed, or merged into another, is found by its alias.</summary>
    private static IEnumerable<(TeamState? Old, TeamState New)> TeamsOf(ConfigDocument document, DirectorySchema schema) => document.Teams.Select(t =>
    {
        var name = Words.Exact(t.Name);
        var old = schema.Teams.FirstOrDefault(s => s.Kind == t.Kind && Words.Exact(s.Name) == name)
            ?? schema.Teams.FirstOrDefault(s => s.Kind == t.Kind && s.Aliases.Any(a => Words.Exact(a) == name));
        return (old, old is null
            ? new TeamState { Id = default, Name = t.Name, Kind = t.Kind, Aliases = t.Aliases }
            : old with { Aliases = Words.Aliases(old.Name, old.Aliases.Concat(t.Aliases)) });
    });

    /// <summary>A level that was renamed, or merged into another, is found by its alias.</summary>
    private static IEnumerable<(LevelState? Old, LevelState New)> LevelsOf(ConfigDocument document, DirectorySchema schema) => document.Levels.Select((l, i) =>
    {
        var name = Words.Exact(l.Name);
        var old = schema.Levels.FirstOrDefault(s => Words.Exact(s.Name) == name) ?? schema.Levels.FirstOrDefault(s => s.Aliases.Any(a => Words.Exact(a) == name));
        return (old, old is null
            ? new LevelState { Id = default, Name = l.Name, Order = i, Aliases = l.Aliases }
            : old with { Order = i, Aliases = Words.Aliases(old.Name, old.Aliases.Concat(l.Aliases)) });
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
