using System.Reflection;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What this installation is.</summary>
public sealed record About(string Version, bool IsPostgres);

/// <summary>The workspace's own settings.</summary>
internal sealed class SettingsService(Visitor visitor, WorkspaceStore workspaces, RunStore runs, StorageChoice storage, TimeProvider time)
{
    public const int LongestTitle = 60;

    /// <summary>Time zones by IANA name, as this machine knows them.</summary>
    public static IReadOnlyList<string> Zones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id == "UTC" || (id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>Days that runs without changes can stay.</summary>
    public static IReadOnlyList<int> KeepChoices { get; } = [30, 90, 365];

    public async Task<Workspace> WorkspaceAsync(CancellationToken cancellationToken) => (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;

    /// <summary>Saves name and time zone. A problem is <c>name</c> or <c>zone</c>; null when it is saved.</summary>
    public async Task<string?> SaveAsync(string title, string? timeZone, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        if (title.Trim() is not { Length: > 0 and <= LongestTitle } name)
        {
            return "name";
        }

        if (timeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
        {
            return "zone";
        }

        await workspaces.SetAsync(workspace.Id, name, timeZone, workspace.KeepRunsDays, cancellationToken);
        return null;
    }

    /// <summary>Decides how long runs stay that wrote nothing, and removes those that are older: now, and after each sync.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> KeepRunsAsync(int? days, CancellationToken cancellationToken)
    {
        var workspace = (await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace;
        if (days < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(days));
        }

        await workspaces.SetAsync(workspace.Id, workspace.Title, workspace.TimeZone, days, cancellationToken);
        return days is { } kept ? await runs.PruneAsync(workspace.Id, time.GetUtcNow() - TimeSpan.FromDays(kept), cancellationToken) : 0;
    }

    public async Task<About> AboutAsync(CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var version = typeof(SettingsService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new About(version.Split('+')[0], storage.ConnectionString is not null);
    }
}
