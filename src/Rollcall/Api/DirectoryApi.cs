using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Features.Access;
using Rollcall.Features.Employees;
using Rollcall.Features.Findings;
using Rollcall.Features.Shell;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Api;

/// <summary>People with everything that is known of them, what they are sorted into, and what is held.</summary>
internal static class DirectoryApi
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder api)
    {
        var employees = api.MapGroup("").WithTags("Employees");
        var directory = api.MapGroup("").WithTags("Directory");
        employees.MapGet("/employees", ListAsync).ProducesProblem(400).ProducesProblem(410).As("listEmployees", ApiScope.Read, "List employees, now or all of a past moment");
        employees.MapGet("/fields", FieldsAsync).As("listFields", ApiScope.Read, "List the fields that employees have");
        employees.MapGet("/employees/{id:guid}", GetAsync).ProducesProblem(404).As("getEmployee", ApiScope.Read, "Look at one employee, now or at a past moment, with where each value comes from");
        employees.MapGet("/employees/{id:guid}/history", HistoryAsync).ProducesProblem(404).As("getEmployeeHistory", ApiScope.Read, "See all changes of one employee, the newest first");
        directory.MapGet("/explain/{key}", ExplainAsync).ProducesProblem(400).As("explainEmployee", ApiScope.Read, "Ask why an employee has a value, or none, or why somebody is not in the directory");
        directory.MapGet("/findings", FindingsAsync).As("listFindings", ApiScope.Read, "See what is held or wrong now, most people first");
        directory.MapGet("/changes", FeedAsync).ProducesProblem(400).ProducesProblem(410).As("readChanges", ApiScope.Read, "Follow the change log from a cursor");
    }

    private static async Task<Results<Ok<ApiPage<ApiEmployee>>, ProblemHttpResult>> ListAsync(
        EmployeeListService service, CancellationToken cancellationToken, string? search = null, [FromQuery(Name = "where")] string[]? where = null,
        [FromQuery(Name = "show")] string[]? show = null, string? sort = null, bool descending = false, string? status = null, string? key = null, bool stored = false, DateTimeOffset? asOf = null, int skip = 0, int take = 50)
    {
        if (skip < 0 || take is < 1 or > Most)
        {
            return TypedResults.Problem(ApiProblems.Page(Most));
        }

        var columns = (await service.ColumnsAsync(cancellationToken)).ToDictionary(c => c.Key, StringComparer.Ordinal);
        var conditions = new List<FieldCondition>();
        foreach (var condition in where ?? [])
        {
            var at = condition.IndexOf('=', StringComparison.Ordinal);
            var (field, value) = at < 0 ? (condition, null) : (condition[..at], condition[(at + 1)..]);
            if (!columns.ContainsKey(field) || field == EmployeeListService.Source)
            {
                return Unknown(field);
            }

            conditions.Add(new FieldCondition(field, value is null ? FieldQuestion.HasValue : value.Length == 0 ? FieldQuestion.HasNone : FieldQuestion.Is, value));
        }

        if ((show ?? []).Concat(sort is null ? [] : [sort]).FirstOrDefault(f => !columns.ContainsKey(f)) is { } unknown)
        {
            return Unknown(unknown);
        }

        if (sort is not null && !columns[sort].CanSort)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"The list cannot be sorted by “{sort}”.", "Sort by a field that holds a value of its own, such as title."));
        }

        if (status is not null && AccountStatusWord.Parse(status) is null)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"“{status}” is no status.", "Write created, invited, active or deactivated."));
        }

        var isNarrowed = search is not null || conditions.Count > 0 || status is not null || sort is not null;
        if (asOf is not null && (isNarrowed || key is not null))
        {
            return TypedResults.Problem(ApiProblems.Wrong("A past moment is listed whole: nothing narrows or orders that.", "Send asOf with show, stored, skip and take alone."));
        }

        if (key is not null && (isNarrowed || skip > 0))
        {
            return TypedResults.Problem(ApiProblems.Wrong("A key names somebody: nothing else narrows or orders that.", "Send key with show and stored alone."));
        }

        var request = new ListRequest { Search = search, Conditions = conditions, Columns = show ?? [], Sort = sort, IsDescending = descending, Status = status is null ? null : AccountStatusWord.Parse(status), IsStored = stored, Skip = skip, Take = take };
        var list = asOf is { } moment ? await service.PastAsync(moment, request, cancellationToken)
            : key is null ? await service.ListAsync(request, cancellationToken)
            : await service.KeyedAsync(key, request, cancellationToken);
        if (list is null)
        {
            return TypedResults.Problem(ApiProblems.Cut("Nobody can say who was there then: history is not kept that long.", "Ask for a later moment."));
        }

        return TypedResults.Ok(new ApiPage<ApiEmployee>(
            [.. list.Rows.Select(r => new ApiEmployee(r.Id.Value, r.Name, AccountStatusWord.Of(r.Status), list.Columns.Zip(r.Cells).ToDictionary(c => c.First.Key, c => c.Second, StringComparer.Ordinal)))], list.Total));

        ProblemHttpResult Unknown(string field) => TypedResults.Problem(ApiProblems.Wrong($"There is no field “{field}”.", $"The fields are {string.Join(", ", columns.Keys.Take(40))}."));
    }

    private static async Task<Ok<IReadOnlyList<ApiField>>> FieldsAsync(EmployeeListService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiField>>([.. (await service.ColumnsAsync(cancellationToken)).Where(c => c.Key != EmployeeListService.Source).Select(c => new ApiField(c.Key, c.Label, c.CanSort))]);

    private static async Task<Results<Ok<ApiProfile>, ProblemHttpResult>> GetAsync(Guid id, ProfileService service, HttpResponse response, CancellationToken cancellationToken, DateTimeOffset? asOf = null)
    {
        if (asOf is { } moment)
        {
            return await service.FindAtAsync(new EmployeeId(id), moment, cancellationToken) is { } past
                ? TypedResults.Ok(Of(id, past))
                : await service.CutAsync(moment, cancellationToken) is { } since
                ? TypedResults.Problem(ApiProblems.Cut($"Nobody can say how it was then: history is kept since {since:O}.", "Ask for a later moment."))
                : TypedResults.Problem(ApiProblems.Of(404, "not-found", "This employee was not in the directory then.", "Ask for a later moment."));
        }

        if (await FindAsync(service, id, cancellationToken) is not { } profile)
        {
            return Nobody();
        }

        ApiEtags.Tag(response, profile);
        return TypedResults.Ok(profile);
    }

    /// <summary>An employee with every value; null when there is none such.</summary>
    public static async Task<ApiProfile?> FindAsync(ProfileService service, Guid id, CancellationToken cancellationToken) =>
        await service.FindAsync(new EmployeeId(id), asOf: null, cancellationToken) is { } profile ? Of(id, profile) : null;

    private static ApiProfile Of(Guid id, Profile profile) => new(
        id, profile.Name, [.. profile.Sections.SelectMany(s => s.Lines).Select(l => new ApiValue(l.Field, l.Label, l.Value, SourceOf(l.Source)) { Stored = l.Stored, Connection = l.Connection })])
    {
        Records = [.. profile.Records.Select(r => r.Record.Scope == RecordScope.Excluded
            ? new ApiTie(r.Connection, r.Record.ExternalId, r.Record.ScopeSince, r.Record.ScopeReason)
            : new ApiTie(r.Connection, r.Record.ExternalId, null, null) { Upcoming = r.Upcoming is { } upcoming ? RollcallApi.Word(upcoming.Kind) : null, UpcomingOn = r.Upcoming?.Day })],
        HistoryKeptSince = profile.HistoryKeptSince,
    };

    private static async Task<Results<Ok<IReadOnlyList<ApiHistoryEntry>>, ProblemHttpResult>> HistoryAsync(Guid id, ProfileService service, CancellationToken cancellationToken) =>
        await service.FindAsync(new EmployeeId(id), asOf: null, cancellationToken) is { } profile
            ? TypedResults.Ok<IReadOnlyList<ApiHistoryEntry>>([.. profile.History.Select(h => new ApiHistoryEntry(h.At, h.Run?.Value, h.Text) { Change = RunsApi.Of(h.Each.Change, h.Each.Words), IsCut = h.IsCut })])
            : Nobody();

    private static async Task<Results<Ok<IReadOnlyList<ApiExplanation>>, ProblemHttpResult>> ExplainAsync(
        string key, Visitor visitor, ExplainService service, CancellationToken cancellationToken, string? target = null)
    {
        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var asked = target is null ? null : Target.Parse(target) ?? Target.Parse($"{Fields.CustomPrefix}{target}");
        if (target is not null && asked is null)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"“{target}” is no target.", "Write for example title, manager, level, team:department, additional-manager or custom:KEY."));
        }

        if (await service.FindAsync(member.Workspace, key, cancellationToken) is not { } someone)
        {
            return TypedResults.Problem(ApiProblems.Wrong("Several employees have this key.", "Give the email or the id."));
        }

        return TypedResults.Ok<IReadOnlyList<ApiExplanation>>([.. (await service.ExplainAsync(member.Workspace, someone, asked, cancellationToken)).Select(a => new ApiExplanation(
                a.Target, a.Standing, a.Verdict, a.Code, [.. a.Steps.Select(s => new ApiExplainStep(RollcallApi.Word(s.Question), s.IsGood, s.Text))], a.Fix) { Run = a.WrittenBy })]);
    }

    private static async Task<Ok<IReadOnlyList<ApiFinding>>> FindingsAsync(FindingsService service, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ApiFinding>>([.. (await service.ListAsync(cancellationToken)).All.Select(f => ApiFindings.Of(f.Finding, f.ConnectionName))]);

    private static async Task<Results<Ok<ApiFeed>, ProblemHttpResult>> FeedAsync(
        Visitor visitor, HistoryQueries history, CancellationToken cancellationToken, long after = 0, int take = 100)
    {
        if (after < 0 || take is < 1 or > Most)
        {
            return TypedResults.Problem(ApiProblems.Wrong($"after is 0 or a cursor, take is 1 to {Most}.", "Begin with after=0, and go on with the cursor of each answer."));
        }

        var member = await visitor.RequireAsync(MemberRole.Viewer, cancellationToken);
        var page = await history.SinceAsync(member.Workspace.Id, after, take, cancellationToken);
        if (await history.CutAsync(member.Workspace.Id, cancellationToken) is { KeptSince: { } since, Cursor: var cut } && after < cut)
        {
            var gone = ApiProblems.Cut(
                $"The cursor is from before the part of the change log that is kept, which begins after {since:O}.",
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Read everything anew, employees, teams, levels and attributes; then follow the log from after={cut}."));
            gone.Extensions["cursor"] = cut;
            return TypedResults.Problem(gone);
        }

        return TypedResults.Ok(new ApiFeed(page.Count == 0 ? after : page[^1].Cursor, page.Count == take, [.. page.Select(p => ApiFeedEntries.Of(p.Cursor, p.Entry))]));
    }

    private static ProblemHttpResult Nobody() => TypedResults.Problem(ApiProblems.Gone("employee"));

    private static string SourceOf(StatusKind source) => source switch
    {
        StatusKind.Hris => "hris",
        StatusKind.Pinned => "pinned",
        StatusKind.Held => "held",
        StatusKind.Manual => "manual",
        StatusKind.Neutral => "none",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
