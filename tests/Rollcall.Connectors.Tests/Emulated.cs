using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Emulators.Hosting;

namespace Rollcall.Connectors.Tests;

/// <summary>An emulator and a connector that talks to it over HTTP.</summary>
internal sealed class Emulated : IAsyncDisposable
{
    private readonly HttpClient http = HrisHttp.CreateClient(TimeProvider.System, TimeSpan.FromMilliseconds(5));

    private Emulated(EmulatorHost host, ConnectorDescriptor descriptor, Dictionary<string, string> settings)
    {
        Host = host;
        Descriptor = descriptor;
        Settings = settings;
    }

    public EmulatorHost Host { get; }

    public ConnectorDescriptor Descriptor { get; }

    public Dictionary<string, string> Settings { get; }

    public CapturedLog Log { get; } = new();

    public IHrisSource Source => Descriptor.Create(new ConnectorContext(Settings, http, TimeProvider.System, Log));

    public static async Task<Emulated> StartAsync(string vendor, Func<EmulatorHost, Dictionary<string, string>> settings, int employees = 60, object? switches = null)
    {
        var host = await EmulatorHost.StartAsync(new EmulatorOptions { Vendor = vendor, Employees = employees, Switches = switches }, TestContext.Current.CancellationToken);
        return new Emulated(host, Connectors.Find(vendor)!, settings(host));
    }

    /// <summary>Reads everybody; each value by attribute.</summary>
    public async Task<List<SourceRecord>> ReadAsync(ValueList<string> attributes, ReadNotes? notes = null)
    {
        var source = Source;
        await source.DiscoverAsync(TestContext.Current.CancellationToken);
        return await source.ReadAsync(new ReadRequest(attributes, notes ?? new ReadNotes()), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads everybody; whose answer is known is recognised.</summary>
    public async Task<List<SourceRecord>> ReadAsync(ValueList<string> attributes, KnownRecords known)
    {
        var source = Source;
        var offered = await source.DiscoverAsync(TestContext.Current.CancellationToken);
        var answers = AnswerMemory.Of(known, _ => true, AnswerMemory.ContextOf(Descriptor, offered, attributes, attributes));
        return await source.ReadAsync(new ReadRequest(attributes, new ReadNotes()) { Answers = answers }, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
    }
}
