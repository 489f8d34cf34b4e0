using System.Net;
using Rollcall.Connectors.Http;
using Rollcall.Core.Connecting;

namespace Rollcall.Connectors.Tests.Http;

/// <summary>What is set for the whole process while no other test runs.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

/// <summary>The one way out, on a machine with a proxy.</summary>
[Collection(nameof(WholeProcess))]
public sealed class HrisHttpProxyTests
{
    [Fact]
    public async Task A_proxy_of_the_machine_is_used_and_never_asked_for_an_address_of_the_clouds_metadata()
    {
        await using var proxy = await HrisHttpTests.Server.StartAsync(_ => Task.CompletedTask);
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Address) { BypassProxyOnLocal = false };
        try
        {
            using var client = HrisHttp.CreateClient(TimeProvider.System, TimeSpan.FromDays(1));
            await Should.ThrowAsync<ConnectorException>(() => client.GetAsync(new Uri("http://169.254.169.254/"), TestContext.Current.CancellationToken));
            proxy.Calls.ShouldBeEmpty();
            using var answer = await client.GetAsync(new Uri("http://hr.example/"), TestContext.Current.CancellationToken);
            proxy.Calls.ShouldHaveSingleItem();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
