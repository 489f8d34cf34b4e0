using System.Net;
using Rollcall.Core.Runs;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Runs;

/// <summary>Files are for those who are signed in and may look.</summary>
public sealed class RunDownloadTests : IAsyncLifetime
{
    private WebCompany company = null!;
    private RunEntry run = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        company = await WebCompany.StartAsync();
        run = (await company.Get<RunStore>().ListAsync(company.Workspace.Id, null, 10, Token)).First(r => r.State == RunState.Succeeded);
    }

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("json", "application/json")]
    [InlineData("md", "text/markdown")]
    public async Task A_viewer_gets_every_format_under_a_name_without_personal_data(string format, string type)
    {
        using var client = await company.BrowserAsync(MemberRole.Viewer);

        using var answer = await client.GetAsync(new Uri($"/runs/{run.Id}/changes.{format}", UriKind.Relative), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe($"rollcall-run-{run.Id.Value:N}-changes.{format}");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await answer.Content.ReadAsByteArrayAsync(Token)).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task An_employee_and_a_stranger_get_nothing()
    {
        using var employee = await company.BrowserAsync(MemberRole.Employee);
        using var stranger = await company.BrowserAsync(null);
        foreach (var client in new[] { employee, stranger })
        {
            using var answer = await client.GetAsync(new Uri($"/runs/{run.Id}/changes.csv", UriKind.Relative), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
    }

    [Theory]
    [InlineData("/runs/0194f8a0-0000-7000-8000-000000000001/changes.csv")]
    [InlineData("/runs/not-a-run/changes.csv")]
    [InlineData("/runs/RUN/changes.exe")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = await company.BrowserAsync(MemberRole.Viewer);

        using var answer = await client.GetAsync(new Uri(path.Replace("RUN", run.Id.ToString(), StringComparison.Ordinal), UriKind.Relative), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
