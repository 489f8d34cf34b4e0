using Microsoft.Extensions.DependencyInjection;
using Rollcall.Features.Subscriptions;
using Rollcall.Storage;

namespace Rollcall.Tests.Web;

/// <summary>Subscriptions from the settings: who may, and what an edit changes.</summary>
public sealed class SubscriptionServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync(employees: 5, isSynced: false);

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public Task Each_action_needs_its_role() => RoleTable.CheckAsync(company,
    [
        Row("list", s => s.ListAsync(Token)),
        Row("find", s => s.FindAsync(Guid.Empty, Token)),
        Row("add", s => s.AddAsync("", "", SubscriptionFilter.Everything, fromBeginning: false, Token)),
        Row("edit", s => s.EditAsync(Guid.Empty, "", "", SubscriptionFilter.Everything, Token)),
        Row("pause", s => s.SetPausedAsync(Guid.Empty, paused: true, Token)),
        Row("roll", s => s.RollAsync(Guid.Empty, Token)),
        Row("test", s => s.TestAsync(Guid.Empty, Token)),
        Row("remove", s => s.RemoveAsync(Guid.Empty, Token)),
        Row("log", s => s.LogAsync(Guid.Empty, 1, Token)),
        Row("replay", s => s.ReplayAsync(Guid.Empty, null, Token)),
        Row("drop", s => s.DropAsync(Guid.Empty, null, Token)),
    ]);

    [Fact]
    public async Task An_edit_changes_name_address_and_choice_and_keeps_secret_and_place()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var service = scope.ServiceProvider.GetRequiredService<SubscriptionService>();
        var made = await service.AddAsync("laptops", "https://one.example/hook", SubscriptionFilter.Everything, fromBeginning: true, Token);
        await service.AddAsync("keys", "https://keys.example", SubscriptionFilter.Everything, fromBeginning: true, Token);
        var before = (await service.FindAsync(made.Id, Token))!;

        (await service.EditAsync(made.Id, "keys", "https://one.example/hook", SubscriptionFilter.Everything, Token)).ShouldBe("taken");
        (await service.EditAsync(made.Id, "doors", "nowhere", SubscriptionFilter.Everything, Token)).ShouldBe("url");
        (await service.EditAsync(made.Id, "doors", "https://two.example", new SubscriptionFilter(EmployeesOnly: true, ["titel"]), Token)).ShouldBe("fields");
        (await service.EditAsync(Guid.Empty, "doors", "https://two.example", SubscriptionFilter.Everything, Token)).ShouldBe("gone");
        (await service.FindAsync(made.Id, Token)).ShouldBe(before with { Filter = (await service.FindAsync(made.Id, Token))!.Filter }, "nothing of it was stored");
        (await service.EditAsync(made.Id, "doors", "https://two.example", new SubscriptionFilter(EmployeesOnly: true, ["title"]), Token)).ShouldBeNull();

        var after = (await service.FindAsync(made.Id, Token))!;
        (after.Name, after.Url, after.Filter.EmployeesOnly, after.Filter.Fields.Single(), after.Cursor).ShouldBe(("doors", "https://two.example", true, "title", before.Cursor));
        (await company.Get<DeliveryStore>().RevealAsync(company.Workspace.Id, made.Id, Token))!.Secrets.ShouldBe([made.Secret]);
    }

    private static RoleRow Row(string name, Func<SubscriptionService, Task> act) => new($"subscriptions: {name}", MemberRole.Admin, s => act(s.GetRequiredService<SubscriptionService>()));
}
