using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Cli;
using Rollcall.Features.Employees;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Tests.Api;
using Rollcall.Tests.Web;

namespace Rollcall.Tests.Upkeep;

/// <summary>What is too old goes when somebody has said so and seen what goes; whoever asks for it is told that it is gone, never something else.</summary>
public sealed class RetentionStories
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_cut_is_said_to_be_cut_in_the_terminal_in_the_api_and_on_the_page_and_values_stay_explained()
    {
        await using var company = await WebCompany.StartAsync(employees: 12, isSynced: false, duty: ServerDuty.Web);
        var cli = company.Company.Cli;
        company.Company.Workforce.Access.Withdraw(company.Company.Kind.ShirtSize);
        await cli.ExpectAsync(0, "sync", "hr");
        var first = (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 1, Token))[0];
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ida", "Stone");
        await cli.ExpectAsync(0, "sync", "hr");
        await AgeAsync(company);
        company.Company.Workforce.Rename(company.Company.Somebody().Number, "Ada", "Berg");
        await cli.ExpectAsync(0, "sync", "hr");
        var second = (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 1, Token))[0];
        var findings = (await cli.ExpectAsync(0, "findings", "--format", "json")).Output;
        first.Findings.ShouldNotBeEmpty();
        using var api = await ApiClient.OfAsync(company, ApiScope.Configure);

        // Wrong times are refused, and what would go is said before it goes.
        await cli.ExpectAsync(ExitCodes.Usage, "retention", "set", "--history", "0");
        await cli.ExpectAsync(ExitCodes.Usage, "retention", "set", "--webhooks", "forever");
        (await api.SendAsync(HttpMethod.Put, "retention", new { webhookDays = 0 })).Refuses(HttpStatusCode.BadRequest, "not-understood");
        var going = (await api.SendAsync(HttpMethod.Post, "retention/preview", new { historyDays = 30, findingDays = 30 })).Expect(HttpStatusCode.OK).Json;
        (going.GetProperty("changes").GetInt32() > 0, going.GetProperty("findings").GetInt32()).ShouldBe((true, 2));
        (await cli.ExpectAsync(ExitCodes.Refused, "retention", "set", "--history", "30", "--findings", "30")).Errors.ShouldContain("changes");
        (await api.GetAsync("changes?after=0")).Json.GetProperty("items").GetArrayLength().ShouldBeGreaterThan(0);
        var etag = (await api.GetAsync("retention")).Etag;
        await cli.ExpectAsync(0, "retention", "set", "--history", "30", "--findings", "30", "--yes");
        (await api.SendAsync(HttpMethod.Put, "retention", new { historyDays = 1 }, ifMatch: etag)).Refuses(HttpStatusCode.PreconditionFailed, "changed-meanwhile");
        (await cli.JsonAsync(0, "retention", "purge")).GetProperty("changes").GetInt32().ShouldBe(going.GetProperty("changes").GetInt32());

        // The feed says to begin anew, and from where.
        var refused = (await api.SendAsync(HttpMethod.Get, "changes?after=0")).Refuses(HttpStatusCode.Gone, "history-cut");
        var cursor = refused.GetProperty("cursor").GetInt64();
        (await api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"changes?after={cursor}"))).Json.GetProperty("items").EnumerateArray()
            .Select(c => c.GetProperty("run").GetGuid()).ShouldAllBe(r => r == second.Id.Value);

        // A run from before is not taken back in part, nor shown as if it had changed nothing.
        (await cli.ExpectAsync(ExitCodes.Refused, "undo", first.Id.ToString())).Errors.ShouldContain("cannot be taken back");
        await cli.ExpectAsync(ExitCodes.NotFound, "runs", first.Id.ToString());
        (await api.SendAsync(HttpMethod.Get, $"runs/{first.Id}/changes")).Refuses(HttpStatusCode.Gone, "history-cut");
        (await api.SendAsync(HttpMethod.Get, $"runs/{first.Id}/undo")).Refuses(HttpStatusCode.Gone, "history-cut");
        (await api.SendAsync(HttpMethod.Post, $"runs/{first.Id}/undo", new { digest = "x" })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await company.Get<RunStore>().GetAsync(company.Workspace.Id, first.Id, Token))!.AreFindingsRemoved.ShouldBeTrue();
        (await cli.ExpectAsync(0, "findings", "--format", "json")).Output.ShouldBe(findings);

        // The past before it is not known; what stands is explained by the run that wrote it.
        var email = company.Company.Somebody(1).Email!;
        (await cli.ExpectAsync(ExitCodes.Refused, "history", email, "--as-of", "2020-01-01")).Errors.ShouldContain("History is kept since", Case.Insensitive);
        (await cli.ExpectAsync(ExitCodes.Refused, "employees", "--as-of", "2020-01-01")).Errors.ShouldContain("History is kept since", Case.Insensitive);
        (await api.SendAsync(HttpMethod.Get, "employees?asOf=2020-01-01T00:00:00Z")).Refuses(HttpStatusCode.Gone, "history-cut");
        (await api.SendAsync(HttpMethod.Get, "employees?asOf=2020-01-01T00:00:00Z&search=a")).Refuses(HttpStatusCode.BadRequest, "not-understood");
        (await cli.ExpectAsync(0, "history", email)).Errors.ShouldContain("kept since");
        (await cli.ExpectAsync(0, "explain", email, "first-name")).Output.ShouldContain($"by run {first.Id}");
        using (var scope = await company.AsAsync(MemberRole.Viewer))
        {
            var person = (await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, email, Token)).Single();
            var profiles = scope.ServiceProvider.GetRequiredService<ProfileService>();
            (await profiles.CutAsync(new DateOnly(2020, 1, 1), Token)).ShouldNotBeNull();
            (await profiles.FindAsync(person, new DateOnly(2020, 1, 1), Token)).ShouldBeNull();
            var profile = (await profiles.FindAsync(person, asOf: null, Token))!;
            (profile.History.Count > 0, profile.HistoryKeptSince is not null).ShouldBe((true, true));
            (await api.SendAsync(HttpMethod.Get, $"employees/{person}?asOf=2020-01-01T00:00:00Z")).Refuses(HttpStatusCode.Gone, "history-cut");
            (await api.SendAsync(HttpMethod.Get, $"employees/{person}")).Json.GetProperty("historyKeptSince").GetDateTimeOffset().ShouldBeLessThan(TimeProvider.System.GetUtcNow());
        }

        await cli.ExpectAsync(0, "undo", second.Id.ToString());
    }

    /// <summary>All that happened so far was long ago.</summary>
    internal static async Task AgeAsync(WebCompany company)
    {
        await using var context = await company.Get<IDbContextFactory<RollcallDbContext>>().CreateDbContextAsync(Token);
        var by = TimeSpan.FromDays(60);
        (await context.Changes.ToListAsync(Token)).ForEach(c => c.At -= by);
        foreach (var run in await context.Runs.ToListAsync(Token))
        {
            (run.StartedAt, run.FinishedAt) = (run.StartedAt - by, run.FinishedAt - by);
        }

        await context.SaveChangesAsync(Token);
    }
}
