using Rollcall.Api;
using Rollcall.Core.Mapping;

namespace Rollcall.Cli.Remote;

/// <summary>Words of the API back to what they stand for.</summary>
internal static class ApiWords
{
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => RollcallApi.Word(v!.Value) == word) ?? throw Newer(word);

    public static Target ParseTarget(string word) => Target.Parse(word) ?? throw Newer(word);

    private static CommandError Newer(string word) => new(
        ExitCodes.ConnectionFailed, $"The server says “{word}”, which this version does not know.", "Use the version of the command line that the server has.", "not-rollcall");

    public static string Escaped(string part) => Uri.EscapeDataString(part);
}
