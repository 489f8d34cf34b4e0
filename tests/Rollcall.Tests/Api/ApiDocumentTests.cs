using System.Text.Json;
using Microsoft.Extensions.Logging;
using Rollcall.Server;

namespace Rollcall.Tests.Api;

/// <summary>The document is whole: what linters ask of it, without one. docs/api-lint.sh runs one by hand.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    private const string Schemas = "#/components/schemas/";

    private readonly string folder = Directory.CreateTempSubdirectory("rollcall-document-").FullName;
    private JsonElement document;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<(string What, string Path, JsonElement Operation)> Operations =>
        document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => ($"{o.Name} {p.Name}", p.Name, o.Value)));

    public async ValueTask InitializeAsync()
    {
        await using var server = await RollcallServer.StartAsync(new ServerOptions(new StorageChoice(folder, null), "http://127.0.0.1:0", LogLevel.None), Token);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Address };
        document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token)).RootElement;
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Every_operation_has_a_name_a_sentence_a_tag_and_a_lock()
    {
        var tags = document.GetProperty("tags").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("description").GetString());
        tags.Values.ShouldAllBe(text => !string.IsNullOrWhiteSpace(text));
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().ShouldHaveSingleItem().Name;
        foreach (var (what, _, operation) in Operations)
        {
            operation.GetProperty("operationId").GetString().ShouldNotBeNullOrWhiteSpace(what);
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(what);
            operation.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(what);
            tags.ShouldContainKey(operation.GetProperty("tags").EnumerateArray().ShouldHaveSingleItem(what).GetString()!, what);
            operation.GetProperty("security")[0].TryGetProperty(scheme, out _).ShouldBeTrue(what);
        }

        Operations.Select(o => o.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        tags.Keys.ShouldBe(Operations.Select(o => o.Operation.GetProperty("tags")[0].GetString()!).Distinct(), ignoreOrder: true);
        var info = document.GetProperty("info");
        info.GetProperty("license").GetProperty("identifier").GetString().ShouldBe("Apache-2.0");
        document.GetProperty("servers").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void Every_refusal_is_a_problem_and_every_operation_says_how_it_succeeds()
    {
        foreach (var (what, _, operation) in Operations)
        {
            var responses = operation.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => r.Value);
            responses.Keys.ShouldContain(status => status.StartsWith('2'), what);
            new[] { "401", "403", "429" }.ShouldBeSubsetOf(responses.Keys, what);
            if (operation.TryGetProperty("requestBody", out _))
            {
                responses.ShouldContainKey("400", what);
            }

            foreach (var (status, response) in responses.Where(r => r.Key.StartsWith('4')))
            {
                response.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(what);
                response.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString()
                    .ShouldBe("#/components/schemas/ProblemDetails", $"{what} {status}");
            }
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_nothing_is_there_for_nobody()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().ToDictionary(s => s.Name, s => s.Value);
        var all = References(document).ToList();
        all.ShouldNotBeEmpty();
        all.Where(r => !r.StartsWith(Schemas, StringComparison.Ordinal) || !schemas.ContainsKey(NameOf(r))).ShouldBeEmpty();

        // Reached from an operation, not only from each other.
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(References(document.GetProperty("paths")));
        while (open.TryDequeue(out var reference))
        {
            if (reached.Add(NameOf(reference)))
            {
                References(schemas[NameOf(reference)]).ToList().ForEach(open.Enqueue);
            }
        }

        schemas.Keys.ShouldBe(reached, ignoreOrder: true);
    }

    [Fact]
    public void Every_part_of_an_address_is_a_parameter_and_no_two_addresses_can_be_mistaken()
    {
        foreach (var (what, path, operation) in Operations)
        {
            var named = path.Split('/').Where(p => p.StartsWith('{')).Select(p => p[1..^1]);
            var parameters = operation.TryGetProperty("parameters", out var some) ? some.EnumerateArray().ToList() : [];
            parameters.Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!).ShouldBe(named, ignoreOrder: true, what);
            parameters.Select(p => p.GetProperty("name").GetString()).ShouldBeUnique();
        }

        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name.Split('/')).ToList();
        foreach (var one in paths)
        {
            paths.Count(other => other.Length == one.Length && one.Zip(other).All(p => p.First == p.Second || p.First.StartsWith('{') || p.Second.StartsWith('{')))
                .ShouldBe(1, string.Join('/', one));
        }
    }

    [Fact]
    public void Requests_are_closed_and_answers_may_grow()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        IsClosed("ApiNewConnection").ShouldBeTrue();
        IsClosed("ApiRules").ShouldBeTrue();
        IsClosed("ApiRun").ShouldBeFalse();
        IsClosed("ProblemDetails").ShouldBeFalse();
        bool IsClosed(string name) => schemas.GetProperty(name).TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;
    }

    private static string NameOf(string reference) => reference[Schemas.Length..];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
