using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.Employees;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Employees;

/// <summary>Kept views: everybody has their own, admins share, and a view never shows more than its visitor may see.</summary>
public sealed class SavedViewTests : IAsyncLifetime
{
    private static readonly ListRequest s_titled = new()
    {
        Search = "a",
        Status = AccountStatus.Created,
        Conditions = [new("custom:shirt-size", FieldQuestion.HasValue, null)],
        Columns = [Fields.Title, "custom:shirt-size"],
        Sort = Fields.Title,
        IsDescending = true,
    };

    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task A_view_comes_back_as_it_was_and_the_same_name_replaces_it()
    {
        using var scope = await company.AsAsync(MemberRole.Viewer);
        var views = scope.ServiceProvider.GetRequiredService<SavedViewService>();
        await views.SaveAsync(" With a size ", s_titled with { Skip = 50 }, isShared: false, Token);
        var kept = (await views.ListAsync(Token)).ShouldHaveSingleItem();
        await views.SaveAsync("With a size", s_titled with { Search = null }, isShared: false, Token);

        kept.Name.ShouldBe("With a size");
        JsonSerializer.Serialize(kept.Request).ShouldBe(JsonSerializer.Serialize(s_titled));
        (await views.ListAsync(Token)).ShouldHaveSingleItem().Request.Search.ShouldBeNull();
        (await views.RemoveAsync(kept.Id, Token)).ShouldBeTrue();
        (await views.ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_is_shared_is_seen_by_others_and_only_as_far_as_they_may_read()
    {
        await company.Get<DirectoryEditStore>().ChangeAttributeAsync(company.Workspace.Id, "shirt-size", a => a with { Access = ReadAccess.Admins }, Token);
        using var admin = await company.AsAsync(MemberRole.Admin);
        var mine = admin.ServiceProvider.GetRequiredService<SavedViewService>();
        var secret = await mine.SaveAsync("Filtered by what is for admins", s_titled, isShared: true, Token);
        await mine.SaveAsync("Only mine", new ListRequest(), isShared: false, Token);
        await mine.SaveAsync("For all", new ListRequest { Columns = [Fields.Title, "custom:shirt-size", Fields.Birthday], Sort = Fields.Birthday }, isShared: true, Token);
        using var employee = await company.AsAsync(MemberRole.Employee);
        var theirs = employee.ServiceProvider.GetRequiredService<SavedViewService>();

        var seen = (await theirs.ListAsync(Token)).ShouldHaveSingleItem();
        seen.Name.ShouldBe("For all");
        seen.CanRemove.ShouldBeFalse();
        seen.Request.Columns.ShouldBe([Fields.Title]);
        seen.Request.Sort.ShouldBeNull();
        (await theirs.RemoveAsync(seen.Id, Token)).ShouldBeFalse();
        (await theirs.RemoveAsync(secret.Id, Token)).ShouldBeFalse();
        (await mine.ListAsync(Token)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public async Task A_view_needs_a_name(string name)
    {
        using var scope = await company.AsAsync(MemberRole.Employee);

        await Should.ThrowAsync<ArgumentException>(() => scope.ServiceProvider.GetRequiredService<SavedViewService>().SaveAsync(name, new ListRequest(), isShared: false, Token));
    }

    [Fact]
    public Task Each_action_needs_its_role() => RoleTable.CheckAsync(company,
    [
        new("list", MemberRole.Employee, s => s.GetRequiredService<SavedViewService>().ListAsync(Token)),
        new("keep", MemberRole.Employee, s => s.GetRequiredService<SavedViewService>().SaveAsync("x", new ListRequest(), isShared: false, Token)),
        new("share", MemberRole.Admin, s => s.GetRequiredService<SavedViewService>().SaveAsync("y", new ListRequest(), isShared: true, Token)),
        new("remove", MemberRole.Employee, s => s.GetRequiredService<SavedViewService>().RemoveAsync(Guid.Empty, Token)),
        new("choose everybody", MemberRole.Employee, s => s.GetRequiredService<EmployeeListService>().IdsAsync(new ListRequest(), Token)),
    ]);
}
