namespace Rollcall.Demo;

/// <summary>Settings and credentials of the emulated HR systems by provider, so that a visitor of the demo can connect one without
/// reading the terminal. Empty when this is no demo.</summary>
internal sealed record DemoGuide(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Providers)
{
    public static DemoGuide None { get; } = new(new Dictionary<string, IReadOnlyDictionary<string, string>>());

    public override string ToString() => $"{Providers.Count} emulated";
}
