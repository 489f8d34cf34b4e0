using Rollcall.Core.Directory;

namespace Rollcall.Core.Mapping;

/// <summary>Who wins when the HRIS and the directory disagree (R4).</summary>
public enum TruthPolicy
{
    /// <summary>The HRIS wins at every run. The default.</summary>
    Authoritative,

    /// <summary>The HRIS only fills what is empty.</summary>
    FillEmpty,

    /// <summary>The HRIS gives the value when the employee is created, and never again.</summary>
    InitialOnly,
}

/// <summary>What an empty source value means (R5). Absent (not readable) is never empty.</summary>
public enum EmptyPolicy
{
    /// <summary>The value is cleared. The default.</summary>
    Clear,

    /// <summary>The standing value stays.</summary>
    Keep,

    /// <summary>The rule's default is written.</summary>
    Default,
}

/// <summary>What a value without a team, level or option means (R6, R7, R8).</summary>
public enum UnknownPolicy
{
    /// <summary>Not written; a finding says what is missing. The default for options.</summary>
    Hold,

    /// <summary>Made in the directory. The default for teams and levels.</summary>
    Create,
}

/// <summary>One mapping: source attributes to a target, with its policies.</summary>
public sealed record MappingRule
{
    /// <summary>Source attribute keys in order of preference: the first non-empty wins; for teams and additional managers they add up.</summary>
    public required ValueList<string> From { get; init; }

    public required Target To { get; init; }

    public TruthPolicy Truth { get; init; } = TruthPolicy.Authoritative;

    public EmptyPolicy WhenEmpty { get; init; } = EmptyPolicy.Clear;

    /// <summary>The value written when the source is empty and <see cref="WhenEmpty"/> says <see cref="EmptyPolicy.Default"/>.</summary>
    public string? Default { get; init; }

    /// <summary>Null means the target's own default: create for teams and levels, hold for options.</summary>
    public UnknownPolicy? WhenUnknown { get; init; }

    /// <summary>Applied in order to the value before it is converted.</summary>
    public ValueList<Transform> Transforms { get; init; } = [];

    public static MappingRule Of(string from, Target to) => new() { From = [from], To = to };
}
