using System.Text.Json;
using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;

namespace Rollcall.Cli.Remote;

/// <summary>The configuration on a server. Secrets that a file names are taken from the environment here, and sent with it; those that are not set stay as they are there.</summary>
internal sealed class RemoteConfig(RollcallClient client) : ICompanyConfig
{
    public async Task<string> ExportAsync(CancellationToken cancellationToken) => ConfigWriter.Write(ConfigDocuments.Plain(await client.GetAsync<JsonElement>("configuration", cancellationToken)));

    public Task<IReadOnlyList<ConfigChange>> PlanAsync(ConfigFile file, CancellationToken cancellationToken) => StoreAsync(file, isDry: true, cancellationToken);

    public Task<IReadOnlyList<ConfigChange>> ApplyAsync(ConfigFile file, CancellationToken cancellationToken) => StoreAsync(file, isDry: false, cancellationToken);

    private async Task<IReadOnlyList<ConfigChange>> StoreAsync(ConfigFile file, bool isDry, CancellationToken cancellationToken)
    {
        if (file.Document.Workspace != client.Workspace.Name)
        {
            throw new CommandError(
                ExitCodes.NotFound, $"The file is of the workspace “{file.Document.Workspace}”, and the token of “{client.Workspace.Name}”. Nothing was changed.", "Take a token of that workspace. A token with the scope server creates a new one.");
        }

        var secrets = file.Document.Connections.SelectMany(c => c.SecretVariables.Values).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Value: ConfigCommand.ReadVariable(name))).Where(s => s.Value is { Length: > 0 }).ToDictionary(s => s.Name, s => s.Value!, StringComparer.Ordinal);
        var stored = await client.PutAsync<ApiStored>(
            $"configuration{(isDry ? "?dryRun=true" : "")}", new ApiConfiguration(ConfigDocuments.Json(file.Text), secrets), etag: null, cancellationToken);
        return [.. stored.Changes.Select(c => new ConfigChange(c.Verb, c.What))];
    }
}
