using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall;
using Rollcall.Core.Directory;
using Rollcall.Core.Mapping;
using Rollcall.Core.Runs;
using Rollcall.Features.Employees;
using Rollcall.Features.Findings;
using Rollcall.Features.Home;
using Rollcall.Features.Runs;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Syncing;

// The server's part of what a person waits for, over a directory that is there already: interactive DATA-FOLDER [CONNECTION-STRING]
var token = CancellationToken.None;
var storage = new StorageChoice(args[0], args.Length > 1 ? args[1] : null);
await using var server = await RollcallServer.StartAsync(new ServerOptions(storage, "http://127.0.0.1:0", LogLevel.Warning), token);
var workspace = (await server.Services.GetRequiredService<WorkspaceStore>().ListAsync(token))[0];
await server.DemoLinkAsync(workspace, token);
using var scope = server.Services.CreateScope();
var account = (await server.Services.GetRequiredService<MemberStore>().ListAsync(workspace.Id, token))[0].Account;
var users = scope.ServiceProvider.GetRequiredService<UserManager<AccountRow>>();
var stamp = (await users.FindByIdAsync(account.ToString()))!.SecurityStamp!;
((ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(
    Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.ToString()), new Claim(users.Options.ClaimsIdentity.SecurityStampClaimType, stamp)], "benchmark")))));

var employees = scope.ServiceProvider.GetRequiredService<EmployeeListService>();
var explain = server.Services.GetRequiredService<ExplainService>();
var profiles = scope.ServiceProvider.GetRequiredService<ProfileService>();
var columns = await employees.ColumnsAsync(token);
var first = await employees.ListAsync(new ListRequest(), token);
var people = (await employees.ListAsync(new ListRequest { Take = 200, Skip = first.Total / 2 }, token)).Rows;
var attribute = columns.First(c => c.Key.StartsWith(Fields.CustomPrefix, StringComparison.Ordinal)).Key;
async Task<FieldCondition> Is(string field) => new(field, FieldQuestion.Is, (await employees.ValuesAsync(field, null, token))[0]);

var run = (await server.Services.GetRequiredService<RunStore>().ListAsync(workspace.Id, null, 20, token)).FirstOrDefault(r => r is { State: RunState.Previewed, HasPlan: true });
Console.WriteLine($"{first.Total} people, {columns.Count} fields");
Console.WriteLine("| what | p50 ms | p95 ms | CPU ms | goal | met |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- |");
await MeasureAsync("list, first page", 150, i => employees.ListAsync(new ListRequest(), token));
await MeasureAsync("list, last page", 150, i => employees.ListAsync(new ListRequest { Skip = first.Total - 50 }, token));
string[] searches = ["mar", "lena", "son", "berg", "zzz"];
await MeasureAsync("list, search", 150, i => employees.ListAsync(new ListRequest { Search = searches[i % searches.Length] }, token));
foreach (var field in new[] { Fields.Title, Fields.Location, Fields.Team, Fields.Manager, attribute })
{
    var condition = field == Fields.Manager ? new FieldCondition(field, FieldQuestion.HasNone, null) : await Is(field);
    await MeasureAsync($"list, filter by {Named(field)}", 150, i => employees.ListAsync(new ListRequest { Conditions = [condition] }, token));
}

FieldCondition[] both = [await Is(Fields.Location), new(attribute, FieldQuestion.HasValue, null)];
await MeasureAsync("list, filter by two fields", 150, i => employees.ListAsync(new ListRequest { Conditions = both }, token));
foreach (var sort in new[] { Fields.Title, Fields.StartDate, attribute, Fields.Status })
{
    await MeasureAsync($"list, sort by {Named(sort)}", 150, i => employees.ListAsync(new ListRequest { Sort = sort, IsDescending = i % 2 == 0 }, token));
}

await MeasureAsync("choices of a filter", 150, i => employees.ValuesAsync(Fields.Title, "e", token));
await MeasureAsync("employee page with explain", 50, async i =>
{
    await profiles.FindAsync(people[i % people.Count].Id, null, token);
    var someone = await explain.FindAsync(workspace, people[i % people.Count].Id.ToString(), token);
    await explain.ExplainAsync(workspace, someone!, Target.Field(Fields.Title), token);
});
await MeasureAsync("home", 150, i => scope.ServiceProvider.GetRequiredService<HomeService>().LoadAsync(token));
await MeasureAsync("findings", 150, i => scope.ServiceProvider.GetRequiredService<FindingsService>().ListAsync(token));
if (run is not null)
{
    await MeasureAsync($"preview of {run.Counts!.Updated + run.Counts.Created} people, first page", 500, i => scope.ServiceProvider.GetRequiredService<RunsService>().ChangesAsync(run.Id, token), times: 12);
}

string Named(string field) => columns.First(c => c.Key == field).Label.ToLowerInvariant();

async Task MeasureAsync(string what, int goal, Func<int, Task> ask, int times = 60)
{
    for (var i = 0; i < 3; i++)
    {
        await ask(i);
    }

    var waits = new double[times];
    var cpu = Environment.CpuUsage.TotalTime;
    for (var i = 0; i < times; i++)
    {
        var began = Stopwatch.GetTimestamp();
        await ask(i);
        waits[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    cpu = Environment.CpuUsage.TotalTime - cpu;
    Array.Sort(waits);
    var p95 = waits[(int)(0.95 * (times - 1))];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {waits[times / 2]:0.0} | {p95:0.0} | {cpu.TotalMilliseconds / times:0.0} | {goal} | {(p95 <= goal ? "yes" : "no")} |"));
}
