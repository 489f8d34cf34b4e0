namespace Rollcall.Features.Mapping;

/// <summary>Names the texts of mapping and exclusion criteria.</summary>
public sealed class MappingTexts;
