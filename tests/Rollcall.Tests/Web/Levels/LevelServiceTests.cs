using Microsoft.Extensions.DependencyInjection;
using Rollcall.Core.Directory;
using Rollcall.Features.Levels;
using Rollcall.Storage;

namespace Rollcall.Tests.Web.Levels;

/// <summary>Levels are edited by people, and syncs go on finding them.</summary>
public sealed class LevelServiceTests : IAsyncLifetime
{
    private WebCompany company = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => company = await WebCompany.StartAsync();

    public ValueTask DisposeAsync() => company.DisposeAsync();

    [Fact]
    public async Task Renamed_and_merged_levels_keep_their_people_and_the_unchanged_HRIS_changes_nothing()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var levels = scope.ServiceProvider.GetRequiredService<LevelService>();
        var all = (await levels.ListAsync(Token)).Levels.Where(l => l.People > 0).ToList();
        all.Count.ShouldBeGreaterThan(2);

        (await levels.RenameAsync(all[0].Level, " Beginner ", Token)).ShouldBe(SchemaEdit.Done);
        (await levels.MergeAsync(all[1].Level, all[2].Level, Token)).ShouldBe(SchemaEdit.Done);
        await company.Company.Cli.ExpectAsync(0, "plan", "hr");

        var after = (await levels.ListAsync(Token)).Levels;
        after.Single(l => l.Level.Name == "Beginner").People.ShouldBe(all[0].People);
        after.Single(l => l.Level.Name == "Beginner").Level.Aliases.ShouldBe([all[0].Level.Name]);
        after.Single(l => l.Level.Id == all[2].Level.Id).People.ShouldBe(all[1].People + all[2].People);
        after.ShouldNotContain(l => l.Level.Id == all[1].Level.Id);
        (await levels.RenameAsync(all[0].Level, "From an old page", Token)).ShouldBe(SchemaEdit.ChangedMeanwhile);
        (await levels.MergeAsync(all[1].Level, all[2].Level, Token)).ShouldBe(SchemaEdit.Gone);
    }

    [Fact]
    public async Task Order_and_what_makes_no_sense()
    {
        using var scope = await company.AsAsync(MemberRole.Admin);
        var levels = scope.ServiceProvider.GetRequiredService<LevelService>();
        (await levels.CreateAsync("Chief", Token)).ShouldBe(SchemaEdit.Done);
        var all = (await levels.ListAsync(Token)).Levels;
        all[^1].Level.Name.ShouldBe("Chief");
        List<LevelId> turned = [.. all.Select(l => l.Level.Id).Reverse()];

        (await levels.ReorderAsync(turned, Token)).ShouldBe(SchemaEdit.Done);
        (await levels.ListAsync(Token)).Levels.Select(l => l.Level.Id).ShouldBe(turned);
        (await levels.ReorderAsync([.. turned.Skip(1)], Token)).ShouldBe(SchemaEdit.ChangedMeanwhile);
        (await levels.CreateAsync(" Chief", Token)).ShouldBe(SchemaEdit.NameTaken);
        var now = (await levels.ListAsync(Token)).Levels;
        (await levels.SetAliasesAsync(now[0].Level, [now[1].Level.Name], Token)).ShouldBe(SchemaEdit.NameTaken);
        (await levels.DeleteAsync(now.First(l => l.People > 0).Level, Token)).ShouldBe(SchemaEdit.InUse);
        (await levels.DeleteAsync(now[0].Level, Token)).ShouldBe(SchemaEdit.Done);
        await Should.ThrowAsync<ArgumentException>(() => levels.CreateAsync("", Token));
    }

    [Fact]
    public Task Each_action_needs_its_role()
    {
        static LevelService Of(IServiceProvider services) => services.GetRequiredService<LevelService>();
        var level = new LevelState { Id = default, Name = "x", Order = 0 };
        return RoleTable.CheckAsync(company,
        [
            new("list", MemberRole.Viewer, s => Of(s).ListAsync(Token)),
            new("create", MemberRole.Admin, s => Of(s).CreateAsync("y", Token)),
            new("rename", MemberRole.Admin, s => Of(s).RenameAsync(level, "z", Token)),
            new("aliases", MemberRole.Admin, s => Of(s).SetAliasesAsync(level, [], Token)),
            new("order", MemberRole.Admin, s => Of(s).ReorderAsync([], Token)),
            new("merge", MemberRole.Admin, s => Of(s).MergeAsync(level, level, Token)),
            new("delete", MemberRole.Admin, s => Of(s).DeleteAsync(level, Token)),
        ]);
    }
}
