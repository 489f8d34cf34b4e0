using Rollcall.Core.Planning;

namespace Rollcall.Cli.Asking;

/// <summary>What is wrong with a run, for scripts and people.</summary>
internal static class RunFailures
{
    public static CommandError Busy() =>
        new(ExitCodes.Busy, "A run of this connection is going on.", "It runs once more when it ends, so nothing is lost. “rollcall runs” shows it.");

    public static CommandError Unknown(string id) =>
        new(ExitCodes.NotFound, $"There is no run “{id}”, or several begin so.", "“rollcall runs” lists them; give more characters of the id.");

    /// <summary>The finding that made a run fail.</summary>
    public static CommandError Of(FindingLine failed) => new(
        failed.Code is FindingCodes.EmptySource or FindingCodes.CredentialRefused or FindingCodes.PermissionMissing or FindingCodes.ConnectionFailed ? ExitCodes.ConnectionFailed : ExitCodes.Refused,
        $"{failed.What} {failed.Why}", failed.Fix, failed.Code);
}
