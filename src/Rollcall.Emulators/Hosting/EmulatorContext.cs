using Rollcall.Emulators.Company;
using Rollcall.Emulators.Faults;

namespace Rollcall.Emulators.Hosting;

/// <summary>What a vendor's endpoints share with the host.</summary>
internal sealed class EmulatorContext(EmulatorOptions options, Workforce workforce, IReadOnlyDictionary<string, string> credentials, object switches)
{
    public EmulatorOptions Options { get; } = options;

    public Workforce Workforce { get; } = workforce;

    public IReadOnlyDictionary<string, string> Credentials { get; } = credentials;

    public object Switches { get; } = switches;

    public FaultPlan Faults { get; } = new(options.Seed);

    public CallCounts Calls { get; } = new();

    public TimeProvider Time => Options.Time;

    /// <summary>What to dispose of when the emulator stops, last first.</summary>
    public Stack<IAsyncDisposable> Owned { get; } = new();
}
