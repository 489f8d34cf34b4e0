using Microsoft.Extensions.Logging.Abstractions;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Core.Runs;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Benchmarks.Hot;

/// <summary>One emulated company whose answers were recorded: its source, what it reads, and the input of plans over it.</summary>
internal sealed class Company
{
    public const int Employees = 2000;

    /// <summary>A text attribute of the Personio company that everybody has, mapped to the first name.</summary>
    public const string Renamed = "first_name";

    /// <summary>Mapped to attributes of their own, beside the connector's own mappings; as many as <c>benchmarks/sync.sh</c> takes.</summary>
    private const int Added = 28;

    private static readonly WorkspaceId Workspace = new(new Guid("00000000-0000-0000-0000-000000000001"));
    private static readonly ConnectionId Connection = new(new Guid("00000000-0000-0000-0000-000000000002"));

    private Company(IHrisSource source, SourceSchema schema, ConnectorDescriptor descriptor, ValueList<string> added)
    {
        (Source, Schema) = (source, schema);
        var rules = added.Select((key, i) => MappingRule.Of(key, Target.Custom($"a{i}")));
        Setup = new ConnectionSetup(Connection, new ConnectionConfig { Name = "hr", Provider = descriptor.Key, Mappings = [.. descriptor.DefaultMappings, .. rules] }, descriptor);
        Attributes = added.Select((key, i) => new CustomAttribute { Key = $"a{i}", Name = key, Type = AttributeType.Text }).ToValueList();
        Mapped = Setup.Config.Mappings.SelectMany(m => m.From).Where(key => schema.Find(key) is not null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList();
    }

    /// <summary>The connector itself, over the recorded answers.</summary>
    private IHrisSource Source { get; }

    private SourceSchema Schema { get; }

    /// <summary>The mapped source attributes.</summary>
    public ValueList<string> Mapped { get; }

    private ConnectionSetup Setup { get; }

    private ValueList<CustomAttribute> Attributes { get; }

    public static async Task<Company> RecordAsync(string vendor, CancellationToken cancellationToken)
    {
        await using var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = Employees, Today = Clock.Today }, cancellationToken);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["base-url"] = host.Address.ToString() };
        foreach (var (key, value) in vendor switch
        {
            "personio" => [("client-id", host.Credentials["clientId"]), ("client-secret", host.Credentials["clientSecret"]), ("requests-per-minute", "0")],
            "bamboohr" => [("company-domain", "acme"), ("api-key", host.Credentials["apiKey"])],
            "hibob" => new[] { ("service-user-id", host.Credentials["serviceUserId"]), ("token", host.Credentials["token"]) },
            _ => throw new ArgumentException("An unknown vendor.", nameof(vendor)),
        })
        {
            settings[key] = value;
        }

        var http = new ReplayedHttp();
        var descriptor = Connectors.Connectors.Find(vendor)!;
        var source = descriptor.Create(new ConnectorContext(settings, new HttpClient(http), TimeProvider.System, NullLogger.Instance));
        var schema = await source.DiscoverAsync(cancellationToken);
        using var list = new StreamReader(typeof(Company).Assembly.GetManifestResourceStream(vendor)!);
        var company = new Company(source, schema, descriptor, (await list.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(Added).ToValueList());
        var read = await company.ReadAsync(cancellationToken).CountAsync(cancellationToken);
        http.Replays = true;
        return read == Employees ? company : throw new InvalidOperationException($"{read} of {Employees} employees were read.");
    }

    public IAsyncEnumerable<SourceRecord> ReadAsync(CancellationToken cancellationToken) => Source.ReadAsync(new ReadRequest(Mapped, new ReadNotes()), cancellationToken);

    /// <summary>Everything that a plan of these records against that directory takes. A planning uses it up.</summary>
    public async Task<PlanInput> PrepareAsync(IReadOnlyList<SourceRecord> records, Plan? standing, CancellationToken cancellationToken)
    {
        var request = new SyncRequest
        {
            Run = new RunId(Guid.Empty),
            Workspace = new WorkspaceConfig(Workspace, "Etc/UTC", [Connection], []),
            Connection = Setup,
            Others = [],
            Source = new KeptSource(Schema, records),
            Mode = new ReadMode.Full(),
            Apply = new ApplyMode.Preview(),
            EditEpoch = 0,
        };
        await using var scene = await RunScene.LoadAsync(new StandingDirectory(Attributes, standing), request, new Clock(), cancellationToken);
        var progress = new Progress<int>();
        var (batch, complete) = await scene.ReadAsync(progress, cancellationToken);
        return await scene.PrepareAsync(batch, complete, progress, cancellationToken);
    }

    /// <summary>A day that stays, so that the same people are employed whenever this runs.</summary>
    private sealed class Clock : TimeProvider
    {
        public static DateOnly Today { get; } = new(2026, 11, 23);

        public override DateTimeOffset GetUtcNow() => new(Today, new TimeOnly(9, 0), TimeSpan.Zero);
    }
}
