using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.Access;
using Rollcall.Features.Employees;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Employees;

/// <summary>The list of employees shows, filters, sorts and exports what its visitor may see, and nothing else.</summary>
public sealed class EmployeeListTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task Columns_filters_and_order_are_the_visitors_choice()
    {
        using var scope = await company.AsAsync(MemberRole.Viewer);
        var employees = scope.ServiceProvider.GetRequiredService<EmployeeListService>();
        var all = await employees.ListAsync(new ListRequest { Columns = [Fields.Title, "custom:shirt-size"], Sort = Fields.Title, Take = 500 }, Token);
        var none = await employees.ListAsync(new ListRequest { Conditions = [new("custom:shirt-size", FieldQuestion.HasNone, null)], Take = 500 }, Token);
        var some = await employees.ListAsync(new ListRequest { Conditions = [new("custom:shirt-size", FieldQuestion.HasValue, null)], Take = 500 }, Token);
        var title = all.Rows.First(r => r.Cells[0] is not null).Cells[0]!;
        var titled = await employees.ListAsync(new ListRequest { Conditions = [new(Fields.Title, FieldQuestion.Is, title)], Take = 500 }, Token);

        all.Columns.Select(c => c.Key).ShouldBe([Fields.Title, "custom:shirt-size"]);
        (await employees.ListAsync(new ListRequest { Columns = [Fields.Title, "none", Fields.Title] }, Token)).Columns.Select(c => c.Key).ShouldBe([Fields.Title]);
        (none.Total + some.Total).ShouldBe(all.Total);
        none.Total.ShouldBe(all.Rows.Count(r => r.Cells[1] is null));
        titled.Total.ShouldBe(all.Rows.Count(r => r.Cells[0] == title));
        (await employees.ValuesAsync(Fields.Title, title, Token)).ShouldContain(title);
        (await employees.ValuesAsync(Fields.Team, null, Token)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_somebody_may_not_read_they_can_neither_see_nor_ask_for()
    {
        const string secret = "custom:shirt-size";
        await company.Get<DirectoryEditStore>().ChangeAttributeAsync(company.Workspace.Id, "shirt-size", a => a with { Access = ReadAccess.Admins }, Token);
        using var scope = await company.AsAsync(MemberRole.Employee);
        var employees = scope.ServiceProvider.GetRequiredService<EmployeeListService>();

        (await employees.ColumnsAsync(Token)).Select(c => c.Key).ShouldNotContain(secret);
        (await employees.ColumnsAsync(Token)).Select(c => c.Key).ShouldNotContain(Fields.Birthday);
        (await employees.ListAsync(new ListRequest { Columns = [secret, Fields.Title] }, Token)).Columns.Select(c => c.Key).ShouldBe([Fields.Title]);
        Encoding.UTF8.GetString(await employees.ExportAsync(new ListRequest { Columns = [secret] }, ExportFormat.Csv, Token)).Split('\n')[0].ShouldNotContain(",");
        await Should.ThrowAsync<NotAllowedException>(() => employees.ListAsync(new ListRequest { Conditions = [new(secret, FieldQuestion.HasValue, null)] }, Token));
        await Should.ThrowAsync<NotAllowedException>(() => employees.ListAsync(new ListRequest { Sort = secret }, Token));
        await Should.ThrowAsync<NotAllowedException>(() => employees.ValuesAsync(secret, null, Token));
    }

    [Fact]
    public async Task The_directory_of_a_past_moment_is_listed_and_exported_as_it_was()
    {
        using var scope = await company.AsAsync(MemberRole.Viewer);
        var employees = scope.ServiceProvider.GetRequiredService<EmployeeListService>();
        var request = new ListRequest { Columns = [Fields.FirstName, Fields.Team, EmployeeListService.Source], Take = 500 };
        var before = await employees.ListAsync(request with { Columns = [Fields.FirstName, Fields.Team] }, Token);
        var then = TimeProvider.System.GetUtcNow();
        var renamed = company.Company.Somebody();
        company.Company.Workforce.Rename(renamed.Number, "Ada", "Stone");
        await company.Company.Cli.ExpectAsync(0, "sync", "hr");
        var (who, today) = ((await company.Get<EmployeeQueries>().FindAsync(company.Workspace.Id, renamed.Email!, Token)).Single(), DateOnly.FromDateTime(then.UtcDateTime));

        var past = (await employees.PastAsync(then, request, Token))!;
        past.Columns.Select(c => c.Key).ShouldBe([Fields.FirstName, Fields.Team], "who carried them then is not known");
        past.Total.ShouldBe(before.Total);
        past.Rows.Select(Shown).ShouldBe(before.Rows.Select(Shown), ignoreOrder: true);
        (await employees.PastAsync(TimeProvider.System.GetUtcNow(), request, Token))!.Rows.Single(r => r.Id == who).Cells[0].ShouldBe("Ada");
        var page = (await employees.PastAsync(then, request with { Skip = 3, Take = 2 }, Token))!;
        (page.Rows.Select(r => r.Id).SequenceEqual(past.Rows.Skip(3).Take(2).Select(r => r.Id)), page.Total).ShouldBe((true, before.Total));
        (await employees.PastAsync(then.AddYears(-1), request, Token))!.Total.ShouldBe(0, "nobody was there before the first sync");

        Encoding.UTF8.GetString((await employees.ExportPastAsync(today, request, ExportFormat.Csv, Token))!).Trim().Split('\n').Length.ShouldBe(before.Total + 1);
        Encoding.UTF8.GetString((await employees.ExportPastAsync(today.AddDays(-2), request, ExportFormat.Csv, Token))!).Trim().Split('\n').Length.ShouldBe(1);

        static string Shown(ListRow row) => $"{row.Id} {row.Name} {row.Status} {string.Join('|', row.Cells)}";
    }

    [Fact]
    public async Task An_export_holds_everybody_who_matches_and_no_formula()
    {
        var somebody = (await company.Get<EmployeeQueries>().IdsAsync(company.Workspace.Id, new EmployeeFilter(null, [], null, 0, 0), Token))[0];
        await company.Get<DirectoryEditStore>().PinAsync(company.Workspace.Id, somebody, Fields.Title, "=1+1", setsValue: true, Token);
        using var scope = await company.AsAsync(MemberRole.Viewer);
        var employees = scope.ServiceProvider.GetRequiredService<EmployeeListService>();
        var request = new ListRequest { Columns = [Fields.Title, Fields.Email], Take = 5 };

        var total = (await employees.ListAsync(request, Token)).Total;
        var csv = Encoding.UTF8.GetString(await employees.ExportAsync(request, ExportFormat.Csv, Token));
        using var json = JsonDocument.Parse(await employees.ExportAsync(request, ExportFormat.Json, Token));
        var xlsx = await employees.ExportAsync(request, ExportFormat.Xlsx, Token);

        csv.ShouldNotContain(",=1+1");
        csv.ShouldContain("=1+1");
        csv.Trim().Split('\n').Length.ShouldBe(total + 1);
        json.RootElement.GetArrayLength().ShouldBe(total);
        json.RootElement.EnumerateArray().ShouldContain(row => row.GetProperty("Title").GetString() == "=1+1");
        Encoding.ASCII.GetString(xlsx, 0, 2).ShouldBe("PK");
    }

    [Fact]
    public Task Each_action_needs_its_role() => RoleTable.CheckAsync(company,
    [
        new("list", MemberRole.Employee, s => s.GetRequiredService<EmployeeListService>().ListAsync(new ListRequest(), Token)),
        new("columns", MemberRole.Employee, s => s.GetRequiredService<EmployeeListService>().ColumnsAsync(Token)),
        new("values", MemberRole.Employee, s => s.GetRequiredService<EmployeeListService>().ValuesAsync(Fields.Title, null, Token)),
        new("values of what is for admins", MemberRole.Viewer, s => s.GetRequiredService<EmployeeListService>().ValuesAsync(Fields.Birthday, null, Token)),
        new("past", MemberRole.Viewer, s => s.GetRequiredService<EmployeeListService>().PastAsync(DateTimeOffset.UnixEpoch, new ListRequest(), Token)),
        new("export of the past", MemberRole.Viewer, s => s.GetRequiredService<EmployeeListService>().ExportPastAsync(new DateOnly(2026, 1, 1), new ListRequest(), ExportFormat.Csv, Token)),
        new("export", MemberRole.Employee, s => s.GetRequiredService<EmployeeListService>().ExportAsync(new ListRequest(), ExportFormat.Csv, Token)),
    ]);
}
