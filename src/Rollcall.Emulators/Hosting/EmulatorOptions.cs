namespace Rollcall.Emulators.Hosting;

/// <summary>How an emulator is started.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Key of the vendor: personio, bamboohr, hibob.</summary>
    public required string Vendor { get; init; }

    /// <summary>Port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    public int Seed { get; init; } = 1;

    public int Employees { get; init; } = 200;

    /// <summary>The day the company is made up around; today when left out.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Replaces the vendor's default credentials, by name.</summary>
    public IReadOnlyDictionary<string, string>? Credentials { get; init; }

    /// <summary>The vendor's rate limits apply.</summary>
    public bool RateLimits { get; init; }

    /// <summary>Pages are serialised once and kept until a mutation, so that a measurement measures the client.</summary>
    public bool Prepared { get; init; }

    /// <summary>The vendor's own switches, such as <c>BambooHrSwitches</c>; its defaults when left out.</summary>
    public object? Switches { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
