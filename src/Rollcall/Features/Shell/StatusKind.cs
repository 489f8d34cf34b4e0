namespace Rollcall.Features.Shell;

/// <summary>Everything that has a colour, an icon and a word of its own.</summary>
public enum StatusKind
{
    InStep,
    Held,
    Excluded,
    Pinned,
    Waiting,
    Stopped,
    Failed,
    Hris,
    Manual,
    Running,
    Neutral,
}
