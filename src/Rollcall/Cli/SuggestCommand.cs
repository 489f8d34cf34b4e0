using System.CommandLine;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli;

/// <summary><c>suggest CONNECTION</c>: where unmapped attributes could go.</summary>
internal static class SuggestCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    public static Command Create() => RollcallCli.Command("suggest", "Suggest targets for attributes that are not mapped. Changes nothing.", RunAsync, Name);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var suggestions = await session.Company.Connections.SuggestAsync(session.Parse.GetValue(Name)!, cancellationToken);
        session.Terminal.Write([.. suggestions.OrderByDescending(s => s.Confidence).ThenBy(s => s.From, StringComparer.Ordinal)],
            new Column<SuggestionLine>("from", s => s.From),
            new Column<SuggestionLine>("label", s => s.Label),
            new Column<SuggestionLine>("to", s => s.To),
            new Column<SuggestionLine>("creates", s => s.CreatesName is { } created ? $"{created} ({s.CreatesType})" : ""),
            new Column<SuggestionLine>("confidence", s => s.Confidence),
            new Column<SuggestionLine>("reason", s => s.Reason));
        return ExitCodes.Ok;
    }
}
