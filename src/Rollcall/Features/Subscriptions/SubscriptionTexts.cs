namespace Rollcall.Features.Subscriptions;

/// <summary>Names the texts of subscriptions.</summary>
public sealed class SubscriptionTexts;
