namespace Rollcall.Features.Shell;

/// <summary>Names the texts of the frame around all pages.</summary>
public sealed class ShellTexts;
