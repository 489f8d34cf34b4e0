using System.CommandLine;
using Rollcall.Core.Planning;

namespace Rollcall.Cli;

/// <summary><c>findings</c>: what is held or wrong now, by cause, most people first.</summary>
internal static class FindingsCommand
{
    public static Command Create() => RollcallCli.Command("findings", "What is held or wrong now, with its fix.", RunAsync);

    /// <summary>A finding as data.</summary>
    public static object Shape(Finding finding)
    {
        var text = FindingCatalog.TextOf(finding);
        return new
        {
            code = finding.Code,
            severity = finding.Severity.ToString().ToLowerInvariant(),
            attribute = finding.Attribute,
            target = finding.Target,
            value = finding.Value,
            nearest = finding.Nearest,
            count = finding.Count,
            people = finding.People.ToList(),
            what = text.What,
            why = text.Why,
            fix = text.Fix,
        };
    }

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var workspace = await session.WorkspaceAsync(cancellationToken);
        var all = new List<(string Connection, Finding Finding)>();
        foreach (var connection in await session.Connections.ListAsync(workspace.Id, cancellationToken))
        {
            all.AddRange((await session.Runs.CurrentFindingsAsync(workspace.Id, connection.Id, cancellationToken)).Select(f => (connection.Config.Name, f)));
        }

        var sorted = all.OrderByDescending(f => f.Finding.Severity).ThenByDescending(f => f.Finding.Count).ToList();
        if (session.Terminal.Format is OutputFormat.Csv or OutputFormat.Markdown)
        {
            session.Terminal.Write(sorted,
                new Column<(string Connection, Finding Finding)>("connection", f => f.Connection),
                new Column<(string Connection, Finding Finding)>("code", f => f.Finding.Code),
                new Column<(string Connection, Finding Finding)>("count", f => f.Finding.Count),
                new Column<(string Connection, Finding Finding)>("what", f => FindingCatalog.TextOf(f.Finding).What),
                new Column<(string Connection, Finding Finding)>("fix", f => FindingCatalog.TextOf(f.Finding).Fix));
            return ExitCodes.Ok;
        }

        session.Terminal.Write(
            sorted.Select(f => new { connection = f.Connection, finding = Shape(f.Finding) }),
            sorted.SelectMany(f =>
            {
                var text = FindingCatalog.TextOf(f.Finding);
                return (string[])[$"{f.Connection} [{f.Finding.Code}] {text.What}", $"  {text.Why}", $"  → {text.Fix}"];
            }));
        session.Terminal.Say(sorted.Count == 0 ? "Nothing is held, nothing is wrong." : $"{sorted.Count} findings.");
        return ExitCodes.Ok;
    }
}
