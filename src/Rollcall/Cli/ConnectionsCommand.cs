using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Features.Integrations;

namespace Rollcall.Cli;

/// <summary><c>connections list | order | test | pause | resume | remove</c>.</summary>
internal static class ConnectionsCommand
{
    private static readonly Argument<string> Name = new("connection") { Description = "The connection's name." };

    private static readonly Argument<string[]> Names = new("connections")
    {
        Description = "Those that go first, the winner first; the others follow as they stand. None shows the order.", Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> TargetWord = new("--target") { Description = "Only for this target: title, level, team:department, custom:KEY and so on.", HelpName = "target" };

    private static readonly Option<bool> Usual = new("--usual") { Description = "With --target: take its own order away, so that the workspace's counts." };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Remove it." };

    public static Command Create() => RollcallCli.Group("connections", "The HRIS accounts of the workspace.",
        RollcallCli.Command("list", "List them in order of precedence.", ListAsync),
        RollcallCli.Command("order", "Show or set which connection wins where several carry somebody.", OrderAsync, Names, TargetWord, Usual),
        RollcallCli.Command("test", "Prove what the credential can do.", TestAsync, Name),
        RollcallCli.Command("pause", "No sync until it is resumed.", (session, token) => PauseAsync(session, paused: true, token), Name),
        RollcallCli.Command("resume", "Let syncs go on.", (session, token) => PauseAsync(session, paused: false, token), Name),
        RollcallCli.Command("remove", "Take it out of use: its readings go, people and the values it wrote stay.", RemoveAsync, Name, Yes));

    private static async Task<int> ListAsync(CliSession session, CancellationToken cancellationToken)
    {
        session.Terminal.Write(await session.Company.Connections.ListAsync(cancellationToken),
            new Column<ConnectionLine>("name", c => c.Name),
            new Column<ConnectionLine>("provider", c => c.Provider),
            new Column<ConnectionLine>("state", c => c.State),
            new Column<ConnectionLine>("mappings", c => c.Mappings),
            new Column<ConnectionLine>("lastFullRead", c => c.LastFullReadAt));
        return ExitCodes.Ok;
    }

    private static async Task<int> OrderAsync(CliSession session, CancellationToken cancellationToken)
    {
        var names = session.Parse.GetValue(Names) ?? [];
        var (target, isUsual) = (TargetOf(session.Parse.GetValue(TargetWord)), session.Parse.GetValue(Usual));
        if (isUsual && (target is null || names.Length > 0))
        {
            throw new CommandError(ExitCodes.Usage, "--usual takes the order of one target away, and sets none.", "Write “rollcall connections order --target title --usual”.");
        }

        var changes = names.Length > 0 || isUsual;
        var order = changes
            ? await session.Company.Connections.ReorderAsync(standing => With(standing, target, [.. names]), cancellationToken)
            : await session.Company.Connections.PrecedenceAsync(cancellationToken);
        if (changes)
        {
            session.Terminal.Say("Stored. It counts from the next sync on; “rollcall plan CONNECTION” shows what that would change.");
        }

        session.Terminal.Write(
            (IReadOnlyList<OrderLine>)[new OrderLine("everything", order.Connections), .. order.Targets.Select(t => new OrderLine(t.Target.ToString(), t.Connections))],
            new Column<OrderLine>("target", l => l.Target),
            new Column<OrderLine>("connections", l => l.Connections));
        return ExitCodes.Ok;
    }

    /// <summary>Whoever is named goes first; in the order of everything the others follow.</summary>
    private static Precedence With(Precedence standing, Target? target, ValueList<string> names)
    {
        foreach (var name in names.Where(n => !standing.Connections.Contains(n, StringComparer.Ordinal)))
        {
            throw ConnectionLine.Unknown(name, standing.Connections);
        }

        if (target is null)
        {
            return standing with { Connections = [.. names, .. standing.Connections.Except(names, StringComparer.Ordinal)] };
        }

        var others = standing.Targets.Where(t => t.Target != target);
        return standing with { Targets = names.Count == 0 ? others.ToValueList() : [.. others, new PrecedenceEntry(target, names)] };
    }

    private static Target? TargetOf(string? word) => word is null ? null : Target.Parse(word)
        ?? throw new CommandError(ExitCodes.Usage, $"“{word}” is no target.", "Write title, level, manager, team:department, custom:KEY and so on, as mappings do.");

    private static async Task<int> TestAsync(CliSession session, CancellationToken cancellationToken)
    {
        var test = await session.Company.Connections.TestAsync(session.Parse.GetValue(Name)!, cancellationToken);
        session.Terminal.Write(
            new
            {
                authenticated = test.Authenticated,
                visiblePeople = test.VisiblePeople,
                readableAttributes = test.ReadableAttributes,
                problems = test.Problems.Select(p => new { code = p.Code, what = p.What, fix = p.Fix, trace = p.TraceId }),
            },
            [
                $"authenticated        {(test.Authenticated ? "yes" : "no")}",
                $"people visible       {Shown(test.VisiblePeople)}",
                $"attributes readable  {Shown(test.ReadableAttributes)}",
                .. test.Problems.SelectMany(Lines),
            ]);
        return test.Authenticated && test.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.ConnectionFailed;
    }

    private static async Task<int> PauseAsync(CliSession session, bool paused, CancellationToken cancellationToken)
    {
        var name = session.Parse.GetValue(Name)!;
        await session.Company.Connections.SetPausedAsync(name, paused, cancellationToken);
        session.Terminal.Say($"{name} is {(paused ? "paused" : "resumed")}.");
        return ExitCodes.Ok;
    }

    private static async Task<int> RemoveAsync(CliSession session, CancellationToken cancellationToken)
    {
        var found = ConnectionLine.Named(await session.Company.Connections.ListAsync(cancellationToken), session.Parse.GetValue(Name)!);
        if (!session.Parse.GetValue(Yes))
        {
            throw new CommandError(ExitCodes.Refused, $"{found.Name} would be forgotten: its settings, mappings and readings. People and the values it wrote stay. Nothing was changed.", "Add --yes to remove it.");
        }

        await session.Company.Connections.RemoveAsync(found.Name, cancellationToken);
        session.Terminal.Say($"{found.Name} is removed. Nobody was deactivated.");
        return ExitCodes.Ok;
    }

    private static string Shown(int? count) => count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known";

    private static IEnumerable<string> Lines(ConnectionProblem problem) => [$"[{problem.Code}] {problem.What}", $"  → {problem.Fix}"];

    /// <summary>One order; “everything” is the workspace's.</summary>
    private sealed record OrderLine(string Target, IReadOnlyList<string> Connections);
}
