using Rollcall.Core.Connecting;
using Rollcall.Core.Planning;

namespace Rollcall.Core.Runs;

/// <summary>The finding that a failed source leaves.</summary>
public static class FaultFinding
{
    public static Finding Of(ConnectorFault fault) => new()
    {
        Code = fault.Kind switch
        {
            ConnectorFaultKind.Unauthorized => FindingCodes.CredentialRefused,
            ConnectorFaultKind.Forbidden => FindingCodes.PermissionMissing,
            ConnectorFaultKind.RateLimited or ConnectorFaultKind.Unavailable or ConnectorFaultKind.ContractBroken
                or ConnectorFaultKind.Misconfigured => FindingCodes.ConnectionFailed,
        },
        Severity = FindingSeverity.Failed,
        Detail = fault.TraceId is null ? $"{fault.What} {fault.Fix}" : $"{fault.What} {fault.Fix} (trace {fault.TraceId})",
    };
}
