using Rollcall.Core.Directory;

namespace Rollcall.Core.Connecting;

/// <summary>One request of a vendor to a webhook of ours, as it came.</summary>
/// <param name="Headers">The value of a header, null when it was not sent; names in any case.</param>
/// <param name="Body">The raw bytes, which signatures are made over.</param>
/// <param name="ContentType">The media type, null when none was sent.</param>
/// <param name="At">When it came.</param>
public sealed record WebhookDelivery(Func<string, string?> Headers, ReadOnlyMemory<byte> Body, string? ContentType, DateTimeOffset At)
{
    public override string ToString() => $"{Body.Length} bytes";
}

/// <summary>How a vendor's webhooks are set up, proven and read. Pure.</summary>
public sealed record WebhookFormat
{
    /// <summary>What to do in the HRIS, in order, with the address at hand.</summary>
    public required ValueList<SetupStep> Steps { get; init; }

    /// <summary>True when the vendor makes the secret and a person brings it here; false when we make it and they take it there.</summary>
    public required bool IsSecretTheirs { get; init; }

    /// <summary>The vendor's word for the secret.</summary>
    public required string SecretLabel { get; init; }

    /// <summary>What a secret of ours looks like, from random text; such as the whole value of a header.</summary>
    public Func<string, string> MakeSecret { get; init; } = random => random;

    /// <summary>Whether the vendor sent this, by its secret; compares in constant time.</summary>
    public required Func<WebhookDelivery, string, bool> IsGenuine { get; init; }

    /// <summary>What it is a reason to read. Throws nothing: what is not understood is <see cref="WebhookHint.Everybody"/>.</summary>
    public required Func<WebhookDelivery, WebhookHint> Read { get; init; }
}
