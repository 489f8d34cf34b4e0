using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rollcall.Core.Applying;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;

namespace Rollcall.Core.Tests.Support;

/// <summary>A little HRIS in memory: people as attribute values, and the ways in which a source goes wrong.</summary>
internal sealed class Hris : IHrisSource
{
    public Dictionary<string, Dictionary<string, SourceValue>> People { get; } = [];

    public List<SourceAttribute> Attributes { get; } = [];

    /// <summary>Fails with a fault after this many people.</summary>
    public int? FailAfter { get; set; }

    public string? Unproven { get; set; }

    /// <summary>No answer is recognised by its bytes.</summary>
    public bool IsParsedAlways { get; set; }

    /// <summary>Happens once, while the next read of everybody is not at its end yet.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public Func<IEnumerable<string>, IEnumerable<string>> Order { get; set; } = ids => ids.Order(StringComparer.Ordinal);

    public IReadOnlySet<string> ChangedSince { get; set; } = new HashSet<string>();

    public Hris With(string id, params (string Key, object? Value)[] values)
    {
        if (!People.TryGetValue(id, out var person))
        {
            People[id] = person = [];
        }

        foreach (var (key, value) in values)
        {
            person[key] = value switch
            {
                null => SourceValue.Empty,
                SourceValue source => source,
                string text => SourceValue.OfText(text),
                _ => throw new ArgumentException("text, value or null", nameof(values)),
            };
        }

        return this;
    }

    public Hris Offer(string key, SourceType type = SourceType.Text)
    {
        Attributes.RemoveAll(a => a.Key == key);
        Attributes.Add(new SourceAttribute(key, key, type, [], IsCustom: true, Readability.Readable, null, "text"));
        return this;
    }

    public Hris Withdraw(string key)
    {
        Attributes.RemoveAll(a => a.Key == key);
        return this;
    }

    public Task<SourceSchema> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceSchema(Attributes.ToValueList()));

    public async IAsyncEnumerable<SourceRecord> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var count = 0;
        foreach (var id in Order(People.Keys))
        {
            if (FailAfter == count++)
            {
                throw new ConnectorException(new ConnectorFault(ConnectorFaultKind.Unavailable, "The source answered 503.", "Try again later.", 503, "trace-1"));
            }

            yield return Record(request, id);
        }

        if (Meanwhile is { } meanwhile)
        {
            Meanwhile = null;
            await meanwhile();
        }

        if (Unproven is not null)
        {
            request.Notes.MarkUnproven(Unproven);
        }
    }

    public async IAsyncEnumerable<SourceRecord> ReadChangesAsync(ReadRequest request, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var id in Order(People.Keys).Where(ChangedSince.Contains))
        {
            yield return Record(request, id);
        }
    }

    public IAsyncEnumerable<SourceRecord> ReadSomeAsync(ReadRequest request, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) =>
        externalIds.Where(People.ContainsKey).Select(id => Record(request, id)).ToAsyncEnumerable();

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>As a connector does: the bytes of an answer first, then what is read from them.</summary>
    private SourceRecord Record(ReadRequest request, string id)
    {
        var record = new SourceRecord(
            id,
            [.. request.Attributes.Select(key => Attributes.Any(a => a.Key == key)
                ? People[id].GetValueOrDefault(key, SourceValue.Empty)
                : SourceValue.Absent)]);
        byte[] answer = [.. Encoding.UTF8.GetBytes(id), 0, .. RecordCodec.Encode(request.Attributes, record.Values)];
        return IsParsedAlways ? record : request.Answers.Read(answer, _ => record)!;
    }
}

/// <summary>One workspace with a directory, a clock and connections to little HRISs; runs syncs and tells what came of them.</summary>
internal sealed class World
{
    public static readonly WorkspaceId DefaultWorkspace = new(new Guid("00000000-0000-0000-0000-000000000001"));

    public WorkspaceId Workspace { get; init; } = DefaultWorkspace;

    private readonly Dictionary<ConnectionId, (ConnectionSetup Setup, Hris Hris)> connections = [];
    private int runs;

    /// <summary>The directory that runs write to; the in-memory one unless a test brings another.</summary>
    public IDirectory? Stored { get; init; }

    public InMemoryDirectory Directory { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public long EditEpoch { get; set; }

    /// <summary>Begins the next run; counted up unless a test brings a store.</summary>
    public Func<ConnectionId, Task<RunId>>? NextRun { get; init; }

    public Hris Hris => connections.First().Value.Hris;

    public ConnectionId Connection => connections.First().Key;

    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        Key = "little",
        Name = "Little HRIS",
        DocsPage = "none",
        Settings = [],
        Capabilities = Capability.Delta | Capability.Projection,
        DefaultMappings = [],
        StatusWords =
        [
            new("active", EmploymentStatus.Active), new("leave", EmploymentStatus.OnLeave),
            new("onboarding", EmploymentStatus.Upcoming), new("inactive", EmploymentStatus.Left),
        ],
        Create = _ => throw new NotSupportedException(),
    };

    public static MappingRule[] Basics { get; } =
    [
        MappingRule.Of("email", Target.Field(Fields.Email)),
        MappingRule.Of("first", Target.Field(Fields.FirstName)),
        MappingRule.Of("last", Target.Field(Fields.LastName)),
        MappingRule.Of("status", Target.Status),
        MappingRule.Of("title", Target.Field(Fields.Title)),
        MappingRule.Of("start", Target.Field(Fields.StartDate)),
        MappingRule.Of("end", Target.Field(Fields.EndDate)),
        MappingRule.Of("birthday", Target.Field(Fields.Birthday)),
        MappingRule.Of("boss", Target.Manager),
        MappingRule.Of("department", Target.Team(TeamKind.Department)),
    ];

    /// <summary>The mappings of a second connection that says little.</summary>
    public static MappingRule[] Payroll { get; } = [MappingRule.Of("email", Target.Field(Fields.Email)), MappingRule.Of("status", Target.Status), MappingRule.Of("title", Target.Field(Fields.Title))];

    public static World Create(params MappingRule[] more)
    {
        var world = new World();
        world.Connect("main", [.. Basics, .. more]);
        return world;
    }

    public Hris Connect(string name, params MappingRule[] mappings) =>
        Connect(new ConnectionId(new Guid(connections.Count + 16, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])), name, mappings);

    public Hris Connect(ConnectionId id, string name, params MappingRule[] mappings)
    {
        var config = new ConnectionConfig { Name = name, Provider = "little", Mappings = mappings.ToValueList() };
        var hris = new Hris();
        foreach (var key in mappings.SelectMany(m => m.From).Distinct(StringComparer.Ordinal))
        {
            hris.Offer(key);
        }

        connections[id] = (new ConnectionSetup(id, config, Descriptor), hris);
        return hris;
    }

    public void Configure(Func<ConnectionConfig, ConnectionConfig> change, ConnectionId? connection = null)
    {
        var id = connection ?? Connection;
        var (setup, hris) = connections[id];
        connections[id] = (setup with { Config = change(setup.Config) }, hris);
    }

    public ConnectionId IdOf(string name) => connections.First(c => c.Value.Setup.Config.Name == name).Key;

    public static (string, object?)[] PersonOf(string name, params (string, object?)[] more) =>
        [("email", $"{name}@example.com"), ("first", name), ("last", "Test"), ("status", "active"), .. more];

    public Task<RunReport> PreviewAsync(ReadMode? mode = null, string? connection = null) => RunAsync(mode, new ApplyMode.Preview(), connection);

    public Task<RunReport> SyncAsync(ReadMode? mode = null, string? connection = null) => RunAsync(mode, new ApplyMode.Apply(), connection);

    public async Task<RunReport> RunAsync(ReadMode? mode, ApplyMode apply, string? connection = null)
    {
        var id = connection is null ? Connection : IdOf(connection);
        var (setup, hris) = connections[id];
        var request = new SyncRequest
        {
            Run = NextRun is null ? new RunId(new Guid(++runs, 1, 0, [0, 0, 0, 0, 0, 0, 0, 0])) : await NextRun(id),
            Workspace = new WorkspaceConfig(Workspace, "Europe/Berlin", connections.Keys.ToValueList(), []),
            Connection = setup,
            Others = [.. connections.Where(c => c.Key != id).Select(c => c.Value.Setup)],
            Source = hris,
            Mode = mode ?? new ReadMode.Full(),
            Apply = apply,
            EditEpoch = EditEpoch,
        };
        return await new SyncRun(Stored ?? Directory, Time, NullLogger<SyncRun>.Instance)
            .ExecuteAsync(request, new Silent(), TestContext.Current.CancellationToken);
    }

    public ConnectionSetup SetupOf(ConnectionId connection) => connections[connection].Setup;

    public string TeamsOf(string email) => string.Join(",", Directory[email].Teams.Select(t => Directory.Schema.Teams.First(s => s.Id == t.Team).Name).Order(StringComparer.Ordinal));

    private sealed class Silent : IRunObserver
    {
        public void Enter(RunStage stage)
        {
        }

        public void Advance(RunStage stage, int done, int? total)
        {
        }
    }
}
