using System.CommandLine;
using Rollcall.Core.Suggesting;

namespace Rollcall.Cli;

/// <summary><c>suggest CONNECTION</c>: where unmapped attributes could go.</summary>
internal static class SuggestCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    public static Command Create() => RollcallCli.Command("suggest", "Suggest targets for attributes that are not mapped. Changes nothing.", RunAsync, Name);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var connection = await session.ConnectionAsync(workspace, session.Parse.GetValue(Name)!, cancellationToken);
        var source = await session.Sync.SourceOfAsync(workspace, connection, cancellationToken);
        var suggestions = MappingSuggestions.For(
            await source.DiscoverAsync(cancellationToken), connection.Config, await session.Sync.DirectoryOf(workspace).ReadSchemaAsync(cancellationToken));
        session.Terminal.Write(suggestions,
            new Column<MappingSuggestion>("from", s => s.Attribute.Key),
            new Column<MappingSuggestion>("label", s => s.Attribute.Label),
            new Column<MappingSuggestion>("to", s => s.Target.ToString()),
            new Column<MappingSuggestion>("creates", s => s.Create is { } created ? $"{created.Name} ({created.Type})" : ""),
            new Column<MappingSuggestion>("confidence", s => Math.Round(s.Confidence, 2)),
            new Column<MappingSuggestion>("reason", s => s.Reason));
        return ExitCodes.Ok;
    }
}
