using System.CommandLine;
using Rollcall.Core.Directory;
using Rollcall.Storage;

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

    private static Task<int> AddAsync(CliSession session, CancellationToken cancellationToken) => ChangeAsync(session, attribute =>
    {
        var label = session.Parse.GetValue(Label)!;
        return attribute.Options.Any(o => o.Label == label) ? attribute : attribute with { Options = [.. attribute.Options, new AttributeOption(label, [], Archived: false)] };
    }, cancellationToken);

    private static Task<int> AliasAsync(CliSession session, CancellationToken cancellationToken) => ChangeAsync(session, attribute =>
    {
        var (alias, label) = (session.Parse.GetValue(Alias)!, session.Parse.GetValue(Label)!);
        return attribute.Options.Any(o => o.Label == label)
            ? attribute with { Options = attribute.Options.Select(o => o.Label == label ? o with { Aliases = [.. o.Aliases.Where(a => a != alias), alias] } : o).ToValueList() }
            : throw new CommandError(ExitCodes.NotFound, $"“{attribute.Key}” has no option “{label}”.", $"It has {string.Join(", ", attribute.Options.Select(o => o.Label))}.");
    }, cancellationToken);

    private static Task<int> ToTextAsync(CliSession session, CancellationToken cancellationToken) =>
        ChangeAsync(session, attribute => attribute with { Type = AttributeType.Text, Options = [] }, cancellationToken);

    private static async Task<int> ChangeAsync(CliSession session, Func<CustomAttribute, CustomAttribute> change, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var key = session.Parse.GetValue(Attribute)!;
        if (!await session.Get<DirectoryEditStore>().ChangeAttributeAsync(workspace.Id, key, change, cancellationToken))
        {
            throw new CommandError(ExitCodes.NotFound, $"There is no custom attribute “{key}”.", "“rollcall config export” shows them.");
        }

        session.Terminal.Say("Done. The next sync writes the values that waited for it.");
        return ExitCodes.Ok;
    }
}
