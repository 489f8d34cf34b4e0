namespace Rollcall.Features.Findings;

/// <summary>Names the texts about findings.</summary>
public sealed class FindingTexts;
