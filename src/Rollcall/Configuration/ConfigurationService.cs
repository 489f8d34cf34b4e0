using Rollcall.Features.Access;
using Rollcall.Features.Integrations;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Configuration;

/// <summary>The whole configuration of the visitor's workspace as one document, for programs.</summary>
internal sealed class ConfigurationService(
    Visitor visitor, WorkspaceStore workspaces, ConnectionStore connections, ConfigurationStore store, SyncService sync, SyncScheduler scheduler)
{
    private const string Name = "The document";

    /// <summary>The document; secrets are placeholders.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> ReadAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var workspace = await workspaces.FindAsync(member.Workspace.Id, cancellationToken) ?? member.Workspace;
        return ConfigWriter.DocumentOf(
            workspace, await sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken), await connections.ListAsync(workspace.Id, cancellationToken));
    }

    /// <summary>What storing the document changes; stores it unless <paramref name="isDry"/>.</summary>
    /// <param name="text">The document, as JSON or YAML.</param>
    /// <param name="secrets">Values for the names that the document's secrets give. The server's own environment is none of a program's business.</param>
    /// <param name="isDry">Only say it.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    /// <exception cref="ConfigException">The document has problems.</exception>
    public async Task<IReadOnlyList<ConfigChange>> StoreAsync(string text, IReadOnlyDictionary<string, string> secrets, bool isDry, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        var document = ConfigReader.Read(Name, text);
        if (document.Workspace != workspace.Name)
        {
            throw new ConfigException(Name, [new ConfigProblem(1, 1, $"The document is of the workspace “{document.Workspace}”, the token of “{workspace.Name}”.", "Send each document with a token of its workspace.")]);
        }

        document = await WithSecretsAsync(workspace, document, secrets, cancellationToken);
        var applier = new ConfigApplier(workspaces, connections, store, sync.DirectoryOf, secrets.GetValueOrDefault);
        var changes = await applier.PlanAsync(document, cancellationToken);
        if (!isDry)
        {
            await applier.ApplyAsync(Name, document, cancellationToken);
            await scheduler.ReconcileAsync(cancellationToken);
        }

        return changes;
    }

    /// <summary>Secrets that are stored and not sent stay as they are, as long as the address they go to does.</summary>
    private async Task<ConfigDocument> WithSecretsAsync(Workspace workspace, ConfigDocument document, IReadOnlyDictionary<string, string> secrets, CancellationToken cancellationToken)
    {
        var problems = new List<ConfigProblem>();
        var standing = await connections.ListAsync(workspace.Id, cancellationToken);
        var whole = new List<ConnectionDocument>();
        foreach (var wanted in document.Connections)
        {
            var connector = Connectors.Connectors.Find(wanted.Config.Provider)!;
            var there = standing.FirstOrDefault(c => c.Config.Name == wanted.Config.Name);
            if (there is not null && there.Config.Provider != wanted.Config.Provider)
            {
                problems.Add(new ConfigProblem(1, 1, $"“{wanted.Config.Name}” is a connection of {there.Config.Provider}.", "Take another name, or remove that one first."));
                continue;
            }

            var known = there is null ? [] : (await connections.RevealAsync(workspace.Id, there.Id, cancellationToken)).Keys.Where(k => connector.Settings.Any(f => f.Secret && f.Key == k)).ToHashSet(StringComparer.Ordinal);
            var draft = new SettingsDraft(connector, there?.Settings ?? new Dictionary<string, string>(), known);
            foreach (var field in connector.Settings)
            {
                draft.Set(field.Key, field.Secret
                    ? wanted.SecretVariables.GetValueOrDefault(field.Key) is { } variable ? secrets.GetValueOrDefault(variable) : null
                    : wanted.Settings.GetValueOrDefault(field.Key) ?? field.Default);
            }

            problems.AddRange(draft.Check().Select(p => p.Value switch
            {
                SettingProblem.WriteAgain => new ConfigProblem(1, 1, $"The address of “{wanted.Config.Name}” changes: a stored secret goes to no other address than before.", $"Send “{p.Key}” again: put its value under secrets, by the name that the document gives it."),
                SettingProblem.NoChoice => new ConfigProblem(1, 1, $"“{p.Key}” of “{wanted.Config.Name}” is not one of its choices.", $"Write one of {string.Join(", ", connector.Settings.First(f => f.Key == p.Key).Choices)}."),
                _ => new ConfigProblem(1, 1, $"“{p.Key}” of “{wanted.Config.Name}” is missing.", wanted.SecretVariables.TryGetValue(p.Key, out var name) ? $"Put its value under secrets, as “{name}”." : "Add it."),
            }));
            whole.Add(wanted with { SecretVariables = wanted.SecretVariables.Where(v => !known.Contains(v.Key) || secrets.ContainsKey(v.Value)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal) });
        }

        return problems.Count > 0 ? throw new ConfigException(Name, problems) : document with { Connections = whole };
    }
}
