using Rollcall.Core.Planning;

namespace Rollcall.Features.Runs;

/// <summary>One line of a plan as people read it: mostly one change; leaving one team for another is one line of two changes.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="SubjectId">The employee, team or level.</param>
/// <param name="Who">Their name.</param>
/// <param name="Kind">Key of the kind: <c>person.new</c>, <c>field:title</c> and so on.</param>
/// <param name="KindText">The kind in words.</param>
/// <param name="Before">The value before, in words.</param>
/// <param name="After">The value after, in words.</param>
/// <param name="Cause">The HRIS attribute or the rule that causes it.</param>
/// <param name="CauseText">The same in words.</param>
/// <param name="Changes">How many changes of the plan it stands for.</param>
public sealed record PlanLine(
    SubjectKind Subject, Guid SubjectId, string Who, string Kind, string KindText, string? Before, string? After, string? Cause, string CauseText, int Changes)
{
    /// <summary>The kind only: everything else may be personal.</summary>
    public override string ToString() => Kind;

    /// <summary>Whether a search finds it.</summary>
    public bool Contains(string search) =>
        Has(Who, search) || Has(KindText, search) || Has(Before, search) || Has(After, search) || Has(CauseText, search);

    private static bool Has(string? text, string search) => text?.Contains(search, StringComparison.CurrentCultureIgnoreCase) == true;
}

/// <summary>Keys of the kinds of lines that are no plain field.</summary>
internal static class LineKinds
{
    public const string New = "person.new";
    public const string Leaves = "person.leaves";
    public const string Returns = "person.returns";
    public const string Removed = "person.removed";
    public const string Tie = "person.tie";
    public const string Team = "directory.team";
    public const string Level = "directory.level";
    public const string Option = "directory.option";
    public const string FieldPrefix = "field:";

    /// <summary>What people look for first comes first; plain fields come after people, the directory itself last.</summary>
    public static int RankOf(string kind) => kind switch
    {
        New => 0,
        Leaves => 1,
        Returns => 2,
        Removed => 3,
        Tie => 4,
        Team => 6,
        Level => 7,
        Option => 8,
        _ => 5,
    };
}
