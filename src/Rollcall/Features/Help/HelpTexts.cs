namespace Rollcall.Features.Help;

/// <summary>Names the texts of the help.</summary>
public sealed class HelpTexts;
