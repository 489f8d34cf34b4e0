namespace Rollcall.Features.Invitations;

/// <summary>Names the texts of invitations.</summary>
public sealed class InvitationTexts;
