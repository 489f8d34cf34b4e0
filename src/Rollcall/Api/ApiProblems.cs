using Microsoft.AspNetCore.Mvc;

namespace Rollcall.Api;

/// <summary>What went wrong, why and what to do next, as RFC 9457 says it, with a stable code.</summary>
internal static class ApiProblems
{
    public static ProblemDetails Of(int status, string code, string what, string fix) => new()
    {
        Status = status,
        Title = what,
        Detail = fix,
        Extensions = { ["code"] = code },
    };

    public static ProblemDetails Gone(string what) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.", "Look at what the list gives; names are case sensitive.");

    public static ProblemDetails Wrong(string what, string fix) => Of(StatusCodes.Status400BadRequest, "not-understood", what, fix);

    /// <summary>Several things at once, each with where it is.</summary>
    public static ProblemDetails Wrong(string what, string fix, IReadOnlyList<ApiMistake> mistakes) => Many(StatusCodes.Status400BadRequest, "not-understood", what, fix, mistakes);

    public static ProblemDetails Many(int status, string code, string what, string fix, IReadOnlyList<ApiMistake> mistakes)
    {
        var problem = Of(status, code, what, fix);
        problem.Extensions["errors"] = mistakes;
        return problem;
    }

    public static ProblemDetails Taken(string what) => Of(StatusCodes.Status409Conflict, "name-taken", $"Another {what} has this name, or has it as an alias.", "Take another name.");

    /// <summary>It is from before the part of the history that is kept.</summary>
    public static ProblemDetails Cut(string what, string fix) => Of(StatusCodes.Status410Gone, "history-cut", what, fix);

    public static ProblemDetails Page(int most) => Wrong($"skip is 0 or more, take is 1 to {most}.", "Ask for one page after the other.");
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="At">Which field, or line and column of the document.</param>
/// <param name="Code">Stable.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record ApiMistake(string At, string Code, string What, string Fix);
