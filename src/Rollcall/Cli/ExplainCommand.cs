using System.CommandLine;
using Rollcall.Cli.Asking;
using Rollcall.Core.Mapping;

namespace Rollcall.Cli;

/// <summary><c>explain EMPLOYEE [ATTRIBUTE]</c>: why does this person have this value, or none?</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string?> Field = new("target") { Description = "A target such as title, team:department, custom:shirt-size. All mapped ones when left out.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create() => RollcallCli.Command("explain", "Why does this person have this value, or none? Five steps and the fix.", RunAsync, EmployeeCommand.Key, Field);

    private static async Task<int> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var key = session.Parse.GetValue(EmployeeCommand.Key)!;
        var word = session.Parse.GetValue(Field);
        var target = word is null ? null : Target.Parse(word) ?? Target.Parse($"custom:{word}")
            ?? throw new CommandError(ExitCodes.Usage, $"“{word}” is no target.", "Write for example title, manager, level, team:department, additional-manager or custom:KEY.");
        var answers = await session.Company.People.ExplainAsync(key, target, cancellationToken);
        session.Terminal.Write(
            answers.Select(a => new
            {
                target = a.Target,
                value = a.Standing,
                verdict = a.Verdict,
                code = a.Code,
                steps = a.Steps.Select(s => new { question = s.Question.ToLowerInvariant(), good = s.IsGood, text = s.Text }),
                fix = a.Fix,
            }),
            answers.SelectMany(a => Lines(key, a)));
        return ExitCodes.Ok;
    }

    public static IEnumerable<string> Lines(string who, ExplainedValue answer)
    {
        yield return $"{who} › {answer.Target}: {answer.Standing ?? "—"} ({answer.Verdict})";
        foreach (var (step, i) in answer.Steps.Select((s, i) => (s, i)))
        {
            yield return $"  {i + 1} {step.Question,-8} {(step.IsGood ? "✓" : "✕")} {step.Text}";
        }

        if (answer.Fix is not null)
        {
            yield return $"  → {answer.Fix}";
        }

        yield return "";
    }
}
