using System.CommandLine;
using Rollcall.Cli.Asking;

namespace Rollcall.Cli;

/// <summary><c>findings</c>: what is held or wrong now, by cause, most people first.</summary>
internal static class FindingsCommand
{
    public static Command Create() => RollcallCli.Command("findings", "What is held or wrong now, with its fix.", RunAsync);

    /// <summary>A finding as data.</summary>
    public static object Shape(FindingLine finding) => new
    {
        code = finding.Code,
        severity = finding.Severity.ToString().ToLowerInvariant(),
        attribute = finding.Attribute,
        target = finding.Target,
        value = finding.Value,
        nearest = finding.Nearest,
        count = finding.Count,
        people = finding.People,
        what = finding.What,
        why = finding.Why,
        fix = finding.Fix,
    };

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var sorted = (await session.Company.Findings.ListAsync(cancellationToken)).OrderByDescending(f => f.Severity).ThenByDescending(f => f.Count).ToList();
        if (session.Terminal.Format is OutputFormat.Csv or OutputFormat.Markdown)
        {
            session.Terminal.Write(sorted,
                new Column<FindingLine>("connection", f => f.Connection),
                new Column<FindingLine>("code", f => f.Code),
                new Column<FindingLine>("count", f => f.Count),
                new Column<FindingLine>("what", f => f.What),
                new Column<FindingLine>("fix", f => f.Fix));
            return ExitCodes.Ok;
        }

        session.Terminal.Write(
            sorted.Select(f => new { connection = f.Connection, finding = Shape(f) }),
            sorted.SelectMany(f => (string[])[$"{f.Connection} [{f.Code}] {f.What}", $"  {f.Why}", $"  → {f.Fix}"]));
        session.Terminal.Say(sorted.Count == 0 ? "Nothing is held, nothing is wrong." : $"{sorted.Count} findings.");
        return ExitCodes.Ok;
    }
}
