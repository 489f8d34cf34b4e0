namespace Rollcall.Emulators.Personio;

/// <summary>Points on which Personio's documentation, recordings and customers do not agree, or which changed. Defaults are the likeliest today.</summary>
public sealed class PersonioSwitches
{
    /// <summary>Tags as a JSON list in a string (seen in 2026-07) instead of joined by commas (recorded 2023).</summary>
    public bool TagsAsJson { get; set; }

    /// <summary>Empty values as "" (recorded until 2023) instead of null (official examples, 2024).</summary>
    public bool EmptyAsText { get; set; }

    /// <summary>The supervisor with name and email (recorded 2022) instead of the id alone (official example, 2024-10).</summary>
    public bool FullSupervisor { get; set; }

    /// <summary>A limit above 100 is cut to 100 instead of refused with 400; the exact answer was never captured.</summary>
    public bool ClampsLimit { get; set; }

    /// <summary>The authorization header is sent back on success, as employees endpoints do.</summary>
    public bool SendsTokenBack { get; set; } = true;

    /// <summary>Tokens live for one request, as before 2023.</summary>
    public bool RotatesTokens { get; set; }

    /// <summary>An empty work schedule is [] instead of null (seen in 2026-07).</summary>
    public bool EmptyScheduleAsList { get; set; }

    /// <summary>A credential that may not list attributes gets 403 on the attributes endpoint (customer reports).</summary>
    public bool RefusesAttributeList { get; set; }

    /// <summary>How long after a change updated_since shows it; customers saw up to 45 minutes.</summary>
    public TimeSpan UpdatedSinceDelay { get; set; }
}
