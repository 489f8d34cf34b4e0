using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Hosting;

/// <summary>A running emulator of one vendor, on loopback.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EmulatorContext _context;

    private EmulatorHost(WebApplication app, EmulatorContext context, Uri address)
    {
        _app = app;
        _context = context;
        Address = address;
    }

    public Uri Address { get; }

    public Workforce Workforce => _context.Workforce;

    public FaultPlan Faults => _context.Faults;

    public CallCounts Calls => _context.Calls;

    public IReadOnlyDictionary<string, string> Credentials => _context.Credentials;

    /// <summary>The vendor's switches; may be changed while it runs.</summary>
    public object Switches => _context.Switches;

    /// <exception cref="ArgumentException">The vendor is unknown or its switches are of another type.</exception>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var vendor = Emulators.All.FirstOrDefault(vendor => vendor.Key == options.Vendor)
            ?? throw new ArgumentException($"Unknown vendor '{options.Vendor}'. Known: {string.Join(", ", Emulators.Keys)}.", nameof(options));
        var context = ContextOf(options, vendor);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();

        // Whoever starts an emulator decides when it stops; signals are theirs.
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();

        // The control API puts it into words.
        builder.Services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
        });
        var app = builder.Build();
        app.UseMiddleware<FaultMiddleware>(context, vendor);
        app.UseRouting();
        Control.ControlEndpoints.Map(app, context);
        vendor.Map(app, context);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new EmulatorHost(app, context, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        while (_context.Owned.TryPop(out var owned))
        {
            await owned.DisposeAsync();
        }
    }

    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static EmulatorContext ContextOf(EmulatorOptions options, IEmulatedVendor vendor)
    {
        var switches = options.Switches ?? vendor.DefaultSwitches;
        if (switches.GetType() != vendor.DefaultSwitches.GetType())
        {
            throw new ArgumentException($"The switches of {vendor.Key} are {vendor.DefaultSwitches.GetType().Name}.", nameof(options));
        }

        var credentials = new Dictionary<string, string>(vendor.DefaultCredentials, StringComparer.Ordinal);
        foreach (var (name, value) in options.Credentials ?? new Dictionary<string, string>())
        {
            credentials[name] = value;
        }

        var workforce = new Workforce(
            new WorkforceOptions
            {
                Seed = options.Seed,
                Employees = options.Employees,
                Today = options.Today ?? DateOnly.FromDateTime(options.Time.GetUtcNow().UtcDateTime),
            },
            options.Time);
        return new EmulatorContext(options, workforce, credentials, switches);
    }
}
