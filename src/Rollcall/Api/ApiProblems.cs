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

    public static ProblemDetails Page(int most) => Wrong($"skip is 0 or more, take is 1 to {most}.", "Ask for one page after the other.");
}
