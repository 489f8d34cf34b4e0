using Rollcall.Emulators.BambooHr;
using Rollcall.Emulators.HiBob;
using Rollcall.Emulators.Hosting;
using Rollcall.Emulators.Personio;

namespace Rollcall.Emulators;

/// <summary>The HR systems that can be played.</summary>
public static class Emulators
{
    public static IReadOnlyList<string> Keys => [.. All.Select(vendor => vendor.Key)];

    internal static IReadOnlyList<IEmulatedVendor> All { get; } = [new PersonioVendor(), new BambooHrVendor(), new HiBobVendor()];
}
