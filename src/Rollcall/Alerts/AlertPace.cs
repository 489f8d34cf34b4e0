using Rollcall.Subscriptions;

namespace Rollcall.Alerts;

/// <summary>How often alerts are looked for and sent.</summary>
/// <param name="Look">Until it is looked again whether something waits to be sent.</param>
/// <param name="Watch">Until a workspace is looked at again, by whichever node.</param>
/// <param name="Lease">Until another node may take over a channel of a node that says nothing any more. Longer than one mail or post can last.</param>
/// <param name="Sending">How failed ones are tried again.</param>
internal sealed record AlertPace(TimeSpan Look, TimeSpan Watch, TimeSpan Lease, DeliveryPace Sending)
{
    public static AlertPace Usual { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), DeliveryPace.Usual);
}
