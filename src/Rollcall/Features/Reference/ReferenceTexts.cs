namespace Rollcall.Features.Reference;

/// <summary>Names the texts of the API's page.</summary>
public sealed class ReferenceTexts;
