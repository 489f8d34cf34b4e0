namespace Rollcall.Features.Access;

/// <summary>Names the texts of signing in.</summary>
public sealed class AccessTexts;
