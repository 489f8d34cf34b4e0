using Rollcall.Core.Directory;
using Rollcall.Core.Runs;
using Rollcall.Emulators.Hosting;
using Rollcall.Features.Integrations;
using Rollcall.Storage;
using Rollcall.Syncing;

namespace Rollcall.Tests.Web.Integrations;

/// <summary>What a person types to connect an emulated HRIS, and waiting for what a page started.</summary>
internal static class Connecting
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The settings form, filled in.</summary>
    public static SettingsDraft Draft(HrisUnderTest hris, EmulatorHost host)
    {
        var draft = new SettingsDraft(Connectors.Connectors.Find(hris.Vendor)!, new Dictionary<string, string>(), []);
        var typed = new Dictionary<string, string?>
        {
            ["base-url"] = host.Address.ToString(),
            ["company-domain"] = "acme",
            ["requests-per-minute"] = "0",
            ["client-id"] = host.Credentials.GetValueOrDefault("clientId"),
            ["service-user-id"] = host.Credentials.GetValueOrDefault("serviceUserId"),
            ["api-key"] = host.Credentials.GetValueOrDefault("apiKey"),
            ["client-secret"] = host.Credentials.GetValueOrDefault("clientSecret"),
            ["token"] = host.Credentials.GetValueOrDefault("token"),
        };
        foreach (var field in draft.Connector.Settings)
        {
            draft.Set(field.Key, typed[field.Key]);
        }

        return draft;
    }

    /// <summary>The run once it is over.</summary>
    public static async Task<RunEntry> EndedAsync(this WebCompany company, RunId run)
    {
        var live = company.Get<LiveRuns>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = live.Subscribe(which =>
        {
            if (which == run && live.Of(run) is null)
            {
                ended.TrySetResult();
            }
        });
        var runs = company.Get<RunStore>();
        var entry = await runs.GetAsync(company.Workspace.Id, run, Token);
        if (entry!.State == RunState.Running)
        {
            await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
            entry = await runs.GetAsync(company.Workspace.Id, run, Token);
        }

        return entry!;
    }
}
