namespace Rollcall.Features.Levels;

/// <summary>Names the texts of the page of levels.</summary>
public sealed class LevelTexts;
