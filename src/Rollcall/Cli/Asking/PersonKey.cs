using Rollcall.Core.Directory;

namespace Rollcall.Cli.Asking;

/// <summary>Somebody by what a person knows of them.</summary>
internal static class PersonKey
{
    /// <summary>The one whom the key names.</summary>
    public static EmployeeId Only(IReadOnlyList<EmployeeId> found, string key) => found.Count switch
    {
        1 => found[0],
        0 => throw new CommandError(ExitCodes.NotFound, "There is no such employee in the directory.", $"“rollcall explain {key}” tells why somebody is not here, by the HRIS' id."),
        _ => throw Several(),
    };

    public static CommandError Several() => new(ExitCodes.Usage, "Several employees have this key.", "Give the email or the id.");

    public static CommandError NotThen() => new(ExitCodes.NotFound, "This employee was not in the directory then.", "Choose a later moment.");
}
