using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollcall.Server;
using Rollcall.Storage;
using Rollcall.Tests.Shared;

namespace Rollcall.Tests.Api;

/// <summary>A request with a key is done once, on both databases, over a restart too.</summary>
public sealed class IdempotencyTests(PostgresServer postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollcall-keys-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_with_a_key_is_done_once_however_often_it_comes(bool isPostgres)
    {
        var storage = new StorageChoice(folder, isPostgres ? await postgres.CreateDatabaseAsync(Token) : null);
        string token;
        string shownOnce;
        ApiAnswer first;
        await using (var server = await StartAsync(storage))
        {
            var workspace = await server.Services.GetRequiredService<WorkspaceStore>().SaveAsync("acme", "UTC", Token);
            token = (await server.Services.GetRequiredService<ApiTokenStore>().CreateAsync(workspace.Id, "vendor", ApiScope.Server, TimeSpan.FromHours(1), Token))!;
            using var api = new ApiClient(server.Address, token);

            (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: new string('k', 201))).Refuses(HttpStatusCode.BadRequest, "not-understood");
            first = (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: "one")).Expect(HttpStatusCode.Created);
            first.IsReplayed.ShouldBeFalse();
            Same(await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: "one"), first);
            (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Bears" }, key: "one")).Refuses(HttpStatusCode.UnprocessableEntity, "key-used");
            (await api.SendAsync(HttpMethod.Post, "levels", new { name = "Tigers" }, key: "one")).Refuses(HttpStatusCode.UnprocessableEntity, "key-used");

            // What was refused did nothing: it is judged anew.
            (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: "two")).Refuses(HttpStatusCode.Conflict, "name-taken");
            (await api.SendAsync(HttpMethod.Post, "teams", "no json", key: "two")).Refuses(HttpStatusCode.BadRequest, "not-understood");
            (await api.SendAsync(HttpMethod.Post, "teams", new { name = "Bears" }, key: "two")).Expect(HttpStatusCode.Created);

            var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.SendAsync(HttpMethod.Post, "teams", new { name = "Wolves" }, key: "three")));
            many.Count(a => a is { Status: HttpStatusCode.Created, IsReplayed: false }).ShouldBe(1);
            foreach (var other in many.Where(a => !(a.Status == HttpStatusCode.Created && !a.IsReplayed)))
            {
                if (other.Status != HttpStatusCode.Created)
                {
                    other.Refuses(HttpStatusCode.Conflict, "still-running");
                }
            }

            // Another token's key is another key.
            var second = (await server.Services.GetRequiredService<ApiTokenStore>().CreateAsync(workspace.Id, "second", ApiScope.Configure, TimeSpan.FromHours(1), Token))!;
            using var colleague = new ApiClient(server.Address, second);
            (await colleague.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: "one")).Refuses(HttpStatusCode.Conflict, "name-taken");
        }

        await using (var server = await StartAsync(storage))
        {
            using var api = new ApiClient(server.Address, token);
            Same(await api.SendAsync(HttpMethod.Post, "teams", new { name = "Tigers" }, key: "one"), first);
            (await api.GetAsync("teams")).Json.GetArrayLength().ShouldBe(3);
            var made = (await api.SendAsync(HttpMethod.Post, "workspaces", new { name = "globex" }, key: "four")).Expect(HttpStatusCode.Created);
            (await api.SendAsync(HttpMethod.Post, "workspaces", new { name = "globex" }, key: "four")).Json.GetProperty("token").GetString().ShouldBe(made.Json.GetProperty("token").GetString());
            shownOnce = made.Json.GetProperty("token").GetString()!;
        }

        if (!isPostgres)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(folder, "rollcall.db*"))
            {
                (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Token)).ShouldNotContain(shownOnce);
            }
        }
    }

    private static void Same(ApiAnswer again, ApiAnswer first)
    {
        again.IsReplayed.ShouldBeTrue();
        (again.Status, again.Text, again.Etag, again.Location).ShouldBe((first.Status, first.Text, first.Etag, first.Location));
    }

    private static Task<RollcallServer> StartAsync(StorageChoice storage) => RollcallServer.StartAsync(new ServerOptions(storage, "http://127.0.0.1:0", LogLevel.None), Token);
}
