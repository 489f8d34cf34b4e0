using Rollcall.Core.Directory;

namespace Rollcall.Core.Planning;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing was held.</summary>
    Notice,

    /// <summary>Values or people are held until somebody acts.</summary>
    Held,

    /// <summary>The run could not do its work.</summary>
    Failed,
}

/// <summary>One diagnosed problem: one cause, and everybody it concerns.</summary>
public sealed record Finding
{
    /// <summary>Stable code of <see cref="FindingCodes"/>; each has a section in <c>docs/findings.md</c>.</summary>
    public required string Code { get; init; }

    public required FindingSeverity Severity { get; init; }

    /// <summary>The source attribute it is about, if it is about one.</summary>
    public string? Attribute { get; init; }

    /// <summary>The attribute's name in the HRIS at the time, if it has one beside its key.</summary>
    public string? AttributeLabel { get; init; }

    /// <summary>The written target it is about, if it is about one.</summary>
    public string? Target { get; init; }

    /// <summary>The target's name in the directory at the time, if it is a field.</summary>
    public string? TargetLabel { get; init; }

    /// <summary>The option, team or level in question, for findings about such a word. Shown to admins, never logged.</summary>
    public string? Value { get; init; }

    /// <summary>The most similar existing option, team or level.</summary>
    public string? Nearest { get; init; }

    /// <summary>A detail in words without personal data: a vendor's trace id, a permission's place, a percentage.</summary>
    public string? Detail { get; init; }

    /// <summary>How many people it concerns.</summary>
    public int Count { get; init; }

    /// <summary>External ids of those concerned, at most <see cref="MaxPeople"/>, in ordinal order.</summary>
    public ValueList<string> People { get; init; } = [];

    public const int MaxPeople = 100;

    /// <summary>Code and count only: a value may be personal.</summary>
    public override string ToString() => $"{Code} ({Count})";
}

/// <summary>The fill rate of one mapped attribute in one complete read (R12).</summary>
public sealed record AttributeCoverage(string Attribute, int Filled, int Total)
{
    /// <summary>0 to 100.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Filled / Total;
}
