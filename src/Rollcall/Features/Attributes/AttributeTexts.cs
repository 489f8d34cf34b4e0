namespace Rollcall.Features.Attributes;

/// <summary>Names the texts of the pages of custom attributes.</summary>
public sealed class AttributeTexts;
