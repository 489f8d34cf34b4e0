using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollcall.Cli;
using Rollcall.Cli.Remote;
using Rollcall.Storage;

namespace Rollcall.Tests.Remote;

/// <summary>What can go wrong between here and a server: said in words, with a code, and never with the token.</summary>
public sealed class RemoteErrorTests
{
    private const string Secret = "rollcall_0123456789012345678901234567890123456789012345678901234567890123";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_is_missing_wrong_expired_too_weak_or_of_another_workspace_is_told_apart()
    {
        await using var company = await RemoteCompany.StartAsync(isSynced: false);
        var address = company.Web.Server.Address;
        await ExpectAsync(RemoteCompany.Of(address, null), 4, "There is no token", "runs");
        await ExpectAsync(RemoteCompany.Of(address, Secret), 9, "[token-refused]", "runs");
        await ExpectAsync(await company.HereAsync(ApiScope.Admin, TimeSpan.FromSeconds(-1)), 9, "[token-expired]", "runs");
        var reader = await company.HereAsync(ApiScope.Read);
        var weak = await ExpectAsync(reader, 9, "[scope-too-small]", "sync", "hr");
        weak.ShouldContain("“read”");
        weak.ShouldContain("“sync”");
        await ExpectAsync(reader, 7, "not of “other”", "runs", "--workspace", "other");
        await reader.ExpectAsync(0, "runs", "--workspace", company.Web.Workspace.Name);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo", "--once")]
    [InlineData("emulate", "hibob")]
    [InlineData("backup", "/tmp/none")]
    [InlineData("restore", "/tmp/none")]
    [InlineData("runs", "--data", "here")]
    public async Task What_makes_no_sense_elsewhere_says_so(params string[] verb) =>
        (await RemoteCompany.Of(new Uri("https://rollcall.invalid"), Secret).RunAsync(verb)).Exit.ShouldBe(4);

    [Theory]
    [InlineData("http://rollcall.example.com", "unencrypted")]
    [InlineData("rollcall.example.com", "no address")]
    [InlineData("https://me:secret@rollcall.example.com", "no address")]
    public async Task A_token_goes_nowhere_unencrypted(string address, string why)
    {
        var refused = await new Cli("--server", address, "--token-variable", "PATH").RunAsync("runs");
        (refused.Exit, refused.Output).ShouldBe((4, ""));
        refused.Errors.ShouldContain(why);
    }

    [Fact]
    public async Task Nobody_a_stranger_and_one_who_sends_on_are_told_apart()
    {
        await ExpectAsync(RemoteCompany.Of(new Uri("http://127.0.0.1:1"), Secret), 6, "[server-unreachable]", "runs");
        await using var stranger = await StartAsync(app =>
        {
            app.MapGet("/page/{**rest}", () => Results.Content("<html>Hello</html>", "text/html"));
            app.MapGet("/on/{**rest}", () => Results.Redirect("http://127.0.0.1:1/there"));
            app.MapGet("/broken/{**rest}", () => Results.StatusCode(502));
            app.MapGet("/odd/{**rest}", () => Results.Json(new[] { 1 }));
            app.MapGet("/older/api/v1/workspaces/current", () => Results.Json(new { name = "acme", title = "Acme", timeZone = "UTC" }));
            app.MapGet("/older/{**rest}", () => Results.Problem("Look at the document.", statusCode: 404, title: "There is no such address.", extensions: new Dictionary<string, object?> { ["code"] = "no-such-operation" }));
        });
        await ExpectAsync(At("page"), 6, "[not-rollcall]", "runs");
        (await ExpectAsync(At("on"), 6, "[not-rollcall]", "runs")).ShouldContain("the token was not sent there");
        await ExpectAsync(At("broken"), 1, "status 502", "runs");
        await ExpectAsync(At("odd"), 6, "[not-rollcall]", "runs");
        (await ExpectAsync(At("older"), 4, "[no-such-operation]", "runs")).ShouldContain("older than this command line");
        Cli At(string path) => RemoteCompany.Of(new Uri($"{stranger.Urls.Single()}/{path}"), Secret);
    }

    [Fact]
    public async Task A_run_whose_server_is_lost_is_neither_failed_nor_done()
    {
        var run = Guid.CreateVersion7();
        var starts = new List<string>();
        await using var server = await StartAsync(app =>
        {
            app.MapGet("/api/v1/workspaces/current", () => Results.Json(new { name = "acme", title = "Acme", timeZone = "UTC" }));
            app.MapPost("/api/v1/connections/hr/previews", (HttpRequest request) =>
            {
                starts.Add(request.Headers["Idempotency-Key"].ToString());
                return Results.Json(new { run, state = "started" }, statusCode: 202);
            });
            app.MapGet("/api/v1/runs/{id}", (HttpContext http) => http.Abort());
        });
        using var client = await RollcallClient.OpenAsync(new ServerChoice(new Uri(server.Urls.Single() + "/"), Secret), null, patience: TimeSpan.Zero, Token);

        var lost = await Should.ThrowAsync<CommandError>(() => new RemoteRuns(client).PreviewAsync("hr", new ProgressBars(null), Token));

        lost.Message.ShouldContain("goes on there");
        lost.Fix.ShouldBe($"Look at it: rollcall runs {run}");
        lost.ExitCode.ShouldBe(6);
        starts.ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
    }

    private static async Task<string> ExpectAsync(Cli cli, int exit, string said, params string[] verb)
    {
        var result = await cli.RunAsync(verb);
        result.Exit.ShouldBe(exit, result.Errors);
        result.Errors.ShouldContain(said);
        result.Errors.ShouldContain("→");
        (result.Output + result.Errors).ShouldNotContain(cli.Environment.Values.FirstOrDefault() ?? Secret);
        return result.Errors;
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync(Token);
        return app;
    }
}
