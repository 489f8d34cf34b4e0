using System.Net;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;

namespace Rollcall.Connectors.Tests.BambooHr;

/// <summary>A connector that talks to a script: meta/fields and meta/lists in the vendor's recorded shapes, everything else per test.</summary>
internal sealed class PlayedBambooHr
{
    public const string Fields = """
        [ {"id":"4340.4","name":"401(k) - Company pays","type":"text"},
          {"id":"16.1","name":"Employment Status - FTE","type":"list","alias":"employmentHistoryStatus"},
          {"id":16,"name":"Employment Status","type":"list","alias":"employmentHistoryStatus"},
          {"id":387,"type":"status","deprecated":true,"name":"Employment Status","alias":"employmentStatus"},
          {"id":387,"name":"Status","type":"status","alias":"status"},
          {"id":-38,"name":"Termination Date","type":"date","alias":"terminationDate"},
          {"id":1360,"name":"Work Email","type":"email","alias":"workEmail"},
          {"id":19,"name":"Pay rate","type":"currency","alias":"payRate"},
          {"id":"19.1","name":"Pay rate - Currency Code","type":"text","alias":"payRate"},
          {"id":91,"name":"Reporting to","type":"employee","alias":"reportsTo"},
          {"id":1610,"name":"Self-service Access","type":"employee_access"},
          {"id":4378,"name":"Shirt size","type":"list","alias":"customShirtsize"},
          {"id":4549,"name":"Teams","type":"multilist","alias":"teams"},
          {"id":4700,"name":"Markets","type":"list","alias":"customMarkets"},
          {"name":"without an id","type":"text"}, null, 7 ]
        """;

    public const string Lists = """
        [ {"id":3603,"fieldId":4378,"manageable":"yes","multiple":"no","name":"Shirt size","options":[
             {"id":18290,"archived":"yes","manageable":"no","createdDate":null,"archivedDate":"2026-01-01T00:00:00+00:00","name":"2. Medium"},
             {"id":18276,"archived":"no","manageable":"yes","createdDate":"2025-12-18T19:22:20+00:00","archivedDate":null,"name":"2. Medium"}]},
          {"id":3604,"fieldId":"4549","manageable":"yes","multiple":"yes","name":"Teams","alias":"teams","options":[
             {"id":18501,"archived":"no","name":"Sales"},{"id":18502,"archived":"no","name":"Sales, EMEA"},{"id":18503,"archived":"no","name":"Blue"}]},
          {"fieldId":4700,"manageable":"no","multiple":"yes","name":"Markets","options":[{"id":1,"name":"DE"},{"id":2,"name":"AT"}]},
          {"fieldId":4043,"manageable":"no","multiple":"no","name":"Pay Group","options":[],"alias":"payGroup"}, {"name":"odd"} ]
        """;

    public PlayedBambooHr()
    {
        Http.On("GET", "/api/v1/employees/0", """{"id":"8"}""")
            .On("GET", "/api/v1/meta/fields", Fields)
            .On("GET", "/api/v1/meta/lists", Lists)
            .On("GET", "/api/v1_2/datasets/employee/fields", HttpStatusCode.Forbidden)
            .On("POST", "/api/v1/reports/custom", Report("[]"));
    }

    public PlayedHttp Http { get; } = new();

    public Dictionary<string, string> Settings { get; } = new() { ["company-domain"] = "acme", ["api-key"] = "0123456789abcdef0123456789abcdef01234567" };

    public IHrisSource Source =>
        Connectors.Find("bamboohr")!.Create(new ConnectorContext(Settings, Http.Client, TimeProvider.System, new CapturedLog()));

    /// <summary>The requests for reports that ask for people, not for columns alone.</summary>
    public List<PlayedRequest> Reports => [.. Http.Requests.Where(r => r.Address.AbsolutePath.EndsWith("/reports/custom", StringComparison.Ordinal) && !IsForColumns(r))];

    /// <summary>A report whose columns are those that were asked for, with these rows; without rows when only columns are asked for.</summary>
    public static Func<PlayedRequest, HttpResponseMessage> Report(string rows) => request => PlayedHttp.Json(
        $$"""{"title":"","fields":[{{string.Join(',', request.Names("fields").Select(f => $$"""{"id":"{{f}}","type":"text","name":"{{f}}"}"""))}}],"employees":{{(IsForColumns(request) ? "[]" : rows)}}}""");

    public Task<List<SourceRecord>> ReadAsync(ReadNotes notes, params string[] attributes) =>
        Source.ReadAsync(new ReadRequest(attributes.ToValueList(), notes), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken).AsTask();

    public Task<List<SourceRecord>> ReadAsync(params string[] attributes) => ReadAsync(new ReadNotes(), attributes);

    /// <summary>Reads one row.</summary>
    public async Task<SourceValue[]> ReadRowAsync(string row, params string[] attributes)
    {
        Http.On("POST", "/api/v1/reports/custom", Report($"[{row}]"));
        return (await ReadAsync(attributes)).ShouldHaveSingleItem().Values;
    }

    private static bool IsForColumns(PlayedRequest request) => request.Json["filters"]?["lastChanged"] is not null;
}
