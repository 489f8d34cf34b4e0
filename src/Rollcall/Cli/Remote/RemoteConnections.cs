using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Configuration;
using Rollcall.Core.Connecting;
using Rollcall.Core.Directory;
using Rollcall.Core.Planning;
using Rollcall.Features.Integrations;

namespace Rollcall.Cli.Remote;

/// <summary>Connections of a server: the server asks the HRIS.</summary>
internal sealed class RemoteConnections(RollcallClient client) : ICompanyConnections
{
    public async Task<IReadOnlyList<ConnectionLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiConnection>>("connections", cancellationToken)).Select(c => new ConnectionLine(c.Name, c.Provider, c.State, c.Mappings, c.LastFullReadAt))];

    public async Task<ConnectionTest> TestAsync(string name, CancellationToken cancellationToken)
    {
        var test = await client.PostAsync<ApiTest>($"{await AtAsync(name, cancellationToken)}/test", null, cancellationToken);
        return new ConnectionTest(test.Authenticated, test.VisiblePeople, test.ReadableAttributes, [.. test.Problems.Select(p => new ConnectionProblem(p.Code, p.What, p.Fix, p.TraceId))]);
    }

    public async Task SetPausedAsync(string name, bool paused, CancellationToken cancellationToken) =>
        await client.DoAsync(HttpMethod.Post, $"{await AtAsync(name, cancellationToken)}/{(paused ? "pause" : "resume")}", new { }, cancellationToken);

    public async Task RemoveAsync(string name, CancellationToken cancellationToken) => await client.DoAsync(HttpMethod.Delete, await AtAsync(name, cancellationToken), null, cancellationToken);

    public async Task<Precedence> PrecedenceAsync(CancellationToken cancellationToken) => Of(await client.GetAsync<ApiPrecedence>("precedence", cancellationToken));

    public async Task<Precedence> ReorderAsync(Func<Precedence, Precedence> change, CancellationToken cancellationToken)
    {
        var (standing, etag) = await client.GetTaggedAsync<ApiPrecedence>("precedence", cancellationToken);
        var wanted = change(Of(standing));
        return Of(await client.PutAsync<ApiPrecedence>(
            "precedence", new ApiPrecedence(wanted.Connections, [.. wanted.Targets.Select(t => new ApiTargetOrder(t.Target.ToString(), t.Connections))]), etag, cancellationToken));
    }

    public async Task<IReadOnlyList<OfferedAttribute>> AttributesAsync(string name, Func<OfferedAttribute, bool>? samples, CancellationToken cancellationToken)
    {
        // Which of them are wanted is known only when they are listed, so that all are read.
        var offered = await client.GetAsync<IReadOnlyList<ApiSourceAttribute>>($"{await AtAsync(name, cancellationToken)}/attributes{(samples is null ? "" : "?sample=*")}", cancellationToken);
        return [.. offered.Select(a => new OfferedAttribute(a.Key, a.Label, ApiWords.Parse<SourceType>(a.Type), a.IsCustom, a.Options, ApiWords.Parse<Readability>(a.Readable), a.GoesTo) { Samples = a.Samples })];
    }

    public async Task<IReadOnlyList<SuggestionLine>> SuggestAsync(string name, CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiSourceAttribute>>($"{await AtAsync(name, cancellationToken)}/attributes", cancellationToken)).Where(a => a.Suggestion is not null)
            .Select(a => new SuggestionLine(
                a.Key, a.Label, a.Suggestion!.Target, a.Suggestion.CreatesName, a.Suggestion.CreatesType is { } type ? ConfigWords.AttributeTypes[type] : null, a.Suggestion.Confidence, a.Suggestion.Reason))];

    public async Task<IReadOnlyList<AttributeCoverage>> CoverageAsync(string name, CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiCoverage>>($"{await AtAsync(name, cancellationToken)}/coverage", cancellationToken)).Select(c => new AttributeCoverage(c.Attribute, c.Filled, c.People))];

    public async Task AcceptCoverageAsync(string name, string attribute, CancellationToken cancellationToken) =>
        await client.DoAsync(HttpMethod.Post, $"{await AtAsync(name, cancellationToken)}/coverage/{ApiWords.Escaped(attribute)}/accept", new { }, cancellationToken);

    public async Task MatchAsync(string name, string externalId, EmployeeId? employee, CancellationToken cancellationToken) =>
        await client.DoAsync(HttpMethod.Put, $"{await AtAsync(name, cancellationToken)}/matches/{ApiWords.Escaped(externalId)}", new ApiMatch(employee?.Value), cancellationToken);

    /// <summary>Where a connection is, once it is known that there is one.</summary>
    public async Task<string> AtAsync(string name, CancellationToken cancellationToken) =>
        $"connections/{ApiWords.Escaped(ConnectionLine.Named(await ListAsync(cancellationToken), name).Name)}";

    private static Precedence Of(ApiPrecedence order) => new(
        order.Connections.ToValueList(), (order.Targets ?? []).Select(t => new PrecedenceEntry(ApiWords.ParseTarget(t.Target), t.Connections.ToValueList())).ToValueList());
}
