using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Hosting;

/// <summary>One HR system the emulator can play.</summary>
internal interface IEmulatedVendor
{
    string Key { get; }

    /// <summary>The credentials it takes when none are given, by name.</summary>
    IReadOnlyDictionary<string, string> DefaultCredentials { get; }

    object DefaultSwitches { get; }

    void Map(WebApplication app, EmulatorContext context);

    /// <summary>Writes this vendor's shape of a refusal that a fault asks for.</summary>
    Task RefuseAsync(HttpContext http, FaultRule fault, EmulatorContext context);
}
