using Rollcall.Core.Directory;

namespace Rollcall.Core.Explaining;

/// <summary>Why a value is what it is, in one word.</summary>
public static class ExplainVerdicts
{
    public const string InStep = "in-step";
    public const string Pinned = "pinned";
    public const string Manual = "manual";
    public const string Empty = "empty-at-source";
    public const string Excluded = "excluded";
    public const string Held = "held";
    public const string NotPickedUp = "not-picked-up";
    public const string TargetNotSet = "target-not-set";
    public const string NotVisible = "not-visible";
    public const string NotReadable = "attribute-not-readable";
    public const string NoFirstSync = "no-first-sync";
    public const string WaitsForSync = "waits-for-sync";
    public const string KeptByPolicy = "kept-by-policy";
    public const string Missing = "missing";
}

/// <summary>The five questions of an explanation, in order.</summary>
public enum ExplainQuestion
{
    Source, Scope, Match, Mapping, Result,
}

/// <summary>One answer: <paramref name="IsGood"/> false marks the step at which the value got stuck.</summary>
public sealed record ExplainStep(ExplainQuestion Question, bool IsGood, string Text)
{
    public override string ToString() => Question.ToString();
}

/// <summary>Why one person has this value in one target, or none.</summary>
/// <param name="Target">The written target.</param>
/// <param name="Standing">The value that stands, for people to read; null for none.</param>
/// <param name="Verdict">One of <see cref="ExplainVerdicts"/>.</param>
/// <param name="Code">The finding code behind a held value; null when there is none.</param>
/// <param name="Steps">Five, in order.</param>
/// <param name="Fix">What to do; null when there is nothing to do.</param>
public sealed record Explanation(
    string Target, string? Standing, string Verdict, string? Code, ValueList<ExplainStep> Steps, string? Fix)
{
    /// <summary>The run that wrote what stands; null when a person did, when it is not what the HRIS says, or when nothing is known of it.</summary>
    public Guid? WrittenBy { get; init; }

    public override string ToString() => $"{Target}: {Verdict}";
}
