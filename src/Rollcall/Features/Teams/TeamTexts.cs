namespace Rollcall.Features.Teams;

/// <summary>Names the texts of the pages of teams.</summary>
public sealed class TeamTexts;
