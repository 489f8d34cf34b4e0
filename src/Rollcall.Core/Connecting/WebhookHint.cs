using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>What a delivery of a vendor's webhook is a reason to read. Never a value: what is true is read afterwards.</summary>
public abstract record WebhookHint
{
    private WebhookHint()
    {
    }

    /// <summary>A test, or an event that says nothing about people.</summary>
    public sealed record Nothing : WebhookHint;

    /// <summary>Something about these people changed; ids as the source says them.</summary>
    public sealed record People(ValueList<string> ExternalIds) : WebhookHint
    {
        public override string ToString() => $"{ExternalIds.Count} people";
    }

    /// <summary>Only a complete read can tell what happened: somebody is said to be deleted, or the delivery is not understood.</summary>
    /// <param name="Reason">Why, without personal data.</param>
    public sealed record Everybody(string Reason) : WebhookHint;
}
