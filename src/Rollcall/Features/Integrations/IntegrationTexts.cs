namespace Rollcall.Features.Integrations;

/// <summary>Names the texts about connections.</summary>
public sealed class IntegrationTexts;
