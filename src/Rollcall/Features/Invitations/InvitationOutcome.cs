namespace Rollcall.Features.Invitations;

/// <summary>What came of inviting somebody.</summary>
public enum InvitationOutcome
{
    Sent,

    /// <summary>It could not be sent; the list of invitations says why.</summary>
    Failed,

    /// <summary>Nowhere to send it to.</summary>
    NoEmail,

    /// <summary>Has accepted already, or is deactivated.</summary>
    NotInvitable,

    /// <summary>Not in this workspace.</summary>
    Unknown,

    /// <summary>Somebody else was inviting them at the same moment.</summary>
    Busy,
}

/// <summary>How many of whom came to what.</summary>
public sealed record InvitationCounts(IReadOnlyDictionary<InvitationOutcome, int> Of)
{
    public int Sent => this[InvitationOutcome.Sent];

    public int Failed => this[InvitationOutcome.Failed];

    /// <summary>Neither tried nor sent.</summary>
    public int LeftOut => Of.Where(pair => pair.Key is not (InvitationOutcome.Sent or InvitationOutcome.Failed)).Sum(pair => pair.Value);

    public int this[InvitationOutcome outcome] => Of.GetValueOrDefault(outcome);
}
