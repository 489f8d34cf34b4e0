namespace Rollcall.Cli;

/// <summary>A mistake or a failure a person should hear about: what, why, what to do, and the exit code.</summary>
internal sealed class CommandError(int exitCode, string what, string fix, string? code = null) : Exception(what)
{
    public int ExitCode { get; } = exitCode;

    public string Fix { get; } = fix;

    /// <summary>A finding code, when there is one.</summary>
    public string? Code { get; } = code;
}
