namespace Rollcall.Features.OrgChart;

/// <summary>Names the texts of the org chart.</summary>
public sealed class OrgChartTexts;
