namespace Rollcall.Emulators.Faults;

/// <summary>When a fault strikes: by chance, at a certain call, or the next so many calls.</summary>
public sealed record FaultRule
{
    public required FaultKind Kind { get; init; }

    /// <summary>Path of the endpoint, with * for anything; null for every endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>0 to 1; 1 strikes always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Strikes at this matching call only, counted from 1 since the rule was added.</summary>
    public int? AtCall { get; init; }

    /// <summary>Strikes so many times, then never again; null for ever.</summary>
    public int? Times { get; init; }

    /// <summary>How late a slow answer is, or how long a rate limit asks to wait.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);
}
