namespace Rollcall.Features.Runs;

/// <summary>Names the texts about runs and their changes.</summary>
public sealed class RunTexts;
