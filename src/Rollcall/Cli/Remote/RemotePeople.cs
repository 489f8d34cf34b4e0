using System.Globalization;
using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Core.Directory;
using Rollcall.Core.Explaining;
using Rollcall.Core.Mapping;
using Rollcall.Core.Planning;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>The directory of a server.</summary>
internal sealed class RemotePeople(RollcallClient client) : ICompanyPeople
{
    /// <summary>So many employees to a page.</summary>
    private const int Page = 500;

    public async Task<IReadOnlyList<string>> FieldsAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiField>>("fields", cancellationToken)).Select(f => f.Key)];

    public async Task<PeopleList> ListAsync(PeopleWish wish, CancellationToken cancellationToken)
    {
        IEnumerable<string> query =
        [
            "stored=true",
            .. wish.Search is { } search ? [$"search={ApiWords.Escaped(search)}"] : Array.Empty<string>(),
            .. wish.Status is { } status ? [$"status={AccountStatusWord.Of(status)}"] : Array.Empty<string>(),
            .. wish.Conditions.Select(c => $"where={ApiWords.Escaped(c.Question == FieldQuestion.HasNone ? $"{c.Field}=" : $"{c.Field}={c.Value}")}"),
            .. wish.AsOf is { } moment ? [$"asOf={ApiWords.Escaped(moment.ToString("O", CultureInfo.InvariantCulture))}"] : Array.Empty<string>(),
            .. wish.Show.Select(f => $"show={ApiWords.Escaped(f)}"),
        ];
        var (items, total) = await client.PagesAsync<ApiEmployee>($"employees?{string.Join('&', query)}", wish.Skip, wish.Take, Page, cancellationToken);
        return new PeopleList([.. items.Select(p => new PersonLine(new EmployeeId(p.Id), p.Name, p.Values))], total);
    }

    public async Task<EmployeeId> FindAsync(string key, CancellationToken cancellationToken) =>
        PersonKey.Only([.. (await client.GetAsync<ApiPage<ApiEmployee>>($"employees?key={ApiWords.Escaped(key)}", cancellationToken)).Items.Select(p => new EmployeeId(p.Id))], key);

    public async Task<ProfileSheet> ProfileAsync(EmployeeId id, CancellationToken cancellationToken)
    {
        var profile = await client.GetAsync<ApiProfile>($"employees/{id}", cancellationToken);
        return new ProfileSheet(
            await ValuesAsync(profile, v => v.Source == "pinned" ? "pinned" : v.Connection ?? "manual", cancellationToken),
            [.. profile.Records.Select(r => new ProfileTie(r.Connection, r.ExternalId, r.ExcludedSince, r.ExcludedBy)
            {
                Upcoming = r is { Upcoming: { } kind, UpcomingOn: { } day } ? new Upcoming(ApiWords.Parse<UpcomingKind>(kind), day) : null,
            })]);
    }

    public async Task<IReadOnlyList<ProfileValue>> ProfileAsOfAsync(EmployeeId id, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var at = ApiWords.Escaped(moment.ToString("O", CultureInfo.InvariantCulture));
        return await ValuesAsync(await client.GetAsync<ApiProfile>($"employees/{id}?asOf={at}", cancellationToken), _ => "", cancellationToken);
    }

    public async Task<Past> HistoryAsync(EmployeeId id, CancellationToken cancellationToken) => new(
        [.. (await client.GetAsync<IReadOnlyList<ApiHistoryEntry>>($"employees/{id}/history", cancellationToken)).Select(h => new PastChange(h.At, h.Run, RemoteRuns.LineOf(h.Change), h.IsCut))],
        (await client.GetAsync<ApiProfile>($"employees/{id}", cancellationToken)).HistoryKeptSince);

    public async Task<IReadOnlyList<ExplainedValue>> ExplainAsync(string key, Target? target, CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiExplanation>>(
            $"explain/{ApiWords.Escaped(key)}{(target is null ? "" : $"?target={ApiWords.Escaped(target.ToString())}")}", cancellationToken)).Select(e => new ExplainedValue(
                e.Target, e.Value, e.Verdict, e.Code, [.. e.Steps.Select(s => new ExplainedStep(char.ToUpperInvariant(s.Question[0]) + s.Question[1..], s.IsGood, s.Text))], e.Fix))];

    public Task PinAsync(EmployeeId id, string field, string? value, CancellationToken cancellationToken) =>
        client.PutAsync<ApiProfile>($"employees/{id}/pins/{ApiWords.Escaped(field)}", new ApiPin(value is null, value), etag: null, cancellationToken);

    public Task UnpinAsync(EmployeeId id, string field, CancellationToken cancellationToken) =>
        client.DoAsync(HttpMethod.Delete, $"employees/{id}/pins/{ApiWords.Escaped(field)}", null, cancellationToken);

    /// <summary>In the order of the fields, as everywhere in the terminal.</summary>
    private async Task<IReadOnlyList<ProfileValue>> ValuesAsync(ApiProfile profile, Func<ApiValue, string> source, CancellationToken cancellationToken)
    {
        var values = profile.Values.Where(v => v.Stored is not null).ToDictionary(v => v.Field, StringComparer.Ordinal);
        return [.. (await FieldsAsync(cancellationToken)).Where(values.ContainsKey).Select(f => values[f]).Select(v => new ProfileValue(v.Field, v.Label, v.Stored!, source(v)))];
    }
}
