using System.CommandLine;

namespace Rollcall.Cli;

/// <summary><c>options add | alias | to-text</c>: the three ways out of an unknown option (R8).</summary>
internal static class OptionsCommand
{
    private static readonly Argument<string> Attribute = new("attribute") { Description = "The custom attribute's key." };
    private static readonly Argument<string> Label = new("label") { Description = "The option's spelling." };
    private static readonly Argument<string> Alias = new("alias") { Description = "The spelling the HRIS sends." };

    public static Command Create() => RollcallCli.Group("options", "Options of select attributes.",
        RollcallCli.Command("add", "Add an option.", AddAsync, Attribute, Label),
        RollcallCli.Command("alias", "Take another spelling for an option that is there.", AliasAsync, Attribute, Alias, Label),
        RollcallCli.Command("to-text", "Change the attribute to text: every value is taken as it comes.", ToTextAsync, Attribute));

    private static Task<int> AddAsync(CliSession session, CancellationToken cancellationToken) => DoneAsync(session, session.Company.Options.AddAsync(
        session.Parse.GetValue(Attribute)!, session.Parse.GetValue(Label)!, cancellationToken));

    private static Task<int> AliasAsync(CliSession session, CancellationToken cancellationToken) => DoneAsync(session, session.Company.Options.AliasAsync(
        session.Parse.GetValue(Attribute)!, session.Parse.GetValue(Alias)!, session.Parse.GetValue(Label)!, cancellationToken));

    private static Task<int> ToTextAsync(CliSession session, CancellationToken cancellationToken) => DoneAsync(session, session.Company.Options.ToTextAsync(
        session.Parse.GetValue(Attribute)!, cancellationToken));

    private static async Task<int> DoneAsync(CliSession session, Task edit)
    {
        await edit;
        session.Terminal.Say("Done. The next sync writes the values that waited for it.");
        return ExitCodes.Ok;
    }
}
