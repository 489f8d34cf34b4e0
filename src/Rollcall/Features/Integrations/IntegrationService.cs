using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Demo;
using Rollcall.Features.Access;
using Rollcall.Scheduling;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Features.Integrations;

/// <summary>Connects, tests, changes and removes connections for whoever is at the page.</summary>
internal sealed class IntegrationService(Visitor visitor, ConnectionStore connections, RunStore runs, SyncService sync, RunStarter starter, AskedReadings readings, SyncScheduler scheduler, DemoGuide guide, ConnectionRemoval removal)
{
    private const int RunsShown = 10;

    /// <summary>The settings that were tested last at this page, and whether they are usable: nothing is stored untested.</summary>
    private (string Digest, bool IsUsable)? tested;

    /// <summary>Every HRIS, with its connections.</summary>
    public async Task<IReadOnlyList<ProviderTile>> OverviewAsync(CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        await runs.InterruptDeadAsync(cancellationToken);
        var standings = new List<ConnectionStanding>();
        foreach (var entry in await connections.ListAsync(member.Workspace.Id, cancellationToken))
        {
            var newest = await runs.ListAsync(member.Workspace.Id, entry.Id, 1, cancellationToken);
            standings.Add(new ConnectionStanding(
                entry, await runs.LastSyncAsync(member.Workspace.Id, entry.Id, cancellationToken), newest.FirstOrDefault(r => r.State == RunState.Running)));
        }

        return [.. Connectors.Connectors.All.Select(c => new ProviderTile(c, [.. standings.Where(s => s.Entry.Config.Provider == c.Key)]))];
    }

    /// <summary>A connection by name or id; null when the workspace has none such.</summary>
    public async Task<ConnectionView?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var workspace = member.Workspace.Id;
        var entry = (await connections.ListAsync(workspace, cancellationToken)).FirstOrDefault(c => c.Config.Name == key || c.Id.ToString() == key);
        if (entry is null || Connectors.Connectors.Find(entry.Config.Provider) is not { } connector)
        {
            return null;
        }

        await runs.InterruptDeadAsync(cancellationToken);
        var newest = await runs.ListAsync(workspace, entry.Id, RunsShown, cancellationToken);
        var known = await connections.RevealAsync(workspace, entry.Id, cancellationToken);
        return new ConnectionView(
            entry,
            connector,
            await runs.LastSyncAsync(workspace, entry.Id, cancellationToken),
            newest.FirstOrDefault(r => r.State == RunState.Running),
            newest,
            [.. connector.Settings.Where(f => f.Secret && known.ContainsKey(f.Key)).Select(f => f.Key)],
            await connections.CountRecordsAsync(workspace, entry.Id, cancellationToken),
            await scheduler.NextRunAsync(member.Workspace, entry, cancellationToken),
            member.Role);
    }

    /// <summary>A name for the next connection of this HRIS.</summary>
    public async Task<string> FreeNameAsync(string provider, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var taken = await connections.ListAsync(member.Workspace.Id, cancellationToken);
        return ConnectionRules.FreeName(provider, taken.Select(c => c.Config.Name));
    }

    /// <summary>What the emulated HRIS of a demo is reached with; null when this is no demo of it.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> EmulatedAsync(string provider, CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return guide.Providers.GetValueOrDefault(provider);
    }

    /// <summary>Tries settings that are not stored.</summary>
    public async Task<TestOutcome> TestNewAsync(SettingsDraft draft, CancellationToken cancellationToken)
    {
        await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        var outcome = await TestAsync(draft.Connector, Merged(draft.Settings, draft.NewSecrets), cancellationToken);
        tested = (DigestOf(draft), outcome.IsUsable);
        return outcome;
    }

    /// <summary>Stores a connection whose settings were tested at this page.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="draft">Its settings.</param>
    /// <param name="despiteProblems">Keep it although the test failed; it is disabled then.</param>
    /// <param name="cancellationToken">Stops before anything is stored.</param>
    public async Task<ConnectOutcome> ConnectAsync(string name, SettingsDraft draft, bool despiteProblems, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (!ConnectionRules.IsName(name))
        {
            return ConnectOutcome.BadName;
        }

        if (tested is not { } last || last.Digest != DigestOf(draft))
        {
            return ConnectOutcome.NotTested;
        }

        if (!last.IsUsable && !despiteProblems)
        {
            return ConnectOutcome.TestFailed;
        }

        var config = new ConnectionConfig { Name = name, Provider = draft.Connector.Key, Mappings = draft.Connector.DefaultMappings, Enabled = last.IsUsable };
        return await connections.CreateAsync(member.Workspace.Id, config, draft.Settings, draft.NewSecrets, cancellationToken) is null
            ? ConnectOutcome.NameTaken
            : ConnectOutcome.Connected;
    }

    /// <summary>Tests a connection as it is stored, or with settings that are being edited; null when it is gone.</summary>
    public async Task<TestOutcome?> TestAsync(ConnectionId id, SettingsDraft? draft, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await EntryAsync(member, id, cancellationToken) is not { } entry || Connectors.Connectors.Find(entry.Config.Provider) is not { } connector)
        {
            return null;
        }

        var known = await connections.RevealAsync(member.Workspace.Id, id, cancellationToken);
        if (draft is null)
        {
            return await TestAsync(connector, known, cancellationToken);
        }

        // What stands is taken from the store, not from the page: a stored secret goes to no other address than before.
        var secrets = connector.Settings.Where(f => f.Secret && known.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => known[f.Key], StringComparer.Ordinal);
        var fresh = Fresh(connector, entry, [.. secrets.Keys], draft);
        return fresh.Check().Count > 0 ? null : await TestAsync(connector, Merged(Merged(fresh.Settings, secrets), fresh.NewSecrets), cancellationToken);
    }

    /// <summary>Stores settings, and those secrets that were written anew.</summary>
    public async Task<ChangeOutcome> SaveSettingsAsync(ConnectionId id, SettingsDraft draft, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await EntryAsync(member, id, cancellationToken) is not { } entry)
        {
            return ChangeOutcome.Gone;
        }

        var known = await connections.RevealAsync(member.Workspace.Id, id, cancellationToken);
        var fresh = Fresh(draft.Connector, entry, [.. draft.Connector.Settings.Where(f => f.Secret && known.ContainsKey(f.Key)).Select(f => f.Key)], draft);
        return fresh.Check().Count > 0 ? ChangeOutcome.Invalid
            : await connections.ChangeSettingsAsync(member.Workspace.Id, id, fresh.Settings, fresh.NewSecrets, cancellationToken) ? ChangeOutcome.Done : ChangeOutcome.Gone;
    }

    /// <summary>Stores what the connection does besides mapping, unless somebody else changed it since <paramref name="from"/>.</summary>
    public async Task<ChangeOutcome> SaveRulesAsync(ConnectionId id, ConnectionConfig from, ConnectionConfig to, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (ConnectionRules.Problems(to).Count > 0)
        {
            return ChangeOutcome.Invalid;
        }

        var saved = await connections.ChangeConfigAsync(
            member.Workspace.Id, id, standing => ConnectionRules.AreSame(standing, from) ? ConnectionRules.With(to, standing) : null, cancellationToken);
        await scheduler.ReconcileAsync(cancellationToken);
        return saved is not null ? ChangeOutcome.Done
            : await EntryAsync(member, id, cancellationToken) is null ? ChangeOutcome.Gone : ChangeOutcome.ChangedMeanwhile;
    }

    public async Task<ChangeOutcome> SetPausedAsync(ConnectionId id, bool paused, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        if (await EntryAsync(member, id, cancellationToken) is null)
        {
            return ChangeOutcome.Gone;
        }

        await connections.SetPausedAsync(member.Workspace.Id, id, paused, cancellationToken);
        await scheduler.ReconcileAsync(cancellationToken);
        return ChangeOutcome.Done;
    }

    public async Task<StartOutcome> PreviewAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        return await starter.PreviewAsync(member.Workspace, id, unsaved: null, newAttributes: [], cancellationToken);
    }

    public Task<StartOutcome> SyncAsync(ConnectionId id, CancellationToken cancellationToken) => SyncAsync(id, new ReadMode.Full(), digest: null, cancellationToken);

    /// <summary>Reads as much as asked for, and applies it; only exactly the plan with this digest, when one is given.</summary>
    public async Task<StartOutcome> SyncAsync(ConnectionId id, ReadMode mode, string? digest, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Admin, cancellationToken);
        ApplyMode apply = digest is null ? new ApplyMode.Apply() : new ApplyMode.Exactly(digest, member.By ?? member.Account.ToString());
        return await starter.SyncAsync(member.Workspace, id, mode, apply, cancellationToken);
    }

    /// <summary>Fill rates of the last good run.</summary>
    public async Task<IReadOnlyList<AttributeCoverage>> CoverageAsync(ConnectionId id, CancellationToken cancellationToken) =>
        await sync.DirectoryOf((await visitor.RequireAsync(MemberRole.Viewer, cancellationToken)).Workspace).ReadCoverageAsync(id, cancellationToken);

    /// <summary>What a program's or a person's wish to read somebody, or only what changed, comes to.</summary>
    public async Task<AskedReading> ReadingAsync(ConnectionEntry entry, string? employee, bool onlyChanges, CancellationToken cancellationToken) =>
        await readings.OfAsync((await visitor.RequireAsync(MemberRole.Admin, cancellationToken)).Workspace, entry, employee, onlyChanges, cancellationToken);

    /// <summary>Takes a connection out of use. What it wrote stays, nobody is deactivated.</summary>
    public async Task<ChangeOutcome> RemoveAsync(ConnectionId id, string typedName, CancellationToken cancellationToken)
    {
        var member = await visitor.RequireAsync(MemberRole.Owner, cancellationToken);
        if (await EntryAsync(member, id, cancellationToken) is not { } entry)
        {
            return ChangeOutcome.Gone;
        }

        return typedName == entry.Config.Name ? await removal.RemoveAsync(member.Workspace.Id, id, cancellationToken) : ChangeOutcome.Invalid;
    }

    private async Task<ConnectionEntry?> EntryAsync(Member member, ConnectionId id, CancellationToken cancellationToken) =>
        (await connections.ListAsync(member.Workspace.Id, cancellationToken)).FirstOrDefault(c => c.Id == id);

    private async Task<TestOutcome> TestAsync(ConnectorDescriptor connector, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        try
        {
            return new TestOutcome(await sync.SourceFrom(connector, settings).TestAsync(cancellationToken), Setting: null);
        }
        catch (ConnectorException exception)
        {
            return TestOutcome.Of(exception.Fault);
        }
    }

    private static SettingsDraft Fresh(ConnectorDescriptor connector, ConnectionEntry entry, IReadOnlyCollection<string> secretsSet, SettingsDraft edited)
    {
        var fresh = new SettingsDraft(connector, entry.Settings, secretsSet);
        foreach (var field in connector.Settings)
        {
            fresh.Set(field.Key, edited.Get(field.Key));
        }

        return fresh;
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> more)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var (key, value) in more)
        {
            all[key] = value;
        }

        return all;
    }

    private static string DigestOf(SettingsDraft draft) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        draft.Connector.Key + JsonSerializer.Serialize(Merged(draft.Settings, draft.NewSecrets).OrderBy(s => s.Key, StringComparer.Ordinal)))));
}
