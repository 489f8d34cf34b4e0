namespace Rollcall.Emulators.Company;

/// <summary>What determines a made-up company: the same options give the same people, always.</summary>
public sealed record WorkforceOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>People in the company, 0 to 1,000,000; leavers and future hires are among them.</summary>
    public int Employees { get; init; } = 200;

    /// <summary>The day the company is looked at: hire and leaving dates lie around it.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Domain of the work e-mail addresses.</summary>
    public string EmailDomain { get; init; } = "acme.example";
}
