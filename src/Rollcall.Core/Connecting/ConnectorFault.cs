namespace Rollcall.Core.Connecting;

/// <summary>Why a vendor could not be read.</summary>
public enum ConnectorFaultKind
{
    /// <summary>The credential is wrong, expired or revoked.</summary>
    Unauthorized,

    /// <summary>The credential is right but lacks a permission.</summary>
    Forbidden,

    /// <summary>The vendor's rate limit holds even after patient retries.</summary>
    RateLimited,

    /// <summary>Network failure, time-out or 5xx after retries.</summary>
    Unavailable,

    /// <summary>An answer that the vendor's contract does not allow: HTML with status 200, truncated JSON, a repeating cursor.</summary>
    ContractBroken,

    /// <summary>The connection's settings are incomplete or impossible.</summary>
    Misconfigured,
}

/// <summary>An expected failure of a vendor call.</summary>
/// <param name="Kind">Why.</param>
/// <param name="What">What happened, without personal data, bodies or secrets.</param>
/// <param name="Fix">What a person can do about it.</param>
/// <param name="HttpStatus">The status, if there was an answer.</param>
/// <param name="TraceId">The vendor's own trace id, if it sent one.</param>
public sealed record ConnectorFault(ConnectorFaultKind Kind, string What, string Fix, int? HttpStatus, string? TraceId)
{
    /// <summary>For <see cref="ConnectorFaultKind.Misconfigured"/>: the setting that is impossible, so that a form can say it there.</summary>
    public string? Setting { get; init; }
}

/// <summary>Carries a <see cref="ConnectorFault"/> to the one place that handles it, the run.</summary>
public sealed class ConnectorException : Exception
{
    public ConnectorException(ConnectorFault fault)
        : base(fault.What) => Fault = fault;

    public ConnectorException(ConnectorFault fault, Exception inner)
        : base(fault.What, inner) => Fault = fault;

    public ConnectorFault Fault { get; }
}
