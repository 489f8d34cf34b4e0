using OpenTelemetry;
using OpenTelemetry.Resources;
using Rollcall.Core.Runs;

namespace Rollcall.Telemetry;

/// <summary>Sends traces and metrics to a collector, if the standard variable names one. Everything else follows the standard variables too.</summary>
internal static class TelemetryExport
{
    /// <summary>Where to send to; nothing is measured for it when it is not set.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ConnectionGauges>();
        if (string.IsNullOrWhiteSpace(configuration[Endpoint]))
        {
            return;
        }

        services.AddHostedService(provider => provider.GetRequiredService<ConnectionGauges>());
        services.AddOpenTelemetry()

            // The variables come last: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
            .ConfigureResource(resource => resource.Clear().AddService("rollcall", autoGenerateServiceInstanceId: true).AddTelemetrySdk().AddEnvironmentVariableDetector())

            // Requests are counted by route and not traced: addresses hold tokens and ids.
            .WithMetrics(metrics => metrics.AddMeter(RunTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"))
            .WithTracing(tracing => tracing.AddSource(RunTelemetry.Name))
            .UseOtlpExporter();
    }
}
