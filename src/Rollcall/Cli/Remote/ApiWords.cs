using Rollcall.Api;

namespace Rollcall.Cli.Remote;

/// <summary>Words of the API back to what they stand for.</summary>
internal static class ApiWords
{
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => RollcallApi.Word(v!.Value) == word)
        ?? throw new CommandError(ExitCodes.ConnectionFailed, $"The server says “{word}”, which this version does not know.", "Use the version of the command line that the server has.", "not-rollcall");

    public static string Escaped(string part) => Uri.EscapeDataString(part);
}
