using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using Rollcall.Features.Mapping;

namespace Rollcall.Tests.Web.Components;

/// <summary>Renders one component without a browser, with the real texts.</summary>
public abstract class Rendered : BunitContext
{
    protected Rendered()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddScoped<TargetWords>();
        Services.AddSingleton<TimeProvider>(Time);
    }

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
}
