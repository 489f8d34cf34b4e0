using System.Globalization;

namespace Rollcall.Configuration;

/// <summary>One thing that is wrong with a configuration file: where, what, and what to write instead.</summary>
internal sealed record ConfigProblem(long Line, long Column, string Text, string Fix)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Text} {Fix}");
}

/// <summary>A configuration file with problems: all of them at once.</summary>
internal sealed class ConfigException(string file, IReadOnlyList<ConfigProblem> problems)
    : Exception($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}.")
{
    public string File { get; } = file;

    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;
}
