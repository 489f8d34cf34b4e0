namespace Rollcall.Cli;

/// <summary>What a command tells the script that called it.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Ok = 0;

    /// <summary>An unexpected error.</summary>
    public const int Failed = 1;

    /// <summary>“plan”: there are changes.</summary>
    public const int Changes = 2;

    /// <summary>The guard stopped the plan; a person has to approve it.</summary>
    public const int NeedsApproval = 3;

    /// <summary>Wrong arguments.</summary>
    public const int Usage = 4;

    /// <summary>The configuration file has problems.</summary>
    public const int ConfigInvalid = 5;

    /// <summary>The HRIS could not be read.</summary>
    public const int ConnectionFailed = 6;

    /// <summary>No such workspace, connection, run or person.</summary>
    public const int NotFound = 7;

    /// <summary>A run of the connection is going on; it will run once more.</summary>
    public const int Busy = 8;

    /// <summary>The directory changed since the plan, or it is another plan. Nothing was written.</summary>
    public const int Refused = 9;
}
