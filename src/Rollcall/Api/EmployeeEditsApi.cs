using Microsoft.AspNetCore.Http.HttpResults;
using Rollcall.Core.Directory;
using Rollcall.Features.Employees;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Api;

/// <summary>Values by hand, and pins.</summary>
internal static class EmployeeEditsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var employees = api.MapGroup("/employees/{id:guid}").WithTags("Employees");
        employees.MapPut("/values/{field}", SetAsync).Edits().ProducesProblem(409).As("setEmployeeValue", ApiScope.Configure, "Write a value that no HRIS owns");
        employees.MapDelete("/values/{field}", ClearAsync).Edits().ProducesProblem(409).As("clearEmployeeValue", ApiScope.Configure, "Clear a value that no HRIS owns");
        employees.MapPut("/pins/{field}", PinAsync).Edits().ProducesProblem(409).As("pinEmployeeValue", ApiScope.Configure, "Pin the standing value, or another one: no sync touches it");
        employees.MapDelete("/pins/{field}", UnpinAsync).Edits().As("unpinEmployeeValue", ApiScope.Configure, "Let the HRIS own the value again, from the next sync on");
    }

    private static Task<Results<Ok<ApiProfile>, ProblemHttpResult>> SetAsync(
        Guid id, string field, ApiFieldValue body, EmployeeEditService service, ProfileService profiles, HttpContext http, CancellationToken cancellationToken) =>
        EditAsync(id, profiles, http, () => service.SetAsync(new EmployeeId(id), field, body.Value, pins: false, cancellationToken), cancellationToken);

    private static Task<Results<Ok<ApiProfile>, ProblemHttpResult>> ClearAsync(
        Guid id, string field, EmployeeEditService service, ProfileService profiles, HttpContext http, CancellationToken cancellationToken) =>
        EditAsync(id, profiles, http, () => service.SetAsync(new EmployeeId(id), field, text: null, pins: false, cancellationToken), cancellationToken);

    private static Task<Results<Ok<ApiProfile>, ProblemHttpResult>> PinAsync(
        Guid id, string field, ApiPin body, EmployeeEditService service, ProfileService profiles, HttpContext http, CancellationToken cancellationToken) =>
        EditAsync(id, profiles, http, () => body.KeepsStanding
            ? service.PinAsync(new EmployeeId(id), field, cancellationToken)
            : service.SetAsync(new EmployeeId(id), field, body.Value, pins: true, cancellationToken), cancellationToken);

    private static Task<Results<Ok<ApiProfile>, ProblemHttpResult>> UnpinAsync(
        Guid id, string field, EmployeeEditService service, ProfileService profiles, HttpContext http, CancellationToken cancellationToken) =>
        EditAsync(id, profiles, http, () => service.UnpinAsync(new EmployeeId(id), field, cancellationToken), cancellationToken);

    private static async Task<Results<Ok<ApiProfile>, ProblemHttpResult>> EditAsync(
        Guid id, ProfileService profiles, HttpContext http, Func<Task<EditOutcome>> edit, CancellationToken cancellationToken)
    {
        if (await DirectoryApi.FindAsync(profiles, id, cancellationToken) is not { } before)
        {
            return Gone();
        }

        if (ApiEtags.Refused(http.Request, before) is { } refused)
        {
            return refused;
        }

        switch (await edit())
        {
            case EditOutcome.Done when await DirectoryApi.FindAsync(profiles, id, cancellationToken) is { } after:
                ApiEtags.Tag(http.Response, after);
                return TypedResults.Ok(after);
            case EditOutcome.Owned owned:
                return TypedResults.Problem(ApiProblems.Of(409, "owned-by-hris", $"Nothing was written: the connection “{owned.Connection}” owns the field.", "Change it in the HRIS, or pin a value."));
            case EditOutcome.Refused { Why: TypedValue.NoOption none }:
                return TypedResults.Problem(ApiProblems.Wrong("Nothing was written: the field has no such option.", $"Write one of {string.Join(", ", none.Options.Take(40))}."));
            case EditOutcome.Refused { Why: TypedValue.WrongType wrong }:
                return TypedResults.Problem(ApiProblems.Wrong("Nothing was written: the value is not of the field's type.", $"The field's type is {RollcallApi.Word(wrong.Type)}."));
            case EditOutcome.Refused { Why: TypedValue.NoPerson none }:
                return TypedResults.Problem(ApiProblems.Wrong($"Nothing was written: the value names {(none.IsSeveral ? "several people" : "nobody")}.", "Send an email, an external id, an id or a unique full name."));
            case EditOutcome.Refused { Why: TypedValue.Circle }:
                return TypedResults.Problem(ApiProblems.Of(409, "circle", "Nothing was written: they would be, by some steps, their own manager.", "Choose somebody who does not report to them."));
            case EditOutcome.Refused:
                return TypedResults.Problem(ApiProblems.Wrong("Nothing was written: the field is chosen, not typed.", "Teams have their own addresses."));
            default:
                return Gone();
        }
    }

    private static ProblemHttpResult Gone() => TypedResults.Problem(ApiProblems.Gone("employee or field"));
}

/// <summary>A value to be written.</summary>
/// <param name="Value">As people write it; several options are separated by commas. Null clears it.</param>
public sealed record ApiFieldValue(string? Value)
{
    public override string ToString() => nameof(ApiFieldValue);
}

/// <summary>What to pin.</summary>
/// <param name="KeepsStanding">Pin what stands; value is not looked at then.</param>
/// <param name="Value">Pin this instead; null pins that there is none.</param>
public sealed record ApiPin(bool KeepsStanding = true, string? Value = null)
{
    public override string ToString() => nameof(ApiPin);
}
