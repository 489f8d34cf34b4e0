using System.Reflection;
using Rollcall.Features.Access;
using Rollcall.Storage;

namespace Rollcall.Features.Settings;

/// <summary>What this installation is.</summary>
public sealed record About(string Version, bool IsPostgres);

/// <summary>The workspace's own settings.</summary>
internal sealed class SettingsService(Visitor visitor, WorkspaceStore workspaces, StorageChoice storage)
{
    public const int LongestTitle = 60;

    /// <summary>Time zones by IANA name, as this machine knows them.</summary>
    public static IReadOnlyList<string> Zones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id == "UTC" || (id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

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

    public async Task<About> AboutAsync(CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var version = typeof(SettingsService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new About(version.Split('+')[0], storage.ConnectionString is not null);
    }
}
