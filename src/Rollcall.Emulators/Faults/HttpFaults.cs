using Microsoft.AspNetCore.Http;

namespace Rollcall.Emulators.Faults;

/// <summary>Lets an endpoint ask which faults its own page should have.</summary>
internal static class HttpFaults
{
    public static bool Has(this HttpContext http, FaultKind kind) =>
        http.Items.TryGetValue(typeof(FaultKind), out var struck) && struck is IReadOnlyList<FaultRule> rules && rules.Any(rule => rule.Kind == kind);
}
