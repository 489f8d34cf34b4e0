namespace Rollcall.Features.Alerts;

/// <summary>Names the texts of alerts.</summary>
public sealed class AlertTexts;
