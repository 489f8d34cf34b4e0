using Rollcall.Api;
using Rollcall.Cli.Asking;
using Rollcall.Storage;

namespace Rollcall.Cli.Remote;

/// <summary>Subscriptions of a server. Tests are sent from there, by the rule of that server.</summary>
internal sealed class RemoteSubscriptions(RollcallClient client) : ICompanySubscriptions
{
    public async Task<IReadOnlyList<SubscriptionLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiSubscription>>("subscriptions", cancellationToken)).Select(s => new SubscriptionLine(
            s.Id, s.Name, s.Url, new SubscriptionFilter(s.EmployeesOnly, s.Fields), s.State == "paused", s.PauseReason, s.LastDeliveredAt, s.Waiting, s.Dead, s.NextTryAt))];

    public async Task<string?> CreateAsync(string name, string url, SubscriptionFilter filter, bool fromBeginning, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.PostAsync<ApiSubscriptionSecret>("subscriptions", new ApiNewSubscription(name, url, filter.EmployeesOnly, filter.Fields, fromBeginning), cancellationToken)).Secret;
        }
        catch (CommandError error) when (error.Code == "name-taken")
        {
            return null;
        }
    }

    public async Task<SubscriptionEdit> EditAsync(SubscriptionLine standing, string name, string url, SubscriptionFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            await client.PutAsync<ApiSubscription>($"subscriptions/{standing.Id}", new ApiSubscriptionEdit(name, url, filter.EmployeesOnly, filter.Fields), etag: null, cancellationToken);
            return SubscriptionEdit.Done;
        }
        catch (CommandError error) when (error.Code == "name-taken" || error.ExitCode == ExitCodes.NotFound)
        {
            return error.Code == "name-taken" ? SubscriptionEdit.NameTaken : SubscriptionEdit.Gone;
        }
    }

    public Task SetPausedAsync(Guid id, bool paused, CancellationToken cancellationToken) =>
        client.DoAsync(HttpMethod.Post, $"subscriptions/{id}/{(paused ? "pause" : "resume")}", new { }, cancellationToken);

    public async Task<ApiTestOutcome?> TestAsync(Guid id, bool allowsPrivate, CancellationToken cancellationToken)
    {
        ServerChoice.RefusePrivateTargets(allowsPrivate);
        return await client.PostAsync<ApiTestOutcome>($"subscriptions/{id}/test", null, cancellationToken);
    }

    public async Task<string?> RollAsync(Guid id, CancellationToken cancellationToken) => (await client.PostAsync<ApiSubscriptionSecret>($"subscriptions/{id}/secret", null, cancellationToken)).Secret;

    public async Task<IReadOnlyList<DeliveryLine>> LogAsync(Guid id, int take, CancellationToken cancellationToken) =>
        [.. (await client.GetAsync<IReadOnlyList<ApiDelivery>>($"subscriptions/{id}/deliveries?take={take}", cancellationToken)).Select(d => new DeliveryLine(
            d.Id, d.CreatedAt, d.IsTest, d.State, d.Changes, d.To, d.Attempts, d.LastStatus, d.LastError, d.LastTriedAt))];

    public async Task<int> DeadLettersAsync(Guid id, Guid? delivery, bool isDrop, CancellationToken cancellationToken) =>
        (await client.PostAsync<ApiCount>($"subscriptions/{id}/{(isDrop ? "drop" : "replay")}", new ApiDeadLetters(delivery), cancellationToken)).Count;

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) => client.DoAsync(HttpMethod.Delete, $"subscriptions/{id}", null, cancellationToken);
}
