using Rollcall.Core.Connecting;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Syncing;

/// <summary>What somebody's wish to read less than everybody comes to.</summary>
internal abstract record AskedReading
{
    private AskedReading()
    {
    }

    public sealed record Fits(ReadMode Mode) : AskedReading;

    /// <summary>The connection does not carry this employee.</summary>
    public sealed record NotCarried : AskedReading;

    /// <summary>The HRIS cannot say what changed.</summary>
    public sealed record NoChanges : AskedReading;
}

/// <summary>Turns what people ask for into what a run reads.</summary>
internal sealed class AskedReadings(SyncService sync, EmployeeQueries employees)
{
    /// <param name="workspace">Where.</param>
    /// <param name="connection">Whom to ask.</param>
    /// <param name="employee">A key of an employee, or the id that the HRIS has for somebody; null for everybody.</param>
    /// <param name="onlyChanges">Only those changed since the last read; everybody before the first.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<AskedReading> OfAsync(Workspace workspace, ConnectionEntry connection, string? employee, bool onlyChanges, CancellationToken cancellationToken)
    {
        if (employee is not null)
        {
            return await ExternalIdAsync(workspace, connection, employee, cancellationToken) is { } externalId
                ? new AskedReading.Fits(new ReadMode.People([externalId]))
                : new AskedReading.NotCarried();
        }

        if (!onlyChanges || connection.LastReadAt is not { } since)
        {
            return new AskedReading.Fits(new ReadMode.Full());
        }

        return Connectors.Connectors.Find(connection.Config.Provider)?.Capabilities.HasFlag(Capability.Delta) == true
            ? new AskedReading.Fits(new ReadMode.Changes(since))
            : new AskedReading.NoChanges();
    }

    /// <summary>An employee's own record of this connection, or the key as the HRIS' id; null when it is somebody without such a record.</summary>
    private async Task<string?> ExternalIdAsync(Workspace workspace, ConnectionEntry connection, string key, CancellationToken cancellationToken)
    {
        var found = await employees.FindAsync(workspace.Id, key, cancellationToken);
        return found.Count == 0
            ? key
            : (await sync.DirectoryOf(workspace).ReadRecordsOfAsync(found, cancellationToken)).FirstOrDefault(r => r.Connection == connection.Id)?.ExternalId;
    }
}
