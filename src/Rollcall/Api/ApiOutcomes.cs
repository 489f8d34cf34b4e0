using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Storage;

namespace Rollcall.Api;

/// <summary>What is the same for everything that has a name and can be edited: attributes, levels, teams.</summary>
internal static class ApiOutcomes
{
    /// <summary>Why a name is none; null when it is one.</summary>
    /// <param name="what">What is to have it, with its article.</param>
    /// <param name="name">The name.</param>
    /// <param name="longest">Characters at most.</param>
    public static ProblemHttpResult? BadName(string what, string name, int longest) =>
        name.Trim().Length is > 0 and var length && length <= longest ? null : TypedResults.Problem(ApiProblems.Wrong($"{what} has a name of 1 to {longest} characters.", "Give it one."));

    /// <summary>Why an edit was refused.</summary>
    /// <param name="came">What came of it.</param>
    /// <param name="what">What was edited.</param>
    /// <param name="named">What else could have the name.</param>
    /// <param name="need">What still needs it.</param>
    /// <param name="instead">What to do instead of removing it.</param>
    public static ProblemHttpResult Refused(SchemaEdit came, string what, string named, string need, string instead) => came switch
    {
        SchemaEdit.Gone => TypedResults.Problem(ApiProblems.Gone(what)),
        SchemaEdit.ChangedMeanwhile => ApiEtags.Meanwhile(),
        SchemaEdit.NameTaken => TypedResults.Problem(ApiProblems.Taken(named)),
        SchemaEdit.InUse => TypedResults.Problem(ApiProblems.Of(StatusCodes.Status409Conflict, "in-use", need, instead)),
        SchemaEdit.Done => throw new UnreachableException(),
    };
}
